# The two commands: `make demo` runs the main job, `make test` passes the tests.
# Both need only Python 3.11 to 3.13 and make; everything else is installed into .venv.

SHELL := /bin/sh
UV := .venv/bin/uv
RUN := .venv/bin
SYNC := --quiet --frozen --inexact --all-groups --extra all

# Libraries that every command loads, compiled once: where Python may not write bytecode, each start would parse them.
COMPILED = $$($(RUN)/python -c 'import importlib.util as u; print(*(u.find_spec(n).submodule_search_locations[0] for n in ("polars", "numpy", "scipy", "numba", "llvmlite", "yaml", "click", "rich", "rapidfuzz", "lxml")))')

# The first interpreter that runs and is new enough; PYTHON=... overrides.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3 python; do \
  if $$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; \
  then echo $$p; break; fi; done)

.PHONY: demo test check setup lint types layers format bench lock clean python-found

demo: setup
	@$(RUN)/monazite demo

test: setup lint layers types
	@$(RUN)/monazite data check
	@$(RUN)/python -m pytest -n 2

check: test

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock | python-found
	@test -x .venv/bin/python || "$(PYTHON)" -m venv .venv
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"
	@$(UV) sync $(SYNC) --system-certs || $(UV) sync $(SYNC)
	@$(RUN)/python -m compileall -q -j 2 src $(COMPILED)
	@touch $@

python-found:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "monazite needs Python 3.11, 3.12 or 3.13 with venv and pip; none was found on PATH."; \
	  echo "Found instead: $$(python3 --version 2>&1 || echo no python3)."; \
	  echo "Install one (on Debian: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; \
	  exit 2; fi

lint: setup
	@$(RUN)/ruff format --check --quiet . && $(RUN)/ruff check --quiet .

format: setup
	@$(RUN)/ruff format --quiet . && $(RUN)/ruff check --quiet --fix .

types: setup
	@$(RUN)/basedpyright --level error

layers: setup
	@$(RUN)/lint-imports >.venv/layers.txt 2>&1 || (cat .venv/layers.txt; exit 1)
	@$(RUN)/deptry src >.venv/deptry.txt 2>&1 || (cat .venv/deptry.txt; exit 1)

bench: setup
	@$(RUN)/python -m benchmarks

lock:
	@$(UV) lock

clean:
	rm -rf .venv build dist
