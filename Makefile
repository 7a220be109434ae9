# Everything a person does with Utdrag. `make` alone prints the list below.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
.PHONY: help install install-dev run test check fix fuzz chaos bench draw docs pictures lock migration clean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet --no-deps
LOCKED := $(PIP) --require-hashes -r requirements/build.lock
# What some need: an embedded database, systems on MySQL, traces; on this machine all but the last.
HERE := embedded mysql
EXTRAS := $(HERE) otel
THIS := $(PIP) --no-build-isolation -e .
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links $(if $(upgrade),--upgrade)

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: .venv/installed ## Set up what running needs, in .venv
run: install ## Run the product on an embedded database with a demo organisation (PORT, SMTP_PORT, UTDRAG_HOME)
	@exec $(BIN)/utdrag demo

test: install-dev ## Set up what the tests need and run all of them (args="-k name" to choose)
	@scripts/install-test-systems
	$(BIN)/python -m pytest -n 2 --dist loadfile $(args)

check: install-dev ## What CI checks besides the tests: format, lint, types, floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

fix: install-dev ## Format, and repair what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: install-dev ## Try bytes nobody would think of on what reads them, so many seconds each (seconds=60)
	@for target in decoder classifier router form; do \
		echo "fuzzing the $$target"; \
		$(BIN)/python -m fuzz $$target $(or $(seconds),60) || exit 1; \
	done

chaos: install-dev ## Kill the programs at random under load, and count (seed=, kills=, mails=, cases=, together=1)
	$(BIN)/python -m chaos $(foreach name,seed kills mails cases,$(if $($(name)),--$(name) $($(name)))) $(if $(together),--together)

bench: install-dev ## Measure, and print figures, floors and aims (only=list,doors cases=100000 items=2000)
	$(BIN)/python -m benchmarks $(foreach word,only cases items,$(if $($(word)),$(word)=$($(word))))

draw: install ## Draw the lifecycle and openapi.json into docs/
	$(BIN)/utdrag draw

docs: draw ## Write the parts of docs/ that are made from code
	$(BIN)/python scripts/settings_reference.py
	$(BIN)/python scripts/metrics_reference.py

pictures: install-dev ## Take the pictures of docs/ from a demonstration, with Chromium
	$(BIN)/python scripts/pictures.py

migration: install-dev ## Write a migration for what changed in the models (m="what changed")
	@test -n "$(m)" || { echo 'Say what changed: make migration m="cases get a priority"'; exit 2; }
	$(BIN)/alembic revision --autogenerate -m "$(m)"

lock: install-dev ## Lock every dependency by hash (upgrade=1 for newer versions)
	for name in build runtime dev; do \
		$(COMPILE) requirements/$$name.in -o requirements/$$name.lock || exit 1; \
	done
	for name in $(EXTRAS); do \
		$(COMPILE) requirements/$$name.in --constraints requirements/dev.lock -o requirements/$$name.lock || exit 1; \
	done

clean: ## Remove the virtual environment and every cache; data stays
	rm -rf .venv .fuzz .mypy_cache .pytest_cache .ruff_cache .import_linter_cache *.egg-info

install-dev: .venv/installed-dev

# Stamps: nothing is done again until a lock or pyproject.toml changes.
.venv/bin/python:
	@python=$$(scripts/find-python) && $$python -m venv .venv

.venv/installed: requirements/build.lock requirements/runtime.lock $(HERE:%=requirements/%.lock) pyproject.toml | .venv/bin/python
	$(LOCKED) -r requirements/runtime.lock $(HERE:%=-r requirements/%.lock)
	$(THIS)
	@touch $@

.venv/installed-dev: requirements/build.lock requirements/dev.lock pyproject.toml | .venv/bin/python
	$(LOCKED) -r requirements/dev.lock
	$(THIS)
	@touch .venv/installed $@
