# make run     tomorrow's schedule for the bundled site, set up on first use
# make test    the tests, without the slow ones          make test-all   all tests
# make check   formatter, linter and type checker        make format     let the formatter and linter mend
# make bench   the benchmarks                            make lock       renew requirements.lock
# make clean   remove .venv and all caches; archived runs stay
#
# PYTHON=/path/to/python picks the interpreter (3.11 or newer), WORKERS=n the test processes.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
WORKERS ?= 2

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PACKAGES := sites forecasts dispatch runs

# Settings that would send an install elsewhere than .venv, or mix foreign modules into it. Where packages come from
# (index, find-links, certificates, cache) stays the environment's choice: the hashes decide what is accepted.
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_BINARY PIP_ONLY_BINARY
unexport PIP_NO_COMPILE PIP_NO_DEPS PIP_REQUIRE_HASHES PIP_DRY_RUN PIP_REPORT PIP_EDITABLE
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV

PIP := "$(BIN)/python" -m pip --disable-pip-version-check --no-input
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

.PHONY: help run test test-all check format bench lock clean

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile

run: $(READY)
	@"$(BIN)/hengli" day-ahead ruichang || [ $$? -eq 1 ]  # 1: a plan was made, and says which target it misses

test: $(READY)
	@"$(BIN)/python" -m pytest -q -n "$(WORKERS)" --dist loadfile -m "not slow"

test-all: $(READY)
	@"$(BIN)/python" -m pytest -q -n "$(WORKERS)" --dist loadfile

check: $(READY)
	@"$(BIN)/ruff" format --check --quiet . || { echo "ruff format: run 'make format'"; exit 1; }
	@"$(BIN)/ruff" check --quiet .
	@"$(BIN)/mypy"

format: $(READY)
	@"$(BIN)/ruff" check --quiet --fix-only .
	@"$(BIN)/ruff" format --quiet .

bench: $(READY)
	@"$(BIN)/python" -m tests.benchmarks

$(READY): requirements.lock pyproject.toml
	@set -e; \
	if ! "$(BIN)/python" -c '$(NEW_ENOUGH)' 2>/dev/null || ! "$(BIN)/python" -m pip --version >/dev/null 2>&1; then \
		chosen=; \
		for candidate in $(if $(PYTHON),"$(PYTHON)",python3.11 python3); do \
			if "$$candidate" -c '$(NEW_ENOUGH)' 2>/dev/null; then chosen="$$candidate"; break; fi; \
		done; \
		if [ -z "$$chosen" ]; then \
			echo "hengli needs Python 3.11 or newer; found: $$("$(or $(PYTHON),python3)" --version 2>&1 || true)." >&2; \
			echo "Install one, or name it: make PYTHON=/path/to/python3.11" >&2; \
			exit 1; \
		fi; \
		"$$chosen" -m venv --clear "$(VENV)"; \
	fi; \
	echo "Setting up $(VENV) from requirements.lock; the first time takes a minute or two."; \
	$(PIP) install -qq --compile --only-binary :all: --require-hashes -r requirements.lock; \
	$(PIP) install -qq --no-deps --no-build-isolation --no-index -e .; \
	"$(BIN)/python" -m compileall -q $(PACKAGES) || true; \
	touch "$(READY)"

# The resolver works in an environment of its own and reads no pip settings, so that no local source gets into the lock.
lock:
	@set -e; \
	"$(or $(PYTHON),python3)" -m venv --clear .venv-lock; \
	.venv-lock/bin/python -m pip --disable-pip-version-check install --quiet uv; \
	.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --all-extras \
		--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --upgrade \
		--output-file requirements.lock pyproject.toml; \
	rm -rf .venv-lock

clean:
	@rm -rf "$(VENV)" .venv-lock build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +
