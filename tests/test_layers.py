"""The layers of ``analysis/``: a module imports only from lower ones, so that each can be read without what comes after it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import analysis

# Lowest first.  A name may stand here before its module does.
LAYERS = [
    {"files", "garbage", "lexicons", "quotations", "vader"},
    {"cleaning", "shapes"},
    {"formats"},
    {"articles", "invented"},
    {"model_cards", "segmentation", "spans", "uncertainty"},
    {"entries", "readings", "reporting", "triggers"},
    {"chunks"},
    {"constituents"},
    {"subjects"},
    {"nominals"},
    {"parses", "roles"},
    {"hits", "tags"},
    {"learning", "namesakes", "phrases", "speech"},
    {"traps"},
    {"referents"},
    {"scenes"},
    {"descriptions", "pronouns"},
    {"references"},
    {"actors", "corrections", "cues", "terms"},
    {"attributions", "speakers", "tone_words"},
    {"tone_clauses"},
    {"actions", "tone_features", "tone_models"},
    {"fit_tone", "tone"},
    {"sentiment"},
    {"canvas"},
    {"palette"},
    {"highlights", "tallies"},
    {"framing"},
    {"events", "methods", "plots", "relations", "samples", "standoff", "summaries"},
    {"codebook", "overview", "plots_groups", "plots_roles", "sensitivity", "shards"},
    {"validation"},
    {"corpora", "report_rows"},
    {"comparison", "report_figures"},
    {"report_findings", "report_index", "report_roles"},
    {"corpus", "report"},
    {"pages"},
    {"__main__"},
]
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
FOLDER = Path(analysis.__file__).parent
MODULES = {path.stem: path for path in sorted(FOLDER.glob("*.py")) if path.stem != "__init__"}


def imports(tree):
    """Every import that runs: ``(package, name)``, with no name for ``import package``.  Those for type checkers alone do not run."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(filter(None, ["analysis" if node.level else "", node.module]))
            yield from ((package, alias.name) for alias in node.names)
        yield from imports(node)


def siblings(tree):
    """Modules of ``analysis`` that a module imports; a public name stands for the module that defines it."""
    for package, name in imports(tree):
        if package == "analysis" and name:
            yield name if name in MODULES else getattr(getattr(analysis, name), "__module__", "").removeprefix("analysis.")
        elif package.startswith("analysis."):
            yield package.split(".")[1]


def test_imports_are_seen():
    lines = ["from .spans import x", "def f():", "    import analysis.terms", "    from analysis import find_cues, plots"]
    code = "\n".join([*lines, "if TYPE_CHECKING:", "    import analysis.framing"])
    assert list(siblings(ast.parse(code))) == ["spans", "terms", "cues", "plots"]


def test_every_module_has_its_layer():
    assert set(MODULES) <= set(LAYER)


@pytest.mark.parametrize("name", MODULES)
def test_imports_come_from_lower_layers(name):
    used = set(siblings(ast.parse(MODULES[name].read_text(encoding="utf-8"))))
    assert {other for other in used - {""} if LAYER[other] >= LAYER[name]} == set()


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"plots"}))
def test_only_plots_imports_matplotlib(name):
    packages = {package.split(".")[0] for package, _ in imports(ast.parse(MODULES[name].read_text(encoding="utf-8")))}
    assert "matplotlib" not in packages


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_one_idea(name):
    assert len(MODULES[name].read_text(encoding="utf-8").splitlines()) <= 400


def test_import_loads_nothing_heavy():
    code = "import analysis, sys; print(*{'matplotlib', 'nltk', 'numpy', 'pandas'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""
