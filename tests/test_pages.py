import re
import shutil
from pathlib import Path

import nbformat
import pytest

from analysis.pages import _plain, execute, write_reports

ROOT = Path(__file__).parents[1]
CELLS = [
    nbformat.v4.new_markdown_cell("# Who is named?\n\n**Answer.** Two:\n\n- *Iraq*\n- [Iran](02-b.ipynb)\n\n**Text.** None.", id="answer"),
    nbformat.v4.new_code_cell("import matplotlib.pyplot as plt\nlines = plt.plot([1, 2])", id="line"),
    nbformat.v4.new_code_cell("'<script>alert(1)</script>'", id="text"),
]


def notebook(folder, name, cells):
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}), path)
    return path


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "seeds", root / "seeds")
    notebook(root / "notebooks", "01-a", CELLS)
    return write_reports(root / "notebooks", root / "reports").parent


def test_everything_is_written(reports):
    names = {str(path.relative_to(reports)) for path in reports.rglob("*") if path.is_file()}
    wanted = {"index.html", "report.html", "01-a.html", "figures/01-a-line.svg", "figures/01-a-line.png", "tables/mentions.csv"}
    assert wanted | {"tables/framing.csv"} <= {name.replace("\\", "/") for name in names}
    assert 'href="report.html"' in (reports / "index.html").read_text(encoding="utf8")
    assert "Two: Iraq Iran" in re.sub(r"\s+", " ", (reports / "index.html").read_text(encoding="utf8"))


def test_every_link_of_the_index_and_of_the_report_leads_to_a_file(reports):
    links = []
    for name in ("index.html", "report.html"):
        markup = re.sub(r"<script.*?</script>", "", (reports / name).read_text(encoding="utf8"), flags=re.DOTALL)
        links += [(name, link) for link in re.findall(r'<(?:a|img)\b[^>]*?(?:href|src)="([^"]+)"', markup)]
        ids = set(re.findall(r'\bid="([^"]+)"', markup))
        assert [link for page, link in links if page == name and link.startswith("#") and link[1:] not in ids] == []
    assert {"report.html", "01-a.html", "tables/mentions.csv", "#reading"} <= {link for _, link in links}
    assert [link for _, link in links if not link.startswith("#") and not (reports / link).is_file()] == []


def test_pages_ask_nothing_from_outside(reports):
    for page in reports.glob("*.html"):
        text = page.read_text(encoding="utf8")
        assert not re.findall(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["']?(?:https?:)?//[^>]*>""", text)
        assert not re.findall(r"@import|url\(['\"]?https?:", text)


def test_links_lead_to_pages_and_output_is_escaped(reports):
    text = (reports / "01-a.html").read_text(encoding="utf8")
    assert 'href="02-b.html"' in text
    assert "<script>alert(1)" not in text


def test_a_vector_figure_has_the_same_bytes_each_time(reports, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    again = execute(notebook(tmp_path, "01-a", CELLS), formats=("png", "svg"))
    assert again.cells[1].outputs[0]["data"]["image/svg+xml"] == (reports / "figures" / "01-a-line.svg").read_text(encoding="utf8")


def test_an_error_names_the_notebook(tmp_path):
    path = notebook(tmp_path, "bad", [nbformat.v4.new_code_cell("1 / 0", id="broken")])
    with pytest.raises(RuntimeError, match=r"bad\.ipynb, cell 'broken': ZeroDivisionError: division by zero"):
        execute(path)


def test_a_failed_assertion_shows_its_line(tmp_path):
    path = notebook(tmp_path, "bad", [nbformat.v4.new_code_cell("x = 1\nassert x == 2", id="check")])
    with pytest.raises(RuntimeError, match=r"bad\.ipynb, cell 'check': AssertionError: assert x == 2"):
        execute(path)


def test_plain():
    assert _plain("**A** and `b`:\n- [c](d.html)\n- e") == "A and b: c e"
