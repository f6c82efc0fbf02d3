# Everything is installed into .venv beside this file; nothing is written to your home folder or system Python.
#   make grade PYTHON=python3.12                 another Python (3.11 or newer) for .venv
#   make grade ARGS="--isolation process"        more arguments for `grader grade`
#   make test  ARGS="-k wire"                    more arguments for pytest

PYTHON ?= python3
ARGS ?=

# Relative on purpose: a clone may lie under a path with spaces, which make cannot hold in a target's name.
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --no-compile --disable-pip-version-check --constraint constraints.txt
# Some files in packages are for another Python: that they do not compile is nobody's trouble. The grader's own are
# compiled, too: each of its processes would do that again where PYTHONDONTWRITEBYTECODE is set.
COMPILE := $(BIN)/python -m compileall -qq -j 0 -x 'grader/authoring/templates' .venv/lib grader || true
TORCH := torch==2.13.0
# Two more than cores: tests of what hangs wait most of their time.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 1) + 2)

.DEFAULT_GOAL := help
.PHONY: help grade test test-slow test-faults test-cuda test-tests audit cohort lint api reference pictures docs bench clean

help:
	@echo 'make grade      grade the class in examples/submissions, into results/'
	@echo 'make test       the tests of the grader, but for slow ones and those for a GPU'
	@echo 'make test-slow  the slow tests, and more random inputs'
	@echo 'make test-faults strikes processes of the grader while a class is graded (some 40 minutes)'
	@echo 'make test-cuda  the tests that need a CUDA device'
	@echo 'make test-tests takes from a copy what tests are there for, and lists those that still pass'
	@echo 'make audit      proves the course: stubs, references, misconceptions, mutants (some minutes)'
	@echo 'make cohort     grades mistakes that students make, and lists what is judged wrongly'
	@echo 'make lint       style, types and which room may import which'
	@echo 'make api        docs/api.md, from the docstrings of grader.testing'
	@echo 'make reference  docs/commands.md and docs/report-json.md, from the program'
	@echo 'make pictures   docs/pictures, from real output (needs chromium)'
	@echo 'make docs       the documents as a site, in build/site, and as a zip'
	@echo 'make bench      what grading costs on this machine'
	@echo 'make clean      remove results, caches and builds (not .venv)'

grade: .venv/.installed
	@$(BIN)/grader grade examples/submissions --output results $(ARGS)

test: .venv/.installed-dev
	@scripts/ensure-chromium
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow and not gpu and not faults" $(ARGS)

test-slow: .venv/.installed-dev
	@scripts/ensure-chromium
	@$(BIN)/python -m pytest -q -m "(slow or hypothesis) and not gpu and not faults" $(ARGS)

test-faults: .venv/.installed-dev
	@$(BIN)/python -m pytest -q -m faults $(ARGS)

test-cuda: .venv/.installed-dev
	@$(BIN)/python -m pytest -q -m gpu $(ARGS)

test-tests: .venv/.installed-dev
	@$(BIN)/python scripts/test_tests $(ARGS)

audit: .venv/.installed-dev
	@$(BIN)/grader audit $(ARGS)

cohort: .venv/.installed-dev
	@$(BIN)/python tests/cohort/grade.py $(ARGS)

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/sentences.py --check
	$(BIN)/python scripts/api_page.py --check
	$(BIN)/python scripts/reference_pages.py --check
	$(BIN)/python scripts/pictures.py --check
	$(BIN)/python scripts/comparison_page.py --check

api: .venv/.installed
	@$(BIN)/python scripts/api_page.py

reference: .venv/.installed
	@$(BIN)/python scripts/reference_pages.py

pictures: .venv/.installed-dev
	@$(BIN)/python scripts/pictures.py

docs: .venv/.installed-dev
	@$(BIN)/python scripts/docs_site/build.py

bench: .venv/.installed
	@$(BIN)/python -m benchmarks.table $(ARGS)

clean:
	rm -rf results build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.venv/.made:
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "make: there is no $(PYTHON) on the PATH; the grader needs Python 3.11 or newer." >&2; \
	  echo "Name one that you have, as in: make grade PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: PYTHON=$(PYTHON) is $$("$(PYTHON)" --version 2>&1); the grader needs Python 3.11 or newer." >&2; \
	  echo "Name one that you have, as in: make grade PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv
	@touch $@

# One call for everything, torch by its exact version: pip chooses its build once. What pip would compile on one
# core, compileall does on all.
.venv/.installed: .venv/.made constraints.txt pyproject.toml
	@echo 'Installing PyTorch and the grader into .venv (about 200 MB, some GB with CUDA; the first time takes minutes) …'
	@$(INSTALL) $(TORCH) --editable '.[plots]'
	@$(COMPILE)
	@touch $@

.venv/.installed-dev: .venv/.made constraints.txt pyproject.toml
	@echo 'Installing PyTorch, the grader and what its tests need into .venv (the first time takes minutes) …'
	@$(INSTALL) $(TORCH) --editable '.[plots,authoring,nbgrader,postgres,docs,dev]'
	@$(COMPILE)
	@touch .venv/.installed $@
