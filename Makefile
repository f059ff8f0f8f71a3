# Thin: each target is one line of work. `make` alone lists them.
PORT ?= 8000
export ENGAGE_DATA ?= $(CURDIR)/var
PYTHON ?= python3
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE  # what one process has compiled, the next need not: tests start many

.PHONY: help run test quick lint format bench torture wheel clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.run  ## install if needed, then show the demonstration on http://127.0.0.1:8000 (PORT=8123 for another)
	@exec $(BIN)/engage run --demo --port $(PORT)

test: .venv/.test  ## everything, on SQLite and on PostgreSQL and Redis of its own
	$(BIN)/pytest $(ARGS)

quick: .venv/.test  ## about a minute: SQLite only, nothing slow, no servers, no browser
	$(BIN)/pytest --quick -n 2 $(ARGS)

lint: .venv/.test  ## style, types, arrows and templates
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/djlint --quiet --lint templates

format: .venv/.test  ## put the code into shape
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: .venv/.test  ## measure speed and memory, written to bench-results/ as JSON
	@$(BIN)/python -OO -m compileall -q -j 0 engage workers .venv/lib
	$(BIN)/python -m tests.bench $(ARGS)

torture: .venv/.test  ## kill workers at random and count what was lost
	$(BIN)/pytest -n0 -m '' --timeout 900 --log-cli-level WARNING tests/torture $(ARGS)

wheel: .venv/.test  ## build dist/engage-*.whl
	$(BIN)/python -m build --wheel

clean:  ## remove what was built; var/ (the data) stays
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache bench-results

.venv/.run: setup.cfg setup.py tools/setup.sh
	@tools/setup.sh $(PYTHON) .venv postgres && touch $@

.venv/.test: setup.cfg setup.py tools/setup.sh
	@tools/setup.sh $(PYTHON) .venv test,lint && touch $@ .venv/.run
