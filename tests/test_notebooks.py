"""What holds for every committed notebook.  nbval compares the outputs that are stored; here it is held that they are."""

import ast
import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

ROOT = Path(__file__).parents[1]
SEED = "../seeds/000_6614e5132b03cbec.txt"
OTHER = """Lisbon and Rabat argue about fish

Portugal accused Morocco on Monday of letting trawlers into its waters, and warned that it might recall its ambassador.

“We will not be robbed,” Foreign Minister Ana Lopes said in Lisbon. Moroccan officials denied the charge. Rabat said that its boats had
stayed in Moroccan waters, and that Portuguese patrols had fired at two of them.

Spain, which shares the sea with both, offered to mediate. Madrid fears that the quarrel could hurt its own fleet. Spanish fishermen
praised Portugal for its patience.

According to the European Union, Morocco must release the crews. Perhaps it will do so this week. If it does not, Brussels would have
to act.
"""
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def source(cell):
    return "".join(cell["source"])


def statements(cell):
    return ast.parse(source(cell)).body


def kinds(cell):
    """Media types of a cell's outputs, and the names of its streams."""
    return {kind for output in cell["outputs"] for kind in output.get("data", {output.get("name", output["output_type"]): ""})}


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def cells(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


@pytest.fixture
def code(cells):
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_there_are_notebooks():
    assert PATHS


def test_opens_with_question_and_answer(cells):
    assert cells[0]["cell_type"] == "markdown"
    assert re.match(r"# .+\?\n", source(cells[0]))
    assert "**Answer.**" in source(cells[0])


def test_executed_in_order_from_a_fresh_kernel(code):
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))


def test_a_value_is_stored_where_a_cell_shows_one(code):
    silent = [source(cell) for cell in code if isinstance(statements(cell)[-1], ast.Expr) and not cell["outputs"]]
    assert silent == []


def test_a_figure_is_stored_where_a_cell_draws_one(code):
    drawing = [cell for cell in code if re.search(r"^[^#\n]*\bplot_\w+\(", source(cell), re.MULTILINE)]
    assert drawing
    assert [source(cell) for cell in drawing if "image/png" not in kinds(cell)] == []


def test_no_error_and_no_warning_is_stored(code):
    assert [source(cell) for cell in code if kinds(cell) & {"stderr", "error"}] == []


def test_closes_with_its_numbers_asserted(cells):
    assert cells[-1]["cell_type"] == "code"
    assert any(isinstance(statement, ast.Assert) for statement in statements(cells[-1]))


def test_names_no_folder_of_a_machine(cells):
    for cell in cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)  # base64 has slashes, too
    found = re.findall(r"(?<![\w.])/(?:home|Users|root|tmp|work|var|opt)/\S+|[A-Z]:\\+\w+\S*", json.dumps(cells))
    assert found == []
    assert str(ROOT) not in json.dumps(cells)


def test_links_lead_somewhere(cells):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", "\n".join(source(cell) for cell in cells if cell["cell_type"] == "markdown"))
    assert [target for target in targets if not (ROOT / "notebooks" / target).exists()] == []


def test_your_own_runs_on_another_article(tmp_path, monkeypatch):
    """In 10-your-own a reader changes the lines marked so, ten at most, and all but the last cell runs on another text."""
    cells = json.loads((ROOT / "notebooks" / "10-your-own.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "code" and cell["id"] != "check")
    (tmp_path / "own.txt").write_text("Mali and Chad met. Chad said Mali may buy arms.\n\nMali's army waits.", encoding="utf8")
    (tmp_path / "actors.csv").write_text("entry,actor\nMali,Mali\nChad,Chad\n", encoding="utf8")
    mine = {
        r"article = .*": 'article = read_article("own.txt")',
        r"actors = .*": 'actors = "actors.csv"',
        r"whom = .*": 'whom = "Mali"',
        r"    \[\"mentions\", .*": '    ["mentions", 49, 53, "change", "reading", "actor", "it is the state"],',
        r"phrases = .*": 'phrases = {"trade": ["buy"], "force": ["army", "arms"]}',
    }
    for line, own in mine.items():
        code, n = re.subn(rf"(?m)^{line}# yours$", own, code)
        assert n == 1
    assert code.count("# yours") + len(mine) <= 10
    monkeypatch.chdir(tmp_path)
    found = {}
    exec(code, found)
    assert found["corrected"].corrections["reason"].tolist() == [""]
    assert found["framing"].set_index("actor")["n_by_hand"].to_dict() == {"Mali": 1, "Chad": 0}
    assert found["labels"]["state"].tolist() == ["force", "trade"]
    assert found["ax"].get_title(loc="left") == "force is named most, 2 times"


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("path", [path for path in PATHS if path.stem[:2] <= "08"], ids=lambda path: path.stem)
def test_runs_on_an_article_of_ones_own(path, tmp_path, monkeypatch, capsys):
    """As README says: change the path, run all, and only the last cell fails, in which the numbers are held."""
    other = tmp_path / "other.txt"
    other.write_text(OTHER, encoding="utf8")
    monkeypatch.chdir(path.parent)
    cells = [source(cell) for cell in json.loads(path.read_text(encoding="utf8"))["cells"] if cell["cell_type"] == "code"]
    assert any(SEED in cell for cell in cells)
    names = {}
    for cell in cells[:-1]:
        exec(cell.replace(SEED, other.as_posix()), names)
    plt.close("all")
