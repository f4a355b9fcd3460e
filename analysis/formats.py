"""Formats: the raw text that a file holds, and what the file tells about it.

One reader a kind of file.  They know nothing of articles; `articles` cleans what they return.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from analysis.cleaning import append, decode

_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|rtf|odt|txt|html?)$|^Microsoft Word - |^untitled", re.IGNORECASE)


class Raw(NamedTuple):
    """What a reader found: the text as it stands, notes, metadata, and whether its lines may be those of a layout."""

    text: str
    notes: list[str]
    known: dict[str, str | None]
    is_wrapped: bool = True


def _read_text(data: bytes) -> Raw:
    return Raw(*decode(data), {})


def _read_markdown(data: bytes) -> Raw:
    raw, notes = decode(data)
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    known: dict[str, str | None] = {}
    front = re.match(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", raw, re.DOTALL)
    if front:
        pairs = re.findall(r"^(title|source|date|url)\s*:[ \t]*(.+?)[ \t]*$", front[1], re.MULTILINE | re.IGNORECASE)
        known = {key.lower(): value.strip("\"'") for key, value in pairs}
        raw = raw[front.end() :]
    raw = re.sub(r"<!--.*?-->|</?[a-zA-Z][^<>@:]*>", "", raw, flags=re.DOTALL)
    raw = re.sub(r"^([^\n>|-].*)\n(?:=+|-{2,})[ \t]*$", r"\n# \1\n", raw, flags=re.MULTILINE)  # a heading that is underlined
    marks = r"```.*|~~~.*|\[[^\]]+\]:[ \t]*\S.*|(?:[-*_][ \t]*){3,}|[|:\- ]*\|[|:\- ]*"  # fences, link targets, rules, table rules
    raw = re.sub(rf"^[ \t]*(?:{marks})$", "", raw, flags=re.MULTILINE)
    heading = re.search(r"^# +(.+?)[ #]*$", raw, re.MULTILINE)
    if heading and not known.get("title"):
        known["title"] = _inline(heading[1])
    raw = re.sub(r"^(#{1,6} .*?)[ #]*$", r"\n\1\n", raw, flags=re.MULTILINE)
    raw = re.sub(r"^[ \t]*(?:>[ \t]?)+", "", raw, flags=re.MULTILINE)
    raw = re.sub(r"^[ \t]*(?:[-*+][ \t]+(?=\S)|(?=\d{1,3}[.)][ \t]))", "\n\n", raw, flags=re.MULTILINE)  # list items
    paragraphs = []
    for block in re.split(r"\n\s*\n", raw):  # lines of a block are one paragraph, however long they are
        lines = [*filter(None, map(str.strip, block.split("\n")))]
        paragraph = lines[:1]
        for line in lines[1:]:
            append(paragraph, line)
        paragraphs.append(_inline(re.sub(r"^#{1,6} +", "", "".join(paragraph))))
    return Raw("\n\n".join(filter(None, paragraphs)), notes, known, is_wrapped=False)


def _inline(text: str) -> str:
    """Markdown without its marks: links keep their text, images go."""
    text = re.sub(r"!\[[^\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])|\[\^[^\]]+\]", "", text)
    text = re.sub(r"\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"<((?:https?|mailto):[^<>\s]+)>", r"\1", text)
    text = re.sub(r"(?<!\\)(`+)(.+?)(?<!\\)\1", r"\2", text)
    for mark in (r"\*\*\*", r"\*\*", r"\*", "~~"):
        text = re.sub(rf"(?<!\\){mark}(?=\S)(.+?)(?<=\S)(?<!\\){mark}", r"\1", text)
    for mark in ("___", "__", "_"):
        text = re.sub(rf"(?<![\w\\]){mark}(?=\S)(.+?)(?<=\S)(?<!\\){mark}(?!\w)", r"\1", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!~>|-])", r"\1", text).strip()


@contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """Keep a package's log off the screen: what is wrong with a file is told by our own error."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)


def _read_html(data: bytes) -> Raw:
    try:
        import trafilatura
    except ImportError:
        raise ImportError('web pages need trafilatura; install it with: pip install "framing-analysis[html]"') from None
    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    try:
        page, notes = data.decode("utf-8-sig"), list[str]()
    except UnicodeDecodeError:
        name = declared[1].decode("ascii").lower() if declared else "utf-8"
        try:  # browsers, too, read Latin-1 as Windows-1252
            page, notes = data.decode("cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name), []
        except (LookupError, UnicodeDecodeError):
            page, notes = decode(data)
    if not page.strip():
        raise ValueError("is empty; expected a saved web page")
    with _quiet("trafilatura", "htmldate", "justext"):
        options = {"original_date": True, "extensive_search": False}  # a guess from a footer is no date
        found: Any = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True, date_extraction_params=options)
    if found is None or not (found.text or "").strip():
        raise ValueError("holds no article text that can be found; expected the saved page of one article, or its text in a .txt file")
    known = {"title": found.title, "source": found.sitename, "date": found.date, "url": found.url}
    return Raw(found.text, notes, known, is_wrapped=False)


def _read_pdf(data: bytes) -> Raw:
    try:
        import pypdf
    except ImportError:
        raise ImportError('PDFs need pypdf; install it with: pip install "framing-analysis[pdf]"') from None

    if not data.strip():
        raise ValueError("is empty; expected a PDF")
    with _quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            is_open = not reader.is_encrypted or reader.decrypt("") != 0
            pages = [_lines(page) for page in reader.pages] if is_open else []
            metadata: Any = (reader.metadata or {}) if is_open else {}
            title = str(metadata.get("/Title") or "").strip()
            made = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(metadata.get("/CreationDate") or ""))
        except pypdf.errors.DependencyError:
            is_open = False
        except Exception as error:  # a damaged file fails anywhere, with any error
            raise ValueError(
                f"is damaged or cut off ({type(error).__name__}); expected a whole PDF: save it again, or its text as .txt"
            ) from None
    if not is_open:
        raise ValueError("is encrypted; expected a PDF without a password: save a copy without one, or its text as .txt")
    if not any(page.strip() for page in pages):
        raise ValueError("holds no text, perhaps pictures of pages; expected a PDF with text in it: run text recognition (OCR) first")
    sensible = len(title.split()) > 1 and not _FILE_NAME.search(title)
    notes = [f"The PDF was made on {'-'.join(made.groups())}; that need not be the article's date."] if made else []
    return Raw("\f".join(pages), notes, {"title": title if sensible else None})


def _lines(page: Any) -> str:
    """Text of a PDF page, with an empty line where the gap is wide and a first-line indent where the page has one."""
    rows: list[tuple[str, float, float]] = []
    current: list[tuple[str, float, float]] = []

    def visit(text: str, matrix: list[float], inner: list[float], *_: object) -> None:
        x, y = inner[4] * matrix[0] + inner[5] * matrix[2] + matrix[4], inner[4] * matrix[1] + inner[5] * matrix[3] + matrix[5]
        for k, piece in enumerate(text.split("\n")):
            if k:
                rows.append(_row(current))
                current.clear()
            current.append((piece, x, y))

    page.extract_text(visitor_text=visit)
    rows.append(_row(current))
    rows = [row for row in rows if row[0].strip()]
    gaps = [above[2] - below[2] for above, below in pairwise(rows)]
    usual = median([gap for gap in gaps if gap > 0] or [0.0])
    margin = Counter(round(x) for _, x, _ in rows).most_common(1)[0][0] if rows else 0
    lines = []
    for (text, x, _), gap in zip(rows, [0.0, *gaps]):
        if usual and gap > 1.35 * usual:
            lines.append("")
        lines.append(("    " if 6 < x - margin < 60 else "") + text.strip())
    return "\n".join(lines)


def _row(pieces: list[tuple[str, float, float]]) -> tuple[str, float, float]:
    _, x, y = next((piece for piece in pieces if piece[0].strip()), ("", 0.0, 0.0))
    return "".join(text for text, *_ in pieces), x, y


# Bytes of a table's line, or of a table that is not read by lines.  More is no article, but what unpacks to fill the memory.
LONGEST_LINE = 2**27
READERS: dict[str, Callable[[bytes], Raw]] = {
    **dict.fromkeys(("", ".txt", ".text"), _read_text),
    **dict.fromkeys((".md", ".markdown"), _read_markdown),
    **dict.fromkeys((".html", ".htm"), _read_html),
    ".pdf": _read_pdf,
}


def cell(value: object) -> str | None:
    """A cell as text; None where it is empty or missing."""
    if value is None or str(value) in ("", "NaT", "<NA>") or value != value:
        return None
    midnight = getattr(value, "normalize", None)
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00") if midnight is None or value == midnight() else str(value.isoformat())
    return str(value)


def _text_lines(path: Path) -> Iterator[str]:
    """Lines of a text file of any size, each decoded by itself where it is not UTF-8."""
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        head = file.read(2**16)
        _, notes = decode(head)  # raises for what is no text
        if notes == ["Read as UTF-16."]:  # its lines do not end with a byte of their own
            rest = file.read(LONGEST_LINE + 1)
            if len(rest) > LONGEST_LINE:
                raise ValueError(f"is in UTF-16 and longer than {LONGEST_LINE:,} bytes; expected UTF-8, which is read line by line")
            yield from io.StringIO(decode(head + rest)[0], newline="")
            return
        file.seek(0)
        for n, line in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b"")):
            if len(line) > LONGEST_LINE:
                raise ValueError(f"has a line of more than {LONGEST_LINE:,} bytes (line {n + 1}); expected a row for each article")
            try:
                yield line.decode("utf-8-sig" if n == 0 else "utf-8")
            except UnicodeDecodeError:
                yield decode(line)[0]


def _read_csv(path: Path) -> Iterator[dict[str, Any] | str]:
    csv.field_size_limit(2**31 - 1)  # an article is longer than the 131,072 characters that a field may have
    reader = csv.reader(_text_lines(path))
    header = next(reader)
    if "text" not in header:
        raise ValueError(f"must have a column 'text'; found {', '.join(sorted(header)) or 'no rows'}")
    for cells in reader:
        if len(cells) == len(header):
            yield dict(zip(header, cells))
        elif cells:
            yield f"line {reader.line_num} has {len(cells)} cells; the header has {len(header)}"


def _read_jsonl(path: Path) -> Iterator[dict[str, Any] | str]:
    keys: set[str] = set()
    for n, line in enumerate(_text_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield f"line {n} is no JSON ({error})"
            continue
        if isinstance(row, dict):
            keys.update(row)
            yield row
        else:
            yield f"line {n} is a JSON {type(row).__name__}; expected an object with a 'text'"
    if "text" not in keys:
        raise ValueError(f"must have a column 'text'; found {', '.join(sorted(keys)) or 'no rows'}")


def _read_parquet(path: Path) -> Iterator[dict[str, Any] | str]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise ImportError('cannot be read: Parquet needs pyarrow; install it with: pip install "framing-analysis[parquet]"') from None
    with parquet.ParquetFile(path, buffer_size=2**20) as file:
        names = file.schema_arrow.names
        if "text" not in names:
            raise ValueError(f"must have a column 'text'; found {', '.join(sorted(names)) or 'no rows'}")
        for batch in file.iter_batches(batch_size=256, columns=[name for name in names if name in COLUMNS]):
            yield from batch.to_pylist()


COLUMNS = ("article_id", "id", "text", "title", "source", "date", "url")  # what a table may tell of an article
_TABLES = {".csv": _read_csv, ".jsonl": _read_jsonl, ".parquet": _read_parquet}


def kind_of(path: Path) -> tuple[str, str]:
    """Stem and suffix of a file; ".gz" is no suffix of its own."""
    inner = Path(path.stem) if path.suffix.lower() == ".gz" else path
    return inner.stem, inner.suffix.lower()


def is_table(path: Path) -> bool:
    """Whether a file has a row for each article."""
    return kind_of(path)[1] in _TABLES


def read_rows(path: Path) -> Iterator[dict[str, Any] | str]:
    """Rows of a table file, one after the other; for a line that is no row, the reason.

    Raises ValueError with the reason where the whole file, or the rest of it, cannot be read.
    """
    try:
        yield from _TABLES[kind_of(path)[1]](path)
    except ImportError:
        raise
    except csv.Error as error:
        raise ValueError(f"has a row that cannot be read ({error}); expected a table with a header (.csv)") from None
    except Exception as error:
        if type(error) is ValueError:  # pyarrow and gzip have errors of their own
            raise
        raise ValueError(f"is damaged ({type(error).__name__}); expected a whole table file") from None
