# Everything is installed into .venv beside this file; nothing is written to your home folder or system Python.
#   make grade PYTHON=python3.12                 another Python (3.11 or newer) for .venv
#   make grade ARGS="--isolation process"        more arguments for `grader grade`
#   make test  ARGS="-k wire"                    more arguments for pytest

PYTHON ?= python3
ARGS ?=

# Relative on purpose: a clone may lie under a path with spaces, which make cannot hold in a target's name.
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt
TORCH := torch==2.13.0
# One more than cores: tests of what hangs wait most of their time.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)

.DEFAULT_GOAL := help
.PHONY: help grade test test-slow test-cuda test-tests audit lint api bench clean

help:
	@echo 'make grade      grade the class in examples/submissions, into results/'
	@echo 'make test       the tests of the grader, but for slow ones and those for a GPU'
	@echo 'make test-slow  the slow tests'
	@echo 'make test-cuda  the tests that need a CUDA device'
	@echo 'make test-tests takes from a copy what tests are there for, and lists those that still pass'
	@echo 'make audit      proves the course: stubs, references, misconceptions, mutants (some minutes)'
	@echo 'make lint       style, types and which room may import which'
	@echo 'make api        docs/api.md, from the docstrings of grader.testing'
	@echo 'make bench      what grading costs on this machine'
	@echo 'make clean      remove results, caches and builds (not .venv)'

grade: .venv/.installed
	@$(BIN)/grader grade examples/submissions --output results $(ARGS)

test: .venv/.installed-dev
	@scripts/ensure-chromium
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not slow and not gpu" $(ARGS)

test-slow: .venv/.installed-dev
	@scripts/ensure-chromium
	@$(BIN)/python -m pytest -q -m "slow and not gpu" $(ARGS)

test-cuda: .venv/.installed-dev
	@$(BIN)/python -m pytest -q -m gpu $(ARGS)

test-tests: .venv/.installed-dev
	@$(BIN)/python scripts/test_tests $(ARGS)

audit: .venv/.installed-dev
	@$(BIN)/grader audit $(ARGS)

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

api: .venv/.installed
	@$(BIN)/python scripts/api_page.py

bench: .venv/.installed
	@$(BIN)/python benchmarks/submission.py $(ARGS)

clean:
	rm -rf results build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

# torch first and by its exact version: it is most of the download, and pip should choose its build only once.
.venv/.torch: constraints.txt
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "make: there is no $(PYTHON) on the PATH; the grader needs Python 3.11 or newer." >&2; \
	  echo "Name one that you have, as in: make grade PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: PYTHON=$(PYTHON) is $$("$(PYTHON)" --version 2>&1); the grader needs Python 3.11 or newer." >&2; \
	  echo "Name one that you have, as in: make grade PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv
	@echo 'Installing PyTorch into .venv (about 200 MB, some GB with CUDA; a few minutes the first time) …'
	@$(INSTALL) $(TORCH)
	@touch $@

.venv/.installed: .venv/.torch pyproject.toml
	@echo 'Installing the grader into .venv …'
	@$(INSTALL) --editable '.[plots]'
	@touch $@

.venv/.installed-dev: .venv/.installed
	@echo 'Installing what tests and checks of the grader need into .venv …'
	@$(INSTALL) --editable '.[plots,authoring,nbgrader,postgres,dev]'
	@touch $@
