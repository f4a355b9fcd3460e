"""Articles: the immutable text that every other table points into.

`read_article` and `read_articles` are the only places where text changes.  They undo line wrapping and repair encoding,
and tag what is not the article's own prose.  From then on ``article.text`` is fixed, and an offset from one table is
valid in all.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.cleaning import drop_page_marks, find_zones, plain, repair, unwrap
from analysis.formats import COLUMNS, READERS, Raw, cell, is_table, kind_of, read_rows

if TYPE_CHECKING:
    import pandas as pd

ZONES = ("headline", "byline", "standfirst", "body", "caption", "link", "note")
Zone = tuple[int, int, str]

_EXPECTED = "expected a text (.txt, .md), a saved web page (.html, .htm) or a PDF (.pdf)"


@dataclass(frozen=True)
class Article:
    r"""One article: an id, its clean text, and what is known about it.

    Parameters
    ----------
    article_id : str
        A key that is unique among the articles that are analysed together.
    text : str
        The text; a newline always ends a paragraph.  Offsets in every table count its characters from 0.
    title, source, date, url : str, optional
        What the file tells about the article.
    zones : tuple of (start, end, zone)
        Half-open spans that are not ordinary prose; `zone` is one of headline, byline, standfirst, body, caption,
        link and note.  Text outside every span is body.  Reading fills them by the rules of ``data/zones.csv``; where
        you see it otherwise, set your own with ``dataclasses.replace(article, zones=...)``.
    notes : tuple of str
        What reading had to repair, one sentence each.

    Raises
    ------
    ValueError
        If the id is empty, the text holds a lone surrogate (half a character), or a zone is not a known span.

    Examples
    --------
    >>> Article("a", "Read more: Oil\nIraq bought tanks.", zones=((0, 14, "link"),)).title is None
    True

    Zones are yours to overrule: here nothing is set apart.

    >>> import dataclasses
    >>> article = Article("a", "Read more: Oil\nIraq bought tanks.", zones=((0, 14, "link"),))
    >>> dataclasses.replace(article, zones=()).zones
    ()
    """

    article_id: str
    text: str
    _: KW_ONLY
    title: str | None = None
    source: str | None = None
    date: str | None = None
    url: str | None = None
    zones: tuple[Zone, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.article_id, str) or not self.article_id:
            raise ValueError(f"`article_id` must be a text of at least one character; not {self.article_id!r}.")
        if not isinstance(self.text, str):
            raise TypeError(f"`text` must be a str; not {type(self.text).__name__}.")
        for name in ("article_id", "text", "title", "source", "date", "url"):
            try:
                (getattr(self, name) or "").encode("utf8")
            except UnicodeEncodeError as error:
                raise ValueError(f"`{name}` of article {self.article_id!r} holds a lone surrogate at character {error.start}.") from None
        object.__setattr__(self, "zones", tuple(sorted((int(start), int(end), zone) for start, end, zone in self.zones)))
        object.__setattr__(self, "notes", tuple(self.notes))
        for start, end, zone in self.zones:
            if zone not in ZONES or not 0 <= start <= end <= len(self.text):
                raise ValueError(
                    f"Each of `zones` must be (start, end, zone) within the text, "
                    f"zone one of {', '.join(ZONES)}; not {(start, end, zone)!r}."
                )


def read_article(path: str | os.PathLike[str]) -> Article:
    r"""Read an article from a text file, a saved web page or a PDF, as clean text with its zones.

    Lines that a layout has wrapped are joined, words that it broke are mended, repeated page headers and page numbers
    are dropped, and paragraphs are separated by an empty line.  Text that is not wrapped keeps its lines.  The file is
    never touched.

    Parameters
    ----------
    path : path
        A text file (.txt, .text or no suffix; any encoding), Markdown (.md), a saved web page (.html, .htm; needs the
        extra ``html``) or a PDF with text in it (.pdf; needs the extra ``pdf``).

    Returns
    -------
    Article
        With the file's stem as `article_id`; title, date, source and url where the file tells them; the headline, where
        there is one, as `title` of a file that tells none; what had to be repaired in `notes`.  The day on which a PDF
        was made need not be the article's: it is in `notes`, not in `date`.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If there is no such file.
    ValueError
        If the file is of another kind, damaged, encrypted or without text.
    ImportError
        If the package that reads such files is not installed; the message says which command installs it.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "wrapped.txt")
    >>> _ = file.write_text("Iraq may buy air de-\nfense systems. Russia\nwould sell them.", encoding="utf8")
    >>> read_article(file).text
    'Iraq may buy air defense systems. Russia would sell them.'
    """
    return article_of(_record(Path(path)))


def _article(article_id: str, raw: Raw) -> Article:
    """An article from what a file holds: the one path from characters to zones."""
    text, repaired = repair(raw.text)
    text = plain(text)
    if raw.is_wrapped:
        text, dropped = drop_page_marks(text)
        text = unwrap(text)
    else:
        text, dropped = re.sub("\u00ad *\n?", "", text).replace("\f", "\n").strip(), []
    if not text.strip("\ufffd \n"):
        raise ValueError("is empty or holds no text; expected an article's text")
    known = {key: " ".join(plain(repair(value)[0]).split()) or None for key, value in raw.known.items() if value}
    zones = tuple((start, end, zone) for start, end, zone, _ in find_zones(text, known.get("title")))
    headline = next((text[start:end] for start, end, zone in zones if zone == "headline"), None)
    return Article(article_id, text, **{"title": headline, **known}, zones=zones, notes=(*raw.notes, *repaired, *dropped))


def read_articles(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | pd.DataFrame, *, on_error: str = "raise"
) -> list[Article]:
    """Read many articles: a folder, a list of files, or a table with a row for each.

    Parameters
    ----------
    source : path, list of paths, or DataFrame
        A folder, whose files are read in the order of their names (not those of its sub-folders, nor hidden ones); files
        as `read_article` reads them; a DataFrame or a table file (.csv, .jsonl, also .gz; .parquet, which needs the extra
        ``parquet``) with a column `text` and, where you have them, `article_id` (or `id`), `title`, `source`, `date`, `url`.
        Without an id, rows are numbered after the file's stem: "news-01".
    on_error : {"raise", "skip"}
        What cannot be read never stops the rest; at the end it is raised in one error, or skipped and told in one warning.

    Returns
    -------
    list of Article

    Raises
    ------
    ValueError
        If something cannot be read; the message has a line with the reason for each.  If an id stands twice.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"id": ["a", "b"], "text": ["Iraq buys tanks.", "Russia sells them."]})
    >>> [article.article_id for article in read_articles(table)]
    ['a', 'b']
    """
    if on_error not in ("raise", "skip"):
        raise ValueError(f"`on_error` must be one of 'raise', 'skip'; not {on_error!r}.")
    found: list[tuple[str, Article]] = []
    bad: list[str] = []
    for _, of_file in groupby(records(source), key=attrgetter("file")):
        for record in sorted(of_file, key=lambda record: not record.problem):
            try:
                found.append((record.place, article_of(record)))
            except (ValueError, ImportError) as error:
                bad.append(str(error))
    places: dict[str, list[str]] = {}
    for place, article in found:
        places.setdefault(article.article_id, []).append(place)
    double = [f"{key!r} ({', '.join(where)})" for key, where in places.items() if len(where) > 1]
    if double:
        raise ValueError(f"Each article must have an id of its own; these stand more than once: {'; '.join(double)}.")
    if bad:
        message = f"{len(bad)} of {len(bad) + len(found)} could not be read:\n" + "\n".join(f"- {reason}" for reason in bad)
        if on_error == "raise":
            raise ValueError(message)
        warnings.warn(message, stacklevel=2)
    return [article for _, article in found]


class Record(NamedTuple):
    """One article as its source holds it, not yet clean: a file's bytes, a row's cells, or the reason why there is none."""

    file: str
    article_id: str
    data: bytes = b""
    suffix: str = ""
    row: dict[str, str | None] | None = None
    n: int = 0  # the row's number, from 1
    problem: str = ""

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return f"{self.file}, row {self.n}" if self.n else self.file


def records(source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | pd.DataFrame) -> Iterator[Record]:
    """Go through a source, as `read_articles` takes it, in its order; little of it is in memory at a time."""
    table: Any = source if hasattr(source, "columns") else None  # a DataFrame, and pandas need not be loaded to see it
    if table is not None:
        if "text" not in table.columns:
            raise ValueError(f"The table must have a column 'text'; found {', '.join(map(str, table.columns)) or 'no rows'}.")
        yield from _numbered(table.to_dict("records"), "the table", "article", lambda: len(table))
        return
    for path in _paths(source):  # type: ignore[arg-type]
        try:
            if is_table(path) and path.is_file():
                yield from _numbered(read_rows(path), str(path), kind_of(path)[0], partial(_n_rows, path))
            else:
                yield _record(path)
        except (OSError, ValueError, ImportError) as error:
            told = str(error) if isinstance(error, OSError) else f"{path} {error}."
            yield Record(str(path), "", problem=told)


def count_records(source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | pd.DataFrame) -> int:
    """How many articles a source holds, lines that are none not counted."""
    if hasattr(source, "columns"):
        return len(source)  # type: ignore[arg-type]
    return sum(_n_rows(path) if is_table(path) else 1 for path in _paths(source))


def article_of(record: Record) -> Article:
    """Clean what a source holds; ValueError, or ImportError for a missing extra, with the place and the reason."""
    if record.problem:
        raise ValueError(record.problem)
    place = f"{record.place} ({record.article_id!r})" if record.row else record.place
    try:
        if record.row:
            known = {key: value for key, value in record.row.items() if key != "text"}
            raw = Raw(record.row["text"] or "", [], known)
        else:
            raw = READERS[record.suffix](record.data)
        return _article(record.article_id, raw)
    except ValueError as error:
        raise ValueError(f"{place} {error}.") from None
    except ImportError as error:
        raise ImportError(f"{place} cannot be read: {error}.") from None


def _record(path: Path) -> Record:
    """Load a file of one article."""
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; {_EXPECTED}; `read_articles` reads folders.")
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist; {_EXPECTED}.")
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise ValueError(f"{path} has the unknown suffix {path.suffix!r}; {_EXPECTED}.")
    return Record(str(path), path.stem, path.read_bytes(), suffix)


def _paths(source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> Iterable[Path]:
    if not isinstance(source, (str, os.PathLike)):
        return [Path(path) for path in source]
    folder = Path(source)
    if not folder.is_dir():
        return [folder]
    names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file() and not entry.name.startswith("."))
    if not names:
        raise ValueError(f"{folder} is an empty folder; {_EXPECTED}.")
    return (folder / name for name in names)


def _numbered(rows: Iterable[dict[str, Any] | str], place: str, stem: str, count: Callable[[], int]) -> Iterator[Record]:
    """A record for each row; one without an id has its number, with zeros for as many digits as the last one has."""
    n, digits = 0, 0
    for row in rows:
        if isinstance(row, str):
            yield Record(place, "", problem=f"{place}, {row}.")
            continue
        n += 1
        known = {key: cell(row.get(key)) for key in COLUMNS}
        article_id = known.pop("article_id") or known.pop("id")
        known.pop("id", None)
        if not article_id:
            digits = digits or len(str(count()))
            article_id = f"{stem}-{n:0{digits}}"
        yield Record(place, article_id, row=known, n=n)


def _n_rows(path: Path) -> int:
    """Rows of a table file; lines that are none, and what follows damage, do not count."""
    n = 0
    with suppress(OSError, ValueError):
        for row in read_rows(path):
            n += not isinstance(row, str)
    return n
