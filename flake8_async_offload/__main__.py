"""`python -m flake8_async_offload` is the command `async-offload`."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the working directory: a project must not replace what the tool imports

from flake8_async_offload.cli import main

sys.exit(main())
