# Two commands are all a newcomer needs: `make run` and `make test`. Both prepare .venv by themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: help install run test lint types imports check pytest bench lock screenshots clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: $(STAMP) ## prepare .venv from the lock file

$(STAMP): requirements/dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.lock
	@touch $(STAMP)

run: $(STAMP) ## run the bot; without DISCORD_TOKEN, the preview
	@exec $(BIN)/python -m bot run

test: $(STAMP) lint types imports check pytest ## everything that must be green

lint: $(STAMP) ## formatting and lint
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP) ## strict types, tests included
	$(BIN)/basedpyright --warnings

imports: $(STAMP) ## the arrows of the house
	$(BIN)/lint-imports

check: $(STAMP) ## the editorial rules, and whether each card fits
	$(BIN)/python -m bot check

pytest: $(STAMP) ## the tests, in random order, with branch coverage
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

bench: $(STAMP) ## look-ups beside their peers; writes docs/benchmarks.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/bench.lock
	$(BIN)/python -m benchmarks

screenshots: $(STAMP) ## make the pictures of the README anew (needs Chromium)
	SCREENSHOTS=docs/images $(BIN)/python -m pytest -n 0 -p no:randomly -m browser

lock: ## resolve the lock files anew (needs uv)
	@for set in "run:" "dev:--extra preview --group dev" "bench:--extra preview --group dev --group bench"; do \
		uv pip compile --quiet --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
			--custom-compile-command 'make lock' pyproject.toml $${set#*:} --output-file requirements/$${set%%:*}.lock; \
	done

clean: ## throw .venv and caches away
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .coverage* dist build
