"""The pages of ``make run``: notebooks executed from a fresh kernel, as HTML with their figures and tables, and a report.

Run as ``python -m analysis.pages NOTEBOOKS [REPORTS]``; without a folder for reports the notebooks are executed in place.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"


def execute(path: Path, *, formats: tuple[str, ...] = ("png",)) -> Any:
    """Execute a notebook from a fresh kernel in its own folder; its figures come in the given formats."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as settings:
        profile = Path(settings, "profile_default")
        profile.mkdir()
        config = f"c.InlineBackend.figure_formats = {set(formats)!r}\nc.InlineBackend.rc = {{'svg.hashsalt': 'framing-analysis'}}\n"
        profile.joinpath("ipython_kernel_config.py").write_text(config, encoding="utf8")
        environment = {**os.environ, "IPYTHONDIR": settings, "SOURCE_DATE_EPOCH": "0"}  # an SVG tells no date
        client = NotebookClient(
            notebook,
            timeout=600,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
            record_timing=False,  # the same notebook gives the same bytes
            extra_arguments=["--IPKernelApp.log_level=40"],  # errors only
        )
        try:
            client.execute(env=environment)
        except CellExecutionError as error:
            failed = next(cell for cell in notebook.cells if any(o.output_type == "error" for o in cell.get("outputs", [])))
            line = re.findall(r"^-+> *\d+ (.+)$", re.sub(r"\x1b\[[\d;]*m", "", error.traceback), re.MULTILINE)[:1]
            what = f"{error.ename}: {error.evalue or ''.join(line)}"
            raise RuntimeError(f"{path.name}, cell {failed.id!r}: {what}") from None
    notebook.metadata["language_info"] = {"name": "python"}  # the version of this machine says nothing to a reader
    return notebook


def figures_of(notebook: Any, stem: str) -> list[dict[str, Any]]:
    """Figures of an executed notebook: a name, a caption from the sentence before it and the data by format."""
    found, caption = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            caption = re.split(r"(?<=[.?:]) ", _plain(cell.source))[0].rstrip(":")
            continue
        images = [output["data"] for output in cell.outputs if "image/png" in output.get("data", {})]
        for k, data in enumerate(images):
            name = f"{stem}-{cell.id}" + (f"-{k + 1}" if len(images) > 1 else "")
            found.append({"stem": name, "title": caption, "page": f"{stem}.html", "is_score": cell.id == "score", "data": data})
    return found


def page(notebook: Any, stem: str, title: str) -> str:
    """One notebook as a page that asks nothing from outside."""
    from nbconvert import HTMLExporter

    for cell in notebook.cells:
        if cell.cell_type == "markdown":  # links between notebooks become links between pages
            cell.source = re.sub(r"\]\((\d\d-[\w-]+)\.ipynb", r"](\1.html", cell.source)
    exporter = HTMLExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="notebook", embed_images=True)
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return str(body)


def write_seeds(seeds: Path, folder: Path) -> dict[str, Any]:
    """Write every table of the analysis of the seed articles as CSV, and their report; say what was written, for the index."""
    from analysis import analyze, read_article, summarize_framing, write_report
    from analysis.files import csv_of
    from analysis.report_rows import tables_of

    analysis = analyze([read_article(path) for path in sorted(seeds.glob("*.txt"))])
    tables = {**tables_of(analysis), "framing": summarize_framing(analysis)}
    (folder / "tables").mkdir(parents=True)
    for name, table in tables.items():
        (folder / "tables" / f"{name}.csv").write_bytes(csv_of(table))
    report = write_report(analysis, folder / ("report.html" if len(analysis.texts) == 1 else "report"))
    return {
        "tables": [{"file": f"{name}.csv", "rows": len(table)} for name, table in tables.items()],
        "report": report.relative_to(folder).as_posix(),
    }


def _plain(markdown: str) -> str:
    """Text of a short piece of Markdown, list items as sentences that follow each other."""
    text = re.sub(r"^- ", "", markdown, flags=re.MULTILINE)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).translate(str.maketrans("\n", " ", "*`"))


def write_reports(notebooks: Path, reports: Path) -> Path:
    """Write pages, figures, tables and their index; the folder is replaced whole once everything succeeded."""
    from jinja2 import Environment, FileSystemLoader

    building, old = (reports.with_name(f"{reports.name}.{name}") for name in ("building", "old"))
    if old.exists() and not reports.exists():  # a run was killed between the two renamings below
        old.rename(reports)
    shutil.rmtree(building, ignore_errors=True)
    (building / "figures").mkdir(parents=True)
    pages, figures = [], []
    paths = sorted(notebooks.glob("*.ipynb"))
    for k, path in enumerate(paths):
        print(f"[{k + 1}/{len(paths)}] {path.name}", flush=True)
        notebook = execute(path, formats=("png", "svg"))
        opening = notebook.cells[0].source
        title = opening.splitlines()[0].lstrip("# ")
        answer = re.search(r"\*\*Answer\.\*\*\s*(.+?)(?=\n\n\*\*|\Z)", opening, re.DOTALL)
        pages.append({"file": f"{path.stem}.html", "title": title, "answer": _plain(answer[1] if answer else "")})
        for figure in figures_of(notebook, path.stem):
            data = figure.pop("data")
            (building / "figures" / f"{figure['stem']}.png").write_bytes(base64.b64decode(data["image/png"]))
            (building / "figures" / f"{figure['stem']}.svg").write_text(data["image/svg+xml"], encoding="utf8")
            figures.append(figure)
        (building / f"{path.stem}.html").write_text(page(notebook, path.stem, title), encoding="utf8")
    print("report", flush=True)
    of_seeds = write_seeds(notebooks.parent / "seeds", building)
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    index = environment.get_template("index.html.j2").render(pages=pages, figures=figures, **of_seeds)
    (building / "index.html").write_text(index, encoding="utf8")
    shutil.rmtree(old, ignore_errors=True)
    if reports.exists():
        reports.rename(old)
    building.rename(reports)
    shutil.rmtree(old, ignore_errors=True)
    return reports / "index.html"


def main() -> None:
    """Execute the notebooks, and write the pages if a folder for them is given."""
    import nbformat

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", type=Path)
    parser.add_argument("reports", type=Path, nargs="?")
    arguments = parser.parse_args()
    try:
        if arguments.reports:
            print(f"Wrote {write_reports(arguments.notebooks.resolve(), arguments.reports.resolve())}")
        else:
            for path in sorted(arguments.notebooks.glob("*.ipynb")):
                print(path.name, flush=True)
                nbformat.write(execute(path.resolve()), path)
    except RuntimeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
