# Everything a clean clone needs: `make demo` shows the tool at work, `make test` tests all of it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo docs test test-all lint types pytest clean
.DELETE_ON_ERROR:

# The tool alone, which is all that the demonstration needs; then what the tests need as well.
$(VENV)/tool: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $(VENV)/tool $@

demo: $(VENV)/tool
	-$(BIN)/flake8 --isolated --select ASO examples/gateway
	$(BIN)/async-offload audit --exit-zero examples/gateway

test: lint types pytest

lint: $(VENV)/installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/flake8

types: $(VENV)/installed
	$(BIN)/mypy

pytest: $(VENV)/installed
	$(BIN)/pytest

# The site, with warnings as errors; its rule pages are made from the rules' docstrings.
docs: $(VENV)/docs
	$(BIN)/python docs/pages.py docs/generated
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -c docs docs/generated docs/_build

$(VENV)/docs: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	touch $@

# Each CPython >= 3.11 on this machine, in an environment of its own: on PATH, or installed by pyenv or uv.
PYTHONS := $(foreach minor,11 12 13 14 15,python3.$(minor)) $(wildcard \
  $(or $(PYENV_ROOT),$(HOME)/.pyenv)/versions/3.*/bin/python3 $(HOME)/.local/share/uv/python/cpython-3.*/bin/python3)
VERSION := import sys; sys.version_info >= (3, 11) and print("%d.%d" % sys.version_info[:2], sys.executable)

test-all:
	@for python in $(PYTHONS); do $$python -c '$(VERSION)' 2>/dev/null; done | sort -u -k 1,1 | \
	while read -r version python; do \
	  $(MAKE) pytest PYTHON=$$python VENV=.venv-$$version </dev/null || exit 1; \
	done

clean:
	rm -rf .venv .venv-* build dist docs/_build docs/generated .mypy_cache .pytest_cache .ruff_cache .hypothesis
