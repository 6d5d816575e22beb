# make chat   install and start the app on the model that ships inside
# make test   install what the tests need and run them
# make check  format, lint, types, layers, tests: what a change must pass

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
TESTS := $(BIN)/python -m pytest --numprocesses auto --dist worksteal
# What is imported is compiled then, and kept; the whole of every package would take a minute more.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
unexport PYTHONDONTWRITEBYTECODE
INSTALLED := pyproject.toml setup.py constraints.txt

.PHONY: chat test check format benchmarks clean

chat: $(VENV)/.installed
	$(BIN)/reckoner ui

test: $(VENV)/.installed-dev
	$(TESTS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(TESTS)

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

benchmarks: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Reckoner needs Python 3.11 or later: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python $(INSTALLED)
	$(PIP) -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python $(INSTALLED)
	$(PIP) -e '.[dev]'
	touch $@ $(VENV)/.installed
