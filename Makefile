# One door to everything: `make` alone lists the targets.
# Each set-up leaves a stamp in .venv, so that a second run starts at once.

NEWEST := for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done
PYTHON ?= $(shell $(NEWEST))
JOBS ?= 2
SOAK ?= 3

VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# A worker that falls ends the run and names its test; one in its place would wait for ever.
TEST := $(PY) -m pytest -n $(JOBS) --dist loadscope --max-worker-restart 0

.DEFAULT_GOAL := help
.PHONY: help run test quick check style bench drill

help: ## list the targets
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/.stamp ## set up and serve on 127.0.0.1:8000; DEMO=1 with a demonstration office
	@DEMO=$(DEMO) $(PY) app.py run --fetch

test: $(VENV)/.stamp-test ## everything, on both engines, with browser and LibreOffice
	$(TEST) -m "not bench and not drill"

quick: $(VENV)/.stamp-test ## unit and client tests on SQLite, under a minute
	$(TEST) --engine sqlite -m "not slow and not browser and not libreoffice and not bench and not drill"

style: $(VENV)/.stamp-test
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy

check: style quick ## format, lint, types and the quick tests

bench: $(VENV)/.stamp-bench ## each figure beside its budget and its peer
	$(PY) -m tests.bench

drill: $(VENV)/.stamp-drill ## long runs: kills, full disks, held locks, soak, restore, faults put into the rules
	$(TEST) --timeout 0 --drill --soak-minutes $(SOAK) -m "(drill or slow) and not browser and not libreoffice"
	$(PY) -m tests.mutants --jobs $(JOBS)

# --- Set-up ---------------------------------------------------------------------------------------

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed. Name one: make run PYTHON=python3.12"; exit 1; }
	@echo "Setting up in $(VENV) (the first time takes a minute or two) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.stamp: $(PY) pyproject.toml constraints.txt
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.stamp-test: $(PY) pyproject.toml constraints.txt
	@$(INSTALL) --editable '.[test]'
	@touch $(VENV)/.stamp $@

$(VENV)/.stamp-drill: $(PY) pyproject.toml constraints.txt
	@$(INSTALL) --editable '.[test,drill]'
	@touch $(VENV)/.stamp $(VENV)/.stamp-test $@

$(VENV)/.stamp-bench: $(PY) pyproject.toml constraints.txt
	@$(INSTALL) --editable '.[test,bench]'
	@touch $(VENV)/.stamp $(VENV)/.stamp-test $@
