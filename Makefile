# make run: install, import seeds/, serve.   make test: install, run every test.   make help: all targets.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto

.PHONY: help run test lint types unit slow coverage plain exactness equality equality-distributed confidence structure relevance proofing overlap producers crash bench bench-hundred load pictures cluster test-distributed looks scans fuzz lock clean install fidelity bundle frozen deb test-bundle test-deb test-server test-container test-upgrade test-sign-on security

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 20

# One stamp for each lock file: a second run finds it and downloads nothing.
$(VENV)/.run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Baogao needs Python 3.11 or newer; PYTHON=/path/to/python3 names one. 需要 Python 3.11 以上，可用 PYTHON= 指明。"; exit 1; }
	@echo "[1/3] $$($(PYTHON) --version) → $(VENV)    建立 Python 环境"
	@$(PYTHON) -m venv $(VENV)
	@echo "[2/3] $$(grep -c == requirements.txt) libraries, once: a minute or a few    安装组件，仅第一次，约需几分钟"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@echo "[3/3] Baogao    安装报告库"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.run  ## install into .venv

run: $(VENV)/.run  ## import seeds/ and serve the page on 127.0.0.1:PORT
	@echo "Data 数据: $$($(BIN)/python -c 'from indexer.settings import home_of; print(home_of(None))')    (BAOGAO_HOME)"
	@echo "The five samples 导入五篇样例 …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/baogao add seeds
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/baogao serve --port $(PORT)

test: lint types unit plain  ## everything that must hold, in under eight minutes

lint: $(VENV)/.dev  ## ruff: form and rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## mypy, strict
	$(BIN)/mypy

# On CI what failed is run once more, alone and one after the other: what passes then is unsteady and is printed as such,
# a fault to be mended, but no verdict on the change. A fault that is one fails twice. Only failed tests (1) are run again:
# a run that ended in another way keeps its own code.
ifdef CI
AGAIN = || { code=$$?; [ $$code -eq 1 ] || exit $$code; echo "--- failed; the same tests once more, alone"; \
	  PATH="$(CURDIR)/$(BIN):$$PATH" \
	  $(BIN)/python -m pytest -n 0 -v --last-failed --last-failed-no-failures none --timeout 900 tests; }
endif

unit: $(VENV)/.dev  ## the tests
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n $(JOBS) --budget --durations 20 --durations-min 3 -m "not slow and not distributed and not looks and not deployment" tests $(AGAIN)

SLOW := not deployment and not distributed and not looks and slow
slow: $(VENV)/.dev  ## the proofs of over three seconds that have no target of their own
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n $(JOBS) -m "$(SLOW)" tests --ignore tests/archive/readers/test_scans.py --ignore tests/system/test_exactness_corpus.py --ignore tests/system/test_index_equality.py --ignore tests/archive/readers/test_reader_fuzz.py $(AGAIN)

coverage: $(VENV)/.dev  ## branch coverage a folder, to docs/quality.md
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -q -n $(JOBS) --cov --cov-branch --cov-report= -m "not slow and not distributed and not looks and not deployment" tests
	$(BIN)/python docs/make_quality.py

looks: $(VENV)/.dev  ## every page in the looks that make test leaves out
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n $(JOBS) -m looks tests/web/browser $(AGAIN)

PLAIN := tests/indexer/cli/test_commands.py tests/system/test_exactness.py tests/indexer/index/test_engine_contract.py tests/archive/test_ingest.py tests/indexer/search/test_searcher.py
plain: $(VENV)/.dev  ## the same answers with the binary accelerator hidden
	export PYTHONPATH="$(CURDIR)/tests/hidden" BAOGAO_HIDDEN=1; $(BIN)/python -m pytest -n $(JOBS) -m "not slow and not distributed" $(PLAIN) tests/system/test_hidden.py $(AGAIN)

scans: $(VENV)/.dev  ## real pages in every position, each kind of picture, recognised
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 0 -m slow tests/archive/readers/test_scans.py

exactness: $(VENV)/.dev  ## 800 phrases over all text files of the open corpus
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -m slow tests/system/test_exactness_corpus.py -s

confidence: $(VENV)/.dev  ## of the values called sure and doubtful, how many are right on labelled documents; docs/confidence.md
	$(BIN)/python -m tests.archive.masthead.confidence

equality: $(VENV)/.dev  ## 1,600 pages of positions and of the last program with FTS5 over the open corpus, or TIMES=10 of it: none may differ
	BAOGAO_EQUALITY_TIMES=$(TIMES) PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 0 -m slow tests/system/test_index_equality.py -s

equality-distributed: $(VENV)/.dev  ## 1,900 questions of a cluster and of the embedded engine over the open corpus: none may differ
	BAOGAO_EQUALITY_FULL=1 PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 0 -m distributed --timeout 7200 tests/distributed/test_equality.py -s

overlap: $(VENV)/.dev  ## copies planted into real reports: found, and alarms, to docs/overlap.md
	$(BIN)/python -m bench.planted_copies --write

proofing: $(VENV)/.dev  ## errors planted into real reports: found, and alarms, to docs/proofing.md
	$(BIN)/python -m bench.proofing --write

relevance: $(VENV)/.dev  ## fifty judged questions over the open corpus: what comes first; docs/relevance.md
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 0 -m slow tests/system/test_relevance.py -s -q

structure: $(VENV)/.dev  ## titles, dates, headings, parts held against 120 labelled texts of the open corpus; docs/structure.md
	$(BIN)/python -m tests.structure

# A peer without a wheel for this machine is named as missing in the table, as one without its Debian package is.
$(VENV)/.bench: requirements-bench.txt $(VENV)/.run
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

producers: $(VENV)/.dev  ## one report by every program here that writes pdf, docx or xlsx, each read back; docs/producers.md
	$(BIN)/python -m tests.producers $(PROGRAMS)

crash: $(VENV)/.dev  ## kills, faults, power cuts, damages and fuzz in full: some forty minutes; docs/durability.md
	@rm -f build/crash.txt; mkdir -p build
	BAOGAO_CRASH=full BAOGAO_FIGURES=build/crash.txt PATH="$(CURDIR)/$(BIN):$$PATH" \
	  $(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/crash; code=$$?; cat build/crash.txt; exit $$code

bench: $(VENV)/.bench  ## speed beside the peers, and ten times the corpus; writes docs/bench.md and its picture
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m bench
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m bench --ten

bench-hundred: $(VENV)/.dev  ## the corpus a hundred times on one machine (TIMES=30 for less): hours; prints rows of docs/scale.md
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m bench.hundred $(TIMES)

fidelity: $(VENV)/.dev  ## what readers lose, add, move, beside second opinions (LibreOffice, pdftotext); writes the table of docs/formats.md
	$(BIN)/python -m bench.fidelity

load: $(VENV)/.dev  ## 50 searchers and one importer for ten minutes; LOAD="--seconds 60" for less
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m bench.load $(LOAD)

pictures: $(VENV)/.dev  ## the READMEs' pictures, of the real page (needs Chromium)
	$(BIN)/python docs/make_pictures.py

cluster: $(VENV)/.dev  ## three OpenSearch nodes on loopback, until Ctrl+C (needs a JDK from 21 on, and Maven)
	$(BIN)/python -m tests.distributed.cluster

test-distributed: $(VENV)/.dev  ## the contract, exactness and faults on three nodes and PostgreSQL
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n 0 -m distributed --timeout 900 tests $(AGAIN)

# Its libraries lie apart: a fuzzer of addresses wants other versions than we do.
build/security/.made: tests/security/requirements.txt
	$(PYTHON) -m venv build/security
	build/security/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/security/requirements.txt
	@touch $@

security: $(VENV)/.dev build/security/.made  ## bandit, pip-audit (asks a service), schemathesis with and without login; docs/security.md
	$(BIN)/python -m tests.security.static_findings build/security/bin
	$(BIN)/python -m tests.security.api_fuzzing build/security/bin/schemathesis

bundle: $(VENV)/.dev  ## folders and wheels for machines without a network, to build/bundle (PLATFORMS="linux-x86_64 …")
	$(BIN)/python -m indexer.packaging bundle $(PLATFORMS)

frozen: $(VENV)/.dev  ## a folder with an interpreter of its own for this machine, to build/frozen
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} PYTHONHASHSEED=0 $(BIN)/python -m PyInstaller --noconfirm --log-level WARN \
	  --distpath build/frozen --workpath build/frozen-work docs/deploy/frozen/baogao.spec
	cp docs/deploy/launchers/start.sh build/frozen/启动报告库.sh && chmod 755 build/frozen/启动报告库.sh

test-bundle: frozen  ## the bundle built twice, and each folder used in a network namespace without a network (root, Linux)
	$(BIN)/python -m pytest -n 0 -m deployment --timeout 14400 -s tests/deployment/test_folders.py

deb: $(VENV)/.dev  ## a Debian package with all its libraries, to build/deb (needs dpkg-deb)
	$(BIN)/python -m indexer.packaging deb --to build/deb

DEPLOYED := $(BIN)/python -m pytest -n 0 -m deployment --timeout 14400 -s
test-deb: deb  ## the package installed and used in a clean Debian, also under its systemd (root, debootstrap)
	$(DEPLOYED) tests/deployment/test_debian.py

test-server: $(VENV)/.dev  ## the unit, and Baogao behind nginx and Caddy with TLS (apt-get install nginx caddy)
	$(DEPLOYED) tests/deployment/test_server.py

test-container: deb  ## the image built and used without a network (root, buildah, debootstrap)
	$(DEPLOYED) tests/deployment/test_container.py

test-upgrade: $(VENV)/.dev  ## archives that three earlier commits made, opened by this one, and the way back
	$(DEPLOYED) tests/deployment/test_upgrade.py

test-sign-on: $(VENV)/.dev  ## a real OpenID Connect provider (npm) in Chromium, a real LDAP directory (apt-get install slapd), dex before it (Go)
	$(DEPLOYED) tests/deployment/test_openid_connect.py tests/deployment/test_ldap.py tests/deployment/test_dex.py

fuzz: $(VENV)/.dev  ## 2,000 damaged files a format, FUZZ_INPUTS=N for more
	FUZZ_INPUTS=$${FUZZ_INPUTS:-2000} $(BIN)/python -m pytest -n $(JOBS) --timeout 3600 tests/archive/readers/test_reader_fuzz.py

lock:  ## compile the lock files anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --all-extras --group dev -c requirements.txt -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --group bench -c requirements.txt -o requirements-bench.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url pyproject.toml --extra ocr --extra metrics --extra oidc --extra ldap --extra cert -c requirements-dev.txt -o docs/deploy/requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --group security -o tests/security/requirements.txt

clean:  ## remove what make made
	rm -rf $(VENV) build *.egg-info
