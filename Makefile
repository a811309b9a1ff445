# Overlegtafel: `make run` starts the demo, `make test` proves the whole thing. `make help` lists all.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
DATA ?= ./var
PYTHON ?= python3
UV ?= uv

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := $(UV) pip compile --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate

export DATA
export PYTHONPATH := src

.PHONY: help run test check bench load faults screenshots lock clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  PORT=8000 and DATA=./var choose the port and the data folder of 'make run'"

run: export HASHED_STATIC := 1
run: export SITE_ADDRESS ?= http://127.0.0.1:$(PORT)
run: $(VENV)/.run-ready ## start the demo on 127.0.0.1:$(PORT), data in $(DATA)
	@PORT=$(PORT) $(BIN)/python scripts/run.py

test: $(VENV)/.test-ready ## check, then the whole suite on SQLite and on PostgreSQL, browser included
	@$(BIN)/python scripts/test.py

check: $(VENV)/.test-ready ## lint, format, types, import floors, missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy scripts
	$(BIN)/lint-imports --no-logo
	$(MANAGE) makemigrations --check --dry-run

bench: $(VENV)/.test-ready ## measure the main pages with a year's worth of data, and a large pack
	@$(BIN)/python scripts/bench.py
	@$(BIN)/python scripts/bench_pack.py
	@$(BIN)/python scripts/bench_drafts.py

load: $(VENV)/.test-ready ## let twenty people type minutes at once, ten minutes on each database
	@$(BIN)/python tests/load/minutes_at_once.py

faults: $(VENV)/.test-ready ## kill everything at fifty random moments, on each database, and count what is lost
	@$(BIN)/python tests/faults/kill_at_random.py

screenshots: $(VENV)/.test-ready ## retake the pictures of the README and the handleiding
	@$(BIN)/python scripts/screenshots.py

lock: ## recompile the lock files (needs uv); UPGRADE=--upgrade moves every version
	$(COMPILE) $(UPGRADE) requirements/base.in -o requirements/base.txt
	$(COMPILE) $(UPGRADE) requirements/dev.in -o requirements/dev.txt

clean: ## remove the virtualenv and caches; never the data folder
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 of hoger is nodig (PYTHON=/pad/naar/python3.11)." >&2; exit 1; }
	@echo "De Python-omgeving wordt klaargezet in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python kan geen venv maken: installeer python3-venv." >&2; exit 1; }

$(VENV)/.run-ready: requirements/base.txt | $(BIN)/python
	@$(PIP_INSTALL) -r requirements/base.txt
	@touch $@

$(VENV)/.test-ready: requirements/dev.txt | $(BIN)/python
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@ $(VENV)/.run-ready
