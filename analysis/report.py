"""Report: an article as one HTML page that is read, clicked, printed and sent; no page asks anything from outside.

A page holds the article with its layers, the figures, every table, and the method.  A file is written whole or not at all.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

import analysis as package
from analysis.canvas import FEW_MENTIONS
from analysis.files import FORMULA, write_whole
from analysis.framing import Analysis
from analysis.highlights import article_html, find_marks, known, rows_of, show_evidence, tag, template
from analysis.methods import methods_paragraph
from analysis.report_figures import plural, profile, score, signed
from analysis.report_findings import findings
from analysis.report_index import overview
from analysis.report_roles import BESIDE
from analysis.report_rows import Sheet, sheets, tables_of
from analysis.sensitivity import _robustness

LAYERS_ON = ("actors", "voices", "sentiment")
SPEAKERS = ("actor", "state")  # what a reader may change in the table of speakers, which is no layer of its own
LIMITS = (
    "What is measured are indicators; what they add up to (a problem, its cause, a judgement, a remedy) is a reader’s interpretation. "
    "Headline, standfirst, captions, links and notes are shown in the article and left out of the numbers.",
    "Counts are facts of this text. An interval is no statement about the author or the outlet. Where a finding does not hold under every "
    "choice, the choices that change its rank or sign are named beside it. A state with fewer than "
    f"{FEW_MENTIONS} mentions is for reading one by one, not for ranking.",
    "The tool errs: names it does not know, irony, speech given to the wrong person. Check the sentences behind a number before you "
    "publish it, and correct what is wrong. It judges no article’s truth and no author’s intent.",
)


def write_report(analysis: Analysis, path: str | os.PathLike[str]) -> Path:
    """Write an analysis as HTML that needs nothing else: a page an article, and an index that compares several.

    Parameters
    ----------
    analysis : Analysis
    path : path
        A file (.html) for one article; a folder for several, made if it is missing.

    Returns
    -------
    Path
        The page, or the index.

    Raises
    ------
    ValueError
        If there is no article, or `path` is a file where a folder is needed, or the reverse.

    Examples
    --------
    >>> import tempfile
    >>> from analysis import Article, analyze
    >>> page = write_report(analyze(Article("a", "Iraq may buy Russian tanks.")), Path(tempfile.mkdtemp(), "a.html"))
    >>> "Iraq" in page.read_text(encoding="utf8")
    True
    """
    *_, last = write_pages(analysis, path)
    return last


def write_pages(analysis: Analysis, path: str | os.PathLike[str]) -> Iterator[Path]:
    """Write what `write_report` writes, and give each file as soon as it is there; the last is what a reader opens."""
    path, own = Path(path), sheets(analysis, _robustness(analysis))
    is_page = path.suffix.lower() in (".html", ".htm")
    if not own:
        raise ValueError("`analysis` must hold an article; it is empty.")
    if is_page != (len(own) == 1) or (is_page and path.is_dir()) or (not is_page and path.is_file()):
        wanted = "a file that ends in .html, for one article" if len(own) == 1 else f"a folder, for {len(own)} articles"
        raise ValueError(f"`path` must be {wanted}; not {path}.")
    if is_page:
        yield write_whole(path, page(own[0]).encode())
        return
    path.mkdir(parents=True, exist_ok=True)
    names = [f"{k:0{len(str(len(own)))}}-{file_name(sheet.article_id)}.html" for k, sheet in enumerate(own, 1)]
    for name, sheet in zip(names, own, strict=True):
        yield write_whole(path / name, page(sheet, home="index.html").encode())
    yield write_whole(path / "index.html", index(own, names).encode())


def file_name(text: str) -> str:
    """Return a text as part of a file name: letters, digits, "_" and "-", at most 60.

    Examples
    --------
    >>> file_name("../a b:<c>")
    'a-b-c'
    """
    return re.sub(r"[^\w-]+", "-", text).strip("-")[:60].strip("-") or "article"


# ---------------------------------------------------------------------------------------------------------------- a page
@cache
def _environment() -> Any:
    from jinja2 import Environment, FunctionLoader

    return Environment(loader=FunctionLoader(template), autoescape=True, keep_trailing_newline=True)


def page(sheet: Sheet, *, home: str = "") -> str:
    """Return the page of an article."""
    analysis, article = sheet.analysis, sheet.analysis.articles.iloc[0]
    title = _title(sheet)
    js = template("view.js") + template("page.js")
    url = known(article["url"])
    shown = [layer for layer in sheet.layers if layer.name != "sentiment"]
    return str(
        _environment()
        .get_template("page.html.j2")
        .render(
            title=title,
            home=home,
            policy=_policy(js),
            css=template("view.css") + template("page.css") + sheet.colors[1],
            js=js,
            meta=[
                *filter(None, (sheet.article_id, known(article["source"]), known(article["date"]))),
                plural(len(analysis.tokens), "word"),
                plural(len(analysis.sentences), "sentence"),
                *_by_hand(analysis),
            ],
            link=url if re.match(r"https?://[^\s]+$", url) else "",
            findings=findings(sheet),
            score=score(sheet),
            profile=profile(sheet),
            layers=[
                {"name": each.name, "title": each.title, "n": len(sheet.tables[each.table]), "on": each.name in LAYERS_ON}
                for each in sheet.layers
            ],
            layers_on=" ".join(each.name for each in sheet.layers if each.name in LAYERS_ON),
            article=article_html(
                analysis.sentences,
                sheet.text,
                find_marks(sheet.tables, sheet.colors[0], [each.name for each in shown]),
                margin=_beats(sheet),
            ),
            figures="".join(each.draw(sheet) for each in BESIDE if each.table in sheet.tables),
            tables=[{"name": name, "n": len(table)} for name, table in sheet.tables.items()],
            method=[methods_paragraph(analysis), *LIMITS],
            n_chars=f"{len(sheet.text):,}",
            digest=article["digest"],
            citation=f"The framing-analysis developers: framing-analysis {package.__version__}, MIT licence. "
            f"Report on “{title}”, text {article['digest'][:16]}.",
            lists=_lists(analysis),
            data=page_data(sheet),
        )
    )


def _title(sheet: Sheet) -> str:
    """Title of an article, else its first line where that is none of the body, else its id."""
    first = sheet.analysis.sentences.head(1)
    lines = first.loc[first["zone"].isin(["headline", "standfirst"]), "text"].tolist()
    return known(sheet.analysis.articles["title"].iloc[0]).strip() or next(iter(lines), sheet.article_id)


def _by_hand(analysis: Analysis) -> list[str]:
    """Tell how many rows were corrected by hand."""
    n = sum(int(table["correction"].notna().sum()) for table in tables_of(analysis).values() if "correction" in table)
    return [f"{plural(n, 'row')} checked or corrected by hand"] if n else []


def _policy(js: str) -> str:
    """Say what a page may do: run this script, and load nothing."""
    digest = base64.b64encode(hashlib.sha256(js.encode()).digest()).decode()
    script = f"script-src 'sha256-{digest}'; " if js else ""
    return f"default-src 'none'; {script}style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def _beats(sheet: Sheet) -> Any:
    """Return the function that draws what stands in the margin beside a sentence: its number, and its sentiment as a bar."""
    scores = sheet.analysis.sentiment["compound_masked"].to_numpy()

    def beat(i: int) -> str:
        value = 0.0 if pd.isna(scores[i]) else float(scores[i])
        left, width = (50 + 50 * min(value, 0), abs(50 * value))
        bar = tag("rect", x=f"{left:.0f}%", y=3, width=f"{width:.0f}%", height=8, class_="full") if width >= 1 else ""
        zero = tag("line", x1="50%", x2="50%", y1=0, y2=14, class_="bar")
        place = sheet.place(f"sentence/{i}", f"Sentence {i}, sentiment {signed(value)}", "sentences", [i])
        return place.button(
            tag("svg", zero, bar, aria_hidden="true"), element="span", class_=f"beat {'down' if value < 0 else 'up'}", data_tag=i
        )

    return beat


def page_data(sheet: Sheet, names: tuple[str, ...] | None = None) -> str:
    """Return the tables as JSON that can stand in a page."""
    layers = {layer.table: layer for layer in sheet.layers}
    tables: dict[str, dict[str, Any]] = {}
    for name, table in sheet.tables.items():
        if names is not None and name not in names:
            continue
        rows = table.drop(columns="article_id")
        cells = rows.astype(object).where(rows.notna(), None).to_numpy().tolist()
        tables[name] = {"name": name, "columns": list(rows), "rows": cells}
        if layer := layers.get(name):
            found = rows_of(sheet.tables, layer)
            choices = {column: _choices(table[column]) for column in layer.editable}
            own = {"prefix": layer.prefix, "layer": layer.name, "title": layer.title, "noun": layer.noun}
            tables[name] |= {**own, "found": [layer.found(row) for row in found], "editable": choices or None}
        elif name == "speakers":
            tables[name]["editable"] = {column: _choices(table[column]) for column in SPEAKERS}
    sentences = sheet.analysis.sentences[["sent_id", "start", "end"]].to_numpy().tolist()
    article = sheet.analysis.articles.iloc[0]
    known_of = {"article_id": sheet.article_id, "digest": article["digest"], "file": file_name(sheet.article_id), "text": sheet.text}
    known_of["formula"] = FORMULA
    text = json.dumps({**known_of, "sentences": sentences, "tables": tables}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _choices(column: pd.Series) -> list[str]:
    """Values that a reader may choose from; of numbers any."""
    if pd.api.types.is_float_dtype(column):
        return []
    values = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column.dropna().unique()
    return sorted(str(value) for value in values)


def _lists(analysis: Analysis) -> list[dict[str, Any]]:
    """Give the word lists of the package, and the actors that were looked for, with their size and digest."""
    texts = {
        item.name[:-4]: item.read_text(encoding="utf8") for item in (files("analysis") / "data").iterdir() if item.name.endswith(".csv")
    }
    texts["actors, as used"] = analysis.actors.to_csv(index=False, lineterminator="\n")
    return [
        {"name": name, "n": sum(1 for _ in csv.reader(io.StringIO(text))) - 1, "digest": hashlib.sha256(text.encode()).hexdigest()[:16]}
        for name, text in sorted(texts.items())
    ]


def index(own: list[Sheet], names: list[str]) -> str:
    """Return the page that compares articles, each linked to its page."""
    return str(
        _environment()
        .get_template("index.html.j2")
        .render(
            policy=_policy(""),
            css=template("view.css") + template("page.css"),
            title=f"How {len(own)} articles frame the countries they name",
            version=package.__version__,
            **overview(own, [_title(sheet) for sheet in own], names),
        )
    )


# ------------------------------------------------------------------------------------------------------------ in notebooks
class Shown:
    """HTML that a notebook shows."""

    def __init__(self, content: str) -> None:
        self._content = content

    def _repr_html_(self) -> str:
        return self._content

    def __repr__(self) -> str:
        return "HTML, shown in a notebook"


def highlight(evidence: pd.DataFrame) -> Shown:
    """Show a table of `evidence` in a notebook, the marked words in their sentences.

    Examples
    --------
    >>> from analysis import Article, analyze, evidence
    >>> analysis = analyze(Article("a", "Moscow may sell."))
    >>> "<mark>may</mark>" in highlight(evidence(analysis, analysis.cues))._repr_html_()
    True
    """
    return Shown(show_evidence(evidence))


def explore(analysis: Analysis) -> Shown:
    """Show an article in a notebook as a score that can be clicked: each note opens its sentence.

    It needs no kernel, so that it works in the notebook's HTML as well.  Of several articles the first is shown.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> 'data-key="mention/0"' in explore(analyze(Article("a", "Moscow may sell.")))._repr_html_()
    True
    """
    own = sheets(analysis)
    if not own:
        raise ValueError("`analysis` must hold an article; it is empty.")
    sheet = own[0]
    names = [layer.name for layer in sheet.layers if layer.name != "sentiment"]
    content = (
        _environment()
        .get_template("explore.html.j2")
        .render(
            css=template("view.css") + sheet.colors[1],
            js=template("view.js"),
            layers=[layer for layer in sheet.layers if layer.name in names],
            score=score(sheet),
            article=article_html(sheet.analysis.sentences, sheet.text, find_marks(sheet.tables, sheet.colors[0], names)),
            data=page_data(sheet, tuple(layer.table for layer in sheet.layers)),
        )
    )
    return Shown(content)
