# Every target makes the virtual environment it needs; nothing has to be installed by hand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
RUNTIME := $(VENV)/.runtime
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes

# Installing compiles nothing, so that the first start need not wait for what it does not use; what is
# used is compiled once, even where the environment says otherwise.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo run test test-slow lint bench lock clean

setup: $(STAMP)

# What runs it is half of what checks it: a demo need not wait for the rest.
$(RUNTIME): requirements-runtime.txt | $(BIN)/python
	@echo "Installing the pinned dependencies into $(VENV) ..."
	@$(PIP) -r requirements-runtime.txt
	@touch $@

$(STAMP): requirements.txt | $(BIN)/python
	@echo "Installing the pinned dependencies into $(VENV), those of the tests too ..."
	@$(PIP) -r requirements.txt
	@touch $@ $(RUNTIME)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Artikul needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

demo: $(RUNTIME)
	@exec $(BIN)/python -m bot demo

run: $(RUNTIME)
	@exec $(BIN)/python -m bot run

test: $(STAMP)
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not slow"

test-slow: $(STAMP)
	$(BIN)/python -m pytest -m slow

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# All of search's targets take some minutes: make bench SIZES=46000,1000000
SIZES ?= 5000,46000

bench: $(STAMP)
	@for file in $$(grep -l '^if __name__' bench/*.py); do \
		case $$file in bench/search.py) more="--sizes $(SIZES)" ;; *) more= ;; esac; \
		$(BIN)/python $$file $$more || exit 1; \
	done

lock: pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --constraints requirements.txt pyproject.toml -o requirements-runtime.txt

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache .hypothesis
