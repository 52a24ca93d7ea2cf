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

# Each CPython >= 3.11 on this machine, in an environment of its own.
test-all:
	for version in 3.11 3.12 3.13 3.14; do \
	  command -v python$$version >/dev/null && python$$version -c '' 2>/dev/null || continue; \
	  $(MAKE) pytest PYTHON=python$$version VENV=.venv-$$version || exit 1; \
	done

clean:
	rm -rf .venv .venv-* build dist docs/_build docs/generated .mypy_cache .pytest_cache .ruff_cache .hypothesis
