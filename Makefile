# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: demo test lint format bench bench-store bench-map geodata lock clean help

help:
	@echo "make demo     set up, read the samples, serve the map on http://127.0.0.1:$(PORT)"
	@echo "make test     set up, run every test (unit, pipeline, server, browser)"
	@echo "make lint     format check, lint, types"
	@echo "make bench    quality and speed tables, beside the peers that run here"
	@echo "make bench-store, make bench-map    the tables of the store and of the page"
	@echo "make geodata  build the gazetteer and the basemap again from their sources"
	@echo "make lock     resolve the dependencies again into locks/"

# The environment is made again when a lock or pyproject.toml is newer than its stamp.
$(VENV)/run.stamp: locks/run.txt pyproject.toml hatch_build.py static/vendor.json
	$(PYTHON) scripts/environment.py --venv $(VENV) --lock locks/run.txt --stamp $@

$(VENV)/dev.stamp: locks/dev.txt pyproject.toml hatch_build.py static/vendor.json
	$(PYTHON) scripts/environment.py --venv $(VENV) --lock locks/dev.txt --stamp $@

demo: $(VENV)/run.stamp
	$(BIN)/dateline demo --port $(PORT)

test: $(VENV)/dev.stamp
	$(BIN)/python scripts/browser.py
	$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The peers of the tables live in an environment of their own.
.venv-bench/bench.stamp: locks/bench.txt pyproject.toml hatch_build.py static/vendor.json
	$(PYTHON) scripts/environment.py --venv .venv-bench --lock locks/bench.txt --stamp $@

bench: .venv-bench/bench.stamp
	.venv-bench/bin/python -m bench

bench-store: .venv-bench/bench.stamp
	.venv-bench/bin/python -m bench store

bench-map: .venv-bench/bench.stamp
	.venv-bench/bin/python -m bench map

geodata:
	$(PYTHON) scripts/environment.py --venv .venv-geodata --lock locks/geodata.txt --stamp .venv-geodata/geodata.stamp
	.venv-geodata/bin/python -m scripts.geodata
	.venv-geodata/bin/python -m scripts.basemap

lock:
	$(PYTHON) scripts/lock.py

clean:
	rm -rf $(VENV) .venv-bench .venv-geodata static/vendor
