# Mess-Erprise. `make run` starts it, `make test` proves it; the rest is for developers.
#   make run PORT=8080 VAR_DIR=/somewhere DEMO_PASSWORD=…
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PY := .venv/bin/python
PYTEST := $(PY) -m pytest --durations=10
SPREAD := -n 2 --dist loadfile
# Two cores, four servers and a browser are not always in time: what fails is tried once more, and named in the summary.
AGAIN := --reruns 1 --reruns-delay 1
COMPILE := .venv/bin/uv pip compile --quiet --generate-hashes --python-version 3.11

.DEFAULT_GOAL := run
.PHONY: run test install-run install-test install-peers lint unit mariadb e2e soak soak-faults soak-walks bench messages compiled diagrams lock traces recorder

# --- For everybody -----------------------------------------------------------------------------

run: install-run
	@exec $(PY) -m messerprise.ops.supervisor

# Everything that must hold: on SQLite, then what touches the database on MariaDB, then in a browser on both.
test: install-test compiled lint unit mariadb e2e

install-run install-test install-peers: install-%:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, then run make again." >&2; exit 1; }
	@$(PYTHON) deploy/install.py $*

# --- Parts of the proof ------------------------------------------------------------------------

lint:
	$(PY) -m ruff check .
	$(PY) -m mypy .
	.venv/bin/lint-imports --no-cache
	for catalogue in locale/*/LC_MESSAGES/*.po; do msgfmt --check --output-file=/dev/null $$catalogue || exit 1; done

unit:
	node --test tests/node/*.test.mjs
	$(PYTEST) $(SPREAD) $(AGAIN) -m "not e2e and not soak"

mariadb:
	TEST_DATABASE=mariadb $(PYTEST) $(SPREAD) $(AGAIN) -m "not e2e and not soak"

e2e:
	$(PYTEST) $(SPREAD) $(AGAIN) -m e2e
	TEST_DATABASE=mariadb $(PYTEST) $(SPREAD) $(AGAIN) -m e2e

# The long proofs, about a quarter of an hour. Faults mostly wait; what computes all the time stands back for them.
soak: install-test compiled recorder
	$(MAKE) --jobs 2 --keep-going soak-faults soak-walks

soak-faults:
	TEST_DATABASE=mariadb $(PYTEST) $(SPREAD) --no-loadscope-reorder -m soak

soak-walks:
	nice $(PYTEST) -m soak --timeout 600

bench: install-test
	for benchmark in benchmarks/[a-z]*.py; do $(PY) $$benchmark || exit 1; done

# --- What is generated -------------------------------------------------------------------------

messages:
	$(PY) manage.py makemessages --locale it --no-obsolete --no-wrap --no-location --ignore '.venv*' --ignore node_modules --ignore tests --ignore var

compiled:
	$(PY) manage.py compilemessages --verbosity 0 --ignore '.venv*' --ignore node_modules

diagrams:
	$(PY) -m tests.architecture.states > docs/states.md

lock:
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
	$(COMPILE) requirements-aws.in --output-file requirements-aws.txt
	$(COMPILE) requirements-peers.in --output-file requirements-peers.txt

traces: install-test recorder
	$(PY) tests/recorder/record.py

recorder:
	npm ci --no-audit --no-fund --prefix tests/recorder
