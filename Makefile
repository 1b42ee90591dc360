# Everything is installed into .venv/ and nowhere else. Another Python: make PYTHON=python3.13 demo
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# The fork of Whoosh to fall back on; its tests run with this folder before all others.
FALLBACK := .venv/fallback

.PHONY: demo test bench format records clean

demo: $(READY)  ## Crawl the replica of the three sites, search and compare; SERVE=1 ends in a browser
	$(BIN)/python -m replica demo $(if $(SERVE),--serve)

test: $(READY) $(FALLBACK)  ## Every check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/webui/chromium.py
	$(BIN)/python -m pytest

bench: $(READY)  ## Every benchmark: make bench DATA=articles.jsonl.gz GOLD=gold/ (either may be left out)
	$(BIN)/python -m benchmarks --data '$(DATA)' --gold '$(GOLD)'

format: $(READY)  ## Put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## Remove the environment; data/ stays
	rm -rf .venv

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.13 demo" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $@

$(FALLBACK): $(READY)
	rm -rf $@
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target $@ whoosh-reloaded==2.7.5
	touch $@
