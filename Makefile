# `make help` says what there is.
VENV := .venv
PYTHON := $(VENV)/bin/python
export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export OMP_NUM_THREADS := 1
export PYTHONWARNINGS := ignore
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help run shell test train eval bench calibrate leaks lint setup widget widget-numbers screenshots clean

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: train widget ## Set up what is missing, start the coach, print its address
	@exec $(PYTHON) -m launch.supervisor

shell: train ## Talk to the coach in the terminal (rasa shell)
	@exec $(PYTHON) -m launch.shell

test: train widget ## Set up what is missing and run every check and test
	@tests/run

train: setup ## Train the model, if what it is made from changed
	@$(PYTHON) -m launch.train

leaks: setup ## Look for evaluation questions that stand in the training data too
	@$(PYTHON) -m bench.leaks

eval: train ## Measure answers on the questions of tests/nlu
	@$(PYTHON) -m bench.evaluate

bench: train ## Measure speed and memory, compare with other systems
	@$(PYTHON) -m bench.speed
	@$(PYTHON) -m bench.compare --skip rasa_init

calibrate: setup ## Find temperature and thresholds by cross-validation
	@$(PYTHON) -m bench.calibrate

lint: setup ## ruff, mypy, facts, rasa data validate
	@tests/lint

setup: $(VENV)/installed ## Install packages, build the fact store and the spaCy pipeline
	@$(VENV)/bin/coach prepare

$(VENV)/installed: requirements.lock pyproject.toml launch/install.sh
	@launch/install.sh $(VENV)

widget: ## Build the chat page, if Node 20 is there and its sources changed
	@launch/widget.sh

widget-numbers: train widget ## Print the widget's size and how long an answer takes in a browser
	@$(PYTHON) -m tests.browser numbers.mjs

screenshots: train widget ## Make pictures of the widget in every mode, theme and width, in screenshots/
	@SCREENSHOTS=$(CURDIR)/screenshots $(PYTHON) -m tests.browser screenshots.mjs

clean: ## Remove everything that was made, the conversations too
	rm -rf $(VENV) .coach models screenshots widget/dist widget/node_modules .rasa *.egg-info .mypy_cache .ruff_cache .pytest_cache
