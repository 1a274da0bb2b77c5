# The commands of docs/development.md: `make run` and `make test` are all a newcomer needs.
SHELL := /bin/sh
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-learn run test lint bench chaos slow docs-config clean-venv
MAKEFLAGS += --no-print-directory
# Images often set this; here some ten processes would each compile the whole hotline again at every start.
export PYTHONDONTWRITEBYTECODE :=

help:
	@echo "make run     the whole hotline on this machine; Ctrl-C stops it (PORT=9000 make run moves it)"
	@echo "make test    every test, against real Redis, real PostgreSQL and a real browser"
	@echo "make setup   the set-up alone"
	@echo "make lint    ruff, mypy, import-linter     make slow    the long tests"
	@echo "make bench   measurements as a table       make chaos   kills and outages"

setup:
	@sh deploy/setup.sh run

setup-dev:
	@sh deploy/setup.sh dev

run: setup
	@exec $(PY) -m hotline up

setup-learn:
	@sh deploy/setup.sh learn

test: setup-dev
	@sh deploy/step.sh "tests" $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup-dev lint-only

.PHONY: lint-only
lint-only:
	@sh deploy/step.sh "ruff" $(PY) -m ruff check --quiet .
	@sh deploy/step.sh "mypy" $(PY) -m mypy --no-error-summary
	@sh deploy/step.sh "imports one way" $(PY) -c "from importlinter.cli import lint_imports_command as run; run()" --no-cache

slow: setup-learn
	@sh deploy/step.sh "slow tests" $(PY) -m pytest -m slow -n 2 --dist loadfile $(ARGS)

bench: setup-learn
	@sh deploy/step.sh "bench" $(PY) -m pytest -m bench -p no:xdist -s tests/bench $(ARGS)

chaos: setup-dev
	@sh deploy/step.sh "chaos" $(PY) -m pytest -m chaos -p no:xdist tests/chaos $(ARGS)

docs-config: setup
	@$(PY) -m hotline config docs > docs/configuration.md
