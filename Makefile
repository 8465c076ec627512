.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONFIG ?= config.toml
DEMO ?= demo
# Where the tests write: in memory where the machine has such a folder, for they wait for every write.
MEMORY := $(shell [ -w /dev/shm ] && echo /dev/shm || echo $${TMPDIR:-/tmp})
POSTS ?= ../shared/eval/dev.jsonl
SCHOOLS ?= ../shared/eval/dev_schools.json

.PHONY: help demo run test fuzz check eval train train-check format bench docs screens lock clean

help: ## Show what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "orm needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 ..." >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/python
	@echo "Installing orm into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/tested: requirements-dev.lock $(VENV)/installed
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@$(BIN)/pip check --disable-pip-version-check
	@touch $@

demo: $(VENV)/installed ## Run the main job on an invented town's web (ONCE=1: one full cycle, then exit)
	@$(BIN)/orm demo --folder $(DEMO) $(if $(ONCE),--once,)

run: $(VENV)/installed ## Watch for real, with CONFIG=config.toml
	@$(BIN)/orm db upgrade --config $(CONFIG)
	@$(BIN)/orm run --config $(CONFIG)

test: $(VENV)/tested ## Run every test that this machine can run, and say what it could not
	@unset PYTHONDONTWRITEBYTECODE; TMPDIR=$$(mktemp -d -p $(MEMORY)) && export TMPDIR && trap 'rm -rf "$$TMPDIR"' EXIT && \
	  $(BIN)/pytest --numprocesses auto --dist worksteal

fuzz: $(VENV)/tested ## Try every property with many more examples (hours)
	@HYPOTHESIS_PROFILE=long $(BIN)/pytest --numprocesses auto --dist worksteal -k "not browser"

check: $(VENV)/tested ## Format, lint, types, import contracts
	@$(BIN)/mypy & types=$$!; \
	  $(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/lint-imports; rest=$$?; \
	  wait $$types && exit $$rest

format: $(VENV)/tested ## Put the code into the house's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

eval: $(VENV)/installed ## Measure the judgement on labelled posts (POSTS=, SCHOOLS=) and write docs/accuracy.md
	@if [ -f "$(POSTS)" ] && [ -f "$(SCHOOLS)" ]; then \
	  $(BIN)/orm eval "$(POSTS)" --schools "$(SCHOOLS)" --page docs/accuracy.md; \
	else \
	  echo "Nothing was measured: $(POSTS) or $(SCHOOLS) is not there. Name your own: make eval POSTS=posts.jsonl SCHOOLS=schools.json"; \
	fi

$(VENV)/trained: training/vectors.lock $(VENV)/tested
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r training/vectors.lock
	@touch $@

train: $(VENV)/trained ## Make the learned judge anew from training/ (minutes)
	@$(BIN)/python -m training

train-check: $(VENV)/trained ## Say how the learned judge does on hands that were held back (many minutes)
	@$(BIN)/python -m training --held-back

bench: $(VENV)/tested ## Measure speed and memory beside named peers
	@$(BIN)/python -m benchmarks

docs: $(VENV)/tested ## Write the generated pages of docs/ anew
	@$(BIN)/python -m tests.docs

screens: $(VENV)/tested ## Take pictures of the desk's pages and of the digests for docs/ (needs Chromium)
	@$(BIN)/python -m tests.docs.screens
	@$(BIN)/python -m tests.docs.digests

lock: $(VENV)/tested ## Pin every dependency anew, with hashes and without addresses
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra trust --group build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --extra trust --extra browser --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Remove what was made
	@rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
