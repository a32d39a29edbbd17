# What one can do here. Everything runs in .venv, which the first command makes and the next ones reuse.

PYTHON ?= python3
BIN := .venv/bin
OUT ?= out

.PHONY: help setup demo test quick check format sample bench-reading bench-judge bench-discovery bench-manners bench-history clean

help:            ## list the commands
	@grep -hE '^[a-z-]+: .*##|^[a-z-]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 18

setup: .venv/ready   ## make .venv with everything in it

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	@# pip 23.2, which Python 3.11 brings, stumbles over the extra lxml[html-clean] and html_clean being one
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=24'
	$(BIN)/python -m pip install -qq -c constraints.txt -e '.[dev]'
	@touch $@

demo: .venv/ready   ## run the main job on the sample archive: crawl, list the versions, show a change
	@BIN=$(BIN) OUT=$(OUT) sh scripts/demo.sh

test: .venv/ready   ## run all tests, the slow ones too
	$(BIN)/python -m pytest

quick: .venv/ready   ## run the tests without the slow ones
	$(BIN)/python -m pytest -m 'not slow'

check: .venv/ready   ## lint, format, types, all tests with warnings as errors: what CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

format: .venv/ready   ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

sample: .venv/ready   ## make data/sample.warc.gz anew (the same bytes every time)
	$(BIN)/python -m scripts.make_sample

bench-reading: .venv/ready   ## how well reading reads, and what it costs, beside other readers
	$(BIN)/python -m scripts.bench_reading

bench-judge: .venv/ready   ## how well policies are told from other pages, on labelled pages
	$(BIN)/python -m scripts.bench_judge

bench-discovery: .venv/ready   ## policies found of vendors nobody described, and requests spent on them
	$(BIN)/python -m scripts.bench_discovery

bench-manners: .venv/ready   ## requests by kind, peak rate, peak memory, kills survived
	$(BIN)/python -m scripts.bench_manners

bench-history: .venv/ready   ## requests spent, versions found, missed and invented, on a generated archive
	$(BIN)/python -m scripts.bench_history

clean:           ## remove .venv and what runs have left
	rm -rf .venv $(OUT) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
