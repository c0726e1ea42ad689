# `make` lists the targets. The virtual environment follows the locked requirements by itself.

PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN := $(VENV)/bin
# Servers that the tests may empty
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/test
TEST_REDIS_URL ?= redis://127.0.0.1:6379/0
# E2E=no leaves the browser tests out of `make test`
E2E ?= auto
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# One process for each processor; the tests of a file share their fixtures
PYTEST = -q -n auto --dist loadfile
# A throwaway data directory, so that checks neither need nor touch the real one
CHECK_DATA := $(abspath $(VENV))/check-data
CHECK_ENV = mkdir -p $(CHECK_DATA); DATA_DIR=$(CHECK_DATA) SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))')

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check lint types layers migrations settings translations messages docs schema schema-is-current permissions fuzz acceptance test-postgres bench bench-check bench-api bench-admin load e2e lock screenshots lighthouse icons clean venv

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_STAMP) ## install what is missing and start everything with a demo; Ctrl-C stops it
	@exec $(BIN)/python manage.py up --demo --port $(PORT)

test: $(DEV_STAMP) ## all tests on SQLite, and the browser tests where Chromium is found
	$(BIN)/python -m pytest $(PYTEST)
	@if [ "$(E2E)" = no ]; then :; \
	elif [ -n "$(CHROMIUM)" ]; then $(MAKE) --no-print-directory e2e; \
	else echo "The browser tests did not run: no Chromium was found. Install it, or set CHROMIUM=/path/to/it."; fi

check: lint types layers migrations settings translations docs schema-is-current ## style, types, layers, migrations, settings, translations, documentation, schema

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint
	$(BIN)/djlint templates --check

types: $(DEV_STAMP)
	$(BIN)/mypy manage.py campaignops_site campaigns operator_tasks

layers: $(DEV_STAMP)
	$(BIN)/lint-imports

migrations: $(DEV_STAMP)
	$(CHECK_ENV) $(BIN)/python manage.py makemigrations --check --dry-run

settings: $(DEV_STAMP)
	$(CHECK_ENV) $(BIN)/python manage.py check --fail-level WARNING
	$(CHECK_ENV) HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING

# Words that are not in the catalogue yet end the check; the date that the tool writes into it does not.
PO = locale/de/LC_MESSAGES/django.po
MAKEMESSAGES = $(CHECK_ENV) $(BIN)/python manage.py makemessages -l de --no-location --no-obsolete --ignore 'data' --verbosity 0

translations: $(DEV_STAMP)
	@command -v xgettext >/dev/null || { echo "The words are collected by GNU gettext; install the package gettext."; exit 1; }
	@mkdir -p $(CHECK_DATA); cp $(PO) $(CHECK_DATA)/before.po
	@$(MAKEMESSAGES)
	@if diff -q -I POT-Creation-Date $(CHECK_DATA)/before.po $(PO) >/dev/null; then mv $(CHECK_DATA)/before.po $(PO); \
	else echo "New words stand in $(PO) now: translate them, then run make messages."; exit 1; fi

messages: $(DEV_STAMP) ## collect the words of the pages and compile their translations
	@$(MAKEMESSAGES)
	$(BIN)/pybabel compile --directory locale --domain django

docs: $(DEV_STAMP)
	$(BIN)/python -m pytest -q campaignops_site/tests/test_docs.py

SCHEMA = $(CHECK_ENV) $(BIN)/python manage.py spectacular --lang en --validate --fail-on-warn --file

schema: $(DEV_STAMP) ## write what the API answers to, into docs/openapi.yaml
	@$(SCHEMA) docs/openapi.yaml

schema-is-current: $(DEV_STAMP)
	@$(SCHEMA) $(CHECK_DATA)/openapi.yaml
	@cmp -s docs/openapi.yaml $(CHECK_DATA)/openapi.yaml || \
	  { echo "docs/openapi.yaml is not what the API answers to; run make schema."; exit 1; }

permissions: $(DEV_STAMP) ## measure who gets in where, into docs/operations.md
	WRITE_PERMISSIONS=1 $(BIN)/python -m pytest -q campaignops_site/tests/permissions

fuzz: $(DEV_STAMP) ## every operation of the API with valid and invalid data, as each role; FUZZ_SEED=N repeats a run
	$(BIN)/python -m campaignops_site.tests.fuzz $(FUZZ)

acceptance: $(DEV_STAMP) ## the client made from the schema, and the examples of docs/api.md, against a running server
	$(BIN)/python -m pytest -q -m acceptance campaignops_site/tests/acceptance

test-postgres: $(DEV_STAMP) ## all tests on PostgreSQL and Redis, and those that need real concurrency
	DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL) \
	  $(BIN)/python -m pytest $(PYTEST) -m 'not e2e and not acceptance'

# SIZE is 1k, 10k, 100k, 1m or 10m; DB=postgres makes a database beside that of the tests, and removes it
SIZE ?= 100k
DB ?= sqlite
BENCH_URL = $(if $(filter postgres,$(DB)),$(dir $(TEST_DATABASE_URL))bench,)

bench: $(DEV_STAMP) ## ours beside the earlier module's way and plain SQL, into benchmarks/results.md; SIZE=1m DB=postgres
	DATABASE_URL=$(BENCH_URL) $(BIN)/python -m benchmarks.run --size $(SIZE) $(BENCH)

bench-check: $(DEV_STAMP) ## the same in small; fails where a ratio or a number of queries leaves its band
	DATABASE_URL=$(BENCH_URL) $(BIN)/python -m benchmarks.check

load: $(DEV_STAMP) ## 50 operators and 5 managers at the pages while the tick runs, into benchmarks/load-*.md; SIZE=1m DB=postgres
	DATABASE_URL=$(BENCH_URL) $(BIN)/python -m benchmarks.load --size $(SIZE) $(LOAD)

bench-api: $(DEV_STAMP) ## what a page of the task list costs among a million, on SQLite or what DATABASE_URL names
	$(BIN)/python -m benchmarks.api_pages

bench-admin: $(DEV_STAMP) ## what each list of the admin costs with a hundred thousand rows
	$(BIN)/python -m benchmarks.admin_lists

e2e: $(DEV_STAMP) ## the pages in a real browser
	CHROMIUM="$(CHROMIUM)" $(BIN)/python -m pytest -q -n auto --dist load -m e2e

screenshots: $(DEV_STAMP) ## pictures of the pages, into docs/screenshots/
	CHROMIUM="$(CHROMIUM)" SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest -q -m e2e campaignops_site/tests/e2e/test_demo_pages.py

lighthouse: $(DEV_STAMP) ## what Lighthouse thinks of three pages, into docs/lighthouse.md; needs Node and the npm registry
	CHROMIUM="$(CHROMIUM)" $(BIN)/python -m campaignops_site.tests.e2e.lighthouse

icons: $(DEV_STAMP) ## draw the icons of the installed app from their SVG files
	$(BIN)/python -m campaignops_site.tests.e2e.icons

# `make lock UPGRADE=--upgrade` takes newer versions too
LOCK = pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

lock: $(VENV)/bin/python ## pin the libraries that pyproject.toml lists, with hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile $(LOCK) -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) --extra postgres -o requirements-postgres.txt
	$(BIN)/uv pip compile $(LOCK) --extra dev --extra postgres -o requirements-dev.txt

venv: $(RUN_STAMP) ## only the virtual environment, with what running needs

clean: ## remove what was made here, but no data
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "CampaignOps needs Python 3.11 or newer. Name one: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(BIN)/python
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt | $(BIN)/python
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@
