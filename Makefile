# One door to everything: `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MARK := $(VENV)/.set-up
export CLAIMS_INSTANCE ?= instance

.DEFAULT_GOAL := help
.PHONY: help run test quick lint check bench drill

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(MARK): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.set-up-test: $(MARK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	touch $@

$(VENV)/.set-up-bench: $(VENV)/.set-up-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	touch $@

run: $(MARK) ## set up what is absent and serve on 127.0.0.1:8000 (DEMO=1: the demonstration office)
	@$(BIN)/python app.py assets
	@$(BIN)/python app.py run

test: $(VENV)/.set-up-test ## everything, on both engines, with browser and LibreOffice
	$(BIN)/python -m pytest -n 2 --dist loadscope

quick: $(VENV)/.set-up-test ## unit and client tests on SQLite, under a minute
	$(BIN)/python -m pytest -n 2 --engine sqlite -m "not browser and not slow"

lint: $(VENV)/.set-up-test ## format, lint, types
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint quick ## format, lint, types, quick

bench: $(VENV)/.set-up-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	touch $@

run: $(MARK) ## set up what is absent and serve on 127.0.0.1:8000 (DEMO=1: the demonstration office)
	@$(BIN)/python app.py assets
	@$(BIN)/python app.py run

test: $(VENV)/.set-up-test ## everything, on both engines, with browser and LibreOffice
	$(BIN)/python -m pytest -n 2 --dist loadscope

quick: $(VENV)/.set-up-test ## unit and client tests on SQLite, under a minute
	$(BIN)/python -m pytest -n 2 --engine sqlite -m "not browser and not slow"

lint: $(VENV)/.set-up-test ## format, lint, types
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint quick ## lint and the quick tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(MAKE) quick

bench: $(VENV)/.set-up-bench ## each figure with its budget
	$(BIN)/python -m tests.bench

drill: $(VENV)/.set-up-test ## long runs: kills, soak, restore
	$(BIN)/python -m pytest -n 2 tests/drill --drill
