# A thin wrapper: the commands live in tasks.py, which also runs where there is no make (`py tasks.py run` on Windows).
# More arguments go through ARGS: make test ARGS="-k actors"
COMMANDS := setup run test lab lint bench intervals fit lock clean
.PHONY: help $(COMMANDS)

help:
	@echo "make run   execute the notebooks and write reports/"
	@echo "make test  tests, doctests, and every notebook against its stored outputs and figures"
	@echo "make lab   open the notebooks in JupyterLab"
	@echo "make bench     speed and memory beside those of the usual packages"
	@echo "make intervals  simulate articles: how often the intervals cover"
	@echo "make fit   fit the weights of the tone model to the data in a folder: make fit DATA=folder"
	@echo "make lint  style and types;  make lock  renew requirements.lock;  make clean  remove what was made"

$(COMMANDS):
	@for python in $(PYTHON) python3 python python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exec $$python tasks.py $@ $(if $(filter fit,$@),$(DATA)) $(ARGS); fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none was found as python3 or python (make $@ PYTHON=/path/to/python3.12 names another)." >&2; exit 2
