# make install | demo | test: everything a fresh machine needs is set up on the way.
# Needed beforehand: Python 3.11 or newer with venv, and the distribution's package manager.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export UV_SYSTEM_CERTS := 1

.PHONY: install demo test lock clean

install: $(READY)

$(READY): requirements.lock pyproject.toml $(wildcard plugins/*/pyproject.toml)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { echo "This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements.lock > $(VENV)/uv.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(VENV)/uv.lock
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . $(foreach p,$(wildcard plugins/*/pyproject.toml),-e $(dir $(p)))
	@$(BIN)/python -m compileall -q core/mentoring plugins || true  # quicker to start, where it can be written at all
	@touch $(READY)

demo: $(READY)
	$(BIN)/mentoring demo $(ARGS)

test: $(READY)
	sh tests/set-up/chromium.sh
	sh tests/set-up/pgbouncer.sh
	$(BIN)/tox run $(ARGS)

# The lock names no registry. Run after a change to the dependencies in pyproject.toml.
lock:
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" --extra embedded --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .tox .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
