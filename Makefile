# A thin wrapper: the commands live in tasks.py, which also runs where there is no make (`py tasks.py run` on Windows).
# More arguments go through ARGS: make test ARGS="-k actors"
COMMANDS := setup run test lab lint coverage pandas2 pythons large fuzz mutants audit bench intervals fit lock clean
.PHONY: help $(COMMANDS)

help:
	@echo "make run       execute the notebooks and write reports/"
	@echo "make test      tests, doctests, and every notebook against its stored outputs and figures"
	@echo "make lab       open the notebooks in JupyterLab"
	@echo "make lint      style, types, and what may run code from data"
	@echo "make coverage  which lines and branches the tests reach;  make mutants  which changes of the code they notice"
	@echo "make pandas2   every table under pandas 2 as well;  make pythons  under the other Pythons of this machine"
	@echo "make large     100 MB and 50,000 articles;  make fuzz  ten minutes of odd input;  make audit  known weaknesses of what is locked"
	@echo "make bench     speed and memory beside those of the usual packages"
	@echo "make intervals simulate articles: how often the intervals cover"
	@echo "make fit       fit the weights of the tone model to the data in a folder: make fit DATA=folder"
	@echo "make lock      renew requirements.lock;  make clean  remove what was made"

$(COMMANDS):
	@for python in $(PYTHON) python3 python python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exec $$python tasks.py $@ $(if $(filter fit,$@),$(DATA)) $(ARGS); fi; \
	done; \
	echo "Python 3.11 or newer is needed, and none was found as python3 or python (make $@ PYTHON=/path/to/python3.12 names another)." >&2; exit 2
