# Every target sets up what it needs: `make study` on a fresh machine is enough. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help study lab test check validate bench clean

VENV := .venv
READY := $(VENV)/.ready
BIN := $(VENV)/bin

help:  ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

study: $(READY)  ## the study of Semarang: results/semarang/report.html
	$(BIN)/karier study semarang

lab: $(READY)  ## JupyterLab on the notebooks
	$(BIN)/jupyter lab --ip=127.0.0.1 $(if $(filter 0,$(shell id -u)),--allow-root) notebooks

test: $(READY) check  ## style, types, structure and all tests
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(READY)  ## ruff, mypy, import-linter, notebooks stripped
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify notebooks/*.ipynb

validate: $(READY)  ## patterns, published results, calibration's truths: results/validation (half an hour)
	$(BIN)/karier validate-model --out results/validation
	$(BIN)/karier calibrate --out results/validation/calibration

bench: $(READY)  ## speed beside Mesa, NumPy and the machine's limit: results/bench/ratios.json (a quarter of an hour)
	$(BIN)/python -m benchmarks.bench

clean:  ## remove the environment, caches and results
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find results -mindepth 1 -not -name README.md -delete

$(READY): requirements.lock pyproject.toml tools/setup.sh
	sh tools/setup.sh $(VENV)
	@touch $(READY)
