# Everything starts here and needs only make and Python 3.11 or newer. Each target sets up what it uses.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime.stamp
TOOLS := $(VENV)/tools.stamp
TESTED := build/tested
SOURCES := $(shell find bot config sandbox tests bench -type f -not -path '*/__pycache__/*') \
	pyproject.toml README.md requirements-dev.lock
PYTEST_ARGS ?=
WORKERS ?= auto
BENCH_ARGS ?=

.PHONY: help demo run test check format lint types contracts bench soak eval-search eval-matching fmt lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

demo: $(RUNTIME) ## Play a society's first weeks against a local stand-in of Discord
	$(BIN)/preceptor demo

run: $(RUNTIME) ## Start the bot on Discord (needs DISCORD_TOKEN or DISCORD_TOKEN_FILE)
	$(BIN)/preceptor run

test: $(TOOLS) ## Run the tests, on SQLite and, where it is installed, on PostgreSQL
	@mkdir -p $(dir $(TESTED))
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS) | tee build/pytest.log
	@$(if $(PYTEST_ARGS),,tail -n 1 build/pytest.log > $(TESTED))

# Pytest's closing line, kept while nothing it depends on has changed.
$(TESTED): $(TOOLS) $(SOURCES)
	@$(MAKE) --no-print-directory test PYTEST_ARGS=

check: format lint types contracts $(TESTED) ## Check everything that CI checks
	@echo "The tests, as they ended on this very tree:"
	@cat $(TESTED)

format: $(TOOLS)
	$(BIN)/ruff format --check .

lint: $(TOOLS)
	$(BIN)/ruff check .

types: $(TOOLS)
	$(BIN)/mypy

contracts: $(TOOLS)
	$(BIN)/lint-imports --no-cache

bench: $(TOOLS) ## Measure speed and memory, and print the tables
	$(BIN)/python -m bench $(BENCH_ARGS)

soak: $(TOOLS) ## Kill, cancel and starve the bot for an hour or so
	$(BIN)/python -m bench.soak $(BENCH_ARGS)

eval-search: $(TOOLS) ## Measure the quality of the program search
	$(BIN)/python -m bench.eval_search $(BENCH_ARGS)

eval-matching: $(TOOLS) ## Measure the quality of the matching
	$(BIN)/python -m bench.eval_matching $(BENCH_ARGS)

fmt: $(TOOLS) ## Format the code and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

UV := build/uv/bin/uv
COMPILE = $(UV) pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate
lock: ## Pin the newest allowed dependencies again, with hashes
	$(call need-python)
	@mkdir -p build
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --upgrade --extra build -o requirements.lock
	$(COMPILE) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was made here, except the data
	rm -rf .venv .venv-ci build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	find bot sandbox tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment, rebuilt when a lock or pyproject.toml changes -------------------------

define need-python
@$(if $(PYTHON),:,echo "Preceptor needs Python 3.11 or newer, and none was found. Install it, or say where: make PYTHON=/path/to/python" >&2; exit 1)
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Preceptor needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1). Say where a newer one is: make PYTHON=/path/to/python" >&2; exit 1; }
endef

PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(BIN)/python:
	$(call need-python)
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): requirements-dev.lock $(RUNTIME)
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
