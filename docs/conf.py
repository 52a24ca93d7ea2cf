"""How Sphinx builds the site; `make docs` runs it on what pages.py writes."""

from flake8_async_offload import __version__

project = "flake8-async-offload"
version = release = __version__
extensions = ["myst_parser"]
myst_heading_anchors = 3
myst_enable_extensions = ["fieldlist"]
html_theme = "furo"
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_title = f"flake8-async-offload {__version__}"
exclude_patterns = ["_build"]
