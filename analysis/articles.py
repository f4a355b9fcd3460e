"""Articles: the immutable text that every other table points into.

`read_article` is the only place where text changes.  It undoes line wrapping and repairs encoding, and tags what is
not the article's own prose.  From then on ``article.text`` is fixed, and an offset from one table is valid in all.
"""

from __future__ import annotations

import os
import re
from dataclasses import KW_ONLY, dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from analysis.lexicons import load_lexicon

ZONES = ("headline", "byline", "standfirst", "body", "caption", "link", "note")
Zone = tuple[int, int, str]

_TERMINAL = re.compile(r"[.?!…:;][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"([^\W\d_][\w'’-]*)-$")
# Zero-width and directional marks, soft hyphens and the byte-order mark carry no text; the rest has a plain spelling.
_REPLACED = (
    {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u2060\ufeff"}
    | {ord(c): " " for c in "\u00a0\u2007\u2009\u200a\u202f\t"}
    | {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0x2028: "\n", 0x2029: "\n\n", 0x0C: "\n", 0x0B: "\n"}
)


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
        link and note.  Text outside every span is body.
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
    r"""Read an article from a text file, as clean text with its zones.

    Lines that a layout has wrapped are joined, words that it broke are mended, and paragraphs are separated by an
    empty line.  Text that is not wrapped keeps its lines.

    Parameters
    ----------
    path : path
        A plain text file, UTF-8, UTF-16 with a byte-order mark, or Windows-1252.

    Returns
    -------
    Article
        With the file's stem as `article_id` and the headline, where there is one, as `title`.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If there is no such file.
    ValueError
        If the file is empty or is not text.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "wrapped.txt")
    >>> _ = file.write_text("Iraq may buy air de-\nfense systems. Russia\nwould sell them.", encoding="utf8")
    >>> read_article(file).text
    'Iraq may buy air defense systems. Russia would sell them.'
    """
    path = Path(path)
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder; expected a text file (.txt).")
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist; expected a text file (.txt).")
    raw, notes = _decode(path.read_bytes(), path)
    text = _unwrap(raw.replace("\r\n", "\n").replace("\r", "\n").translate(_REPLACED))
    zones = _find_zones(text)
    title = next((text[start:end] for start, end, zone in zones if zone == "headline"), None)
    return Article(path.stem, text, title=title, zones=zones, notes=notes)


def _decode(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    if not data.strip():
        raise ValueError(f"{path} is empty; expected an article's text.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf16", errors="replace"), ("Read as UTF-16.",)
    if b"\0" in data:
        raise ValueError(f"{path} is a binary file; expected a text file (.txt).")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), ("The file is not UTF-8; it was read as Windows-1252.",)


def _wrap_width(lines: list[str]) -> int | None:
    """Width to which a layout wrapped the lines, or None where line breaks are the author's own."""
    pairs = [(a, b) for a, b in pairwise(lines) if a and b]
    width = max((len(line) for line in lines if " " in line), default=0)
    full = [a for a, b in pairs if len(a) + 1 + len(b.split(" ", 1)[0]) > 0.85 * width]
    open_ended = [a for a, _ in pairs if not _TERMINAL.search(a)]
    return width if pairs and 2 * min(len(full), len(open_ended)) >= len(pairs) and width <= 200 else None


def _unwrap(raw: str) -> str:
    """Join the lines of a paragraph.  Text that no layout wrapped is returned as it is, stripped at its ends."""
    lines = [line.strip() for line in raw.split("\n")]
    width = _wrap_width(lines)
    if width is None:
        return raw.strip()
    # With blank lines between paragraphs, a line must be clearly short to end one as well: in a proportional font
    # full lines differ in length.
    slack = 0.85 if "" in lines[1:-1] else 1.0
    vocabulary = set(re.findall(r"\w[\w'’-]*\w", " ".join(line for line in lines if not line.endswith("-")).lower()))
    paragraphs: list[str] = []
    is_open = blank_before = False
    last = ""
    for line in lines:
        if not line:
            blank_before = True
            continue
        room = len(last) + 1 + len(line.split(" ", 1)[0])
        if not is_open:
            ends = True
        elif blank_before:  # a page break may cut a sentence; a new paragraph does not start in lower case
            ends = bool(_TERMINAL.search(last)) or not line[0].islower()
        elif _TERMINAL.search(last):
            ends = room <= slack * width
        else:  # a heading stands alone on a short line
            ends = room <= 0.75 * width and line[0].isupper() and last[-1] not in ",-–—"
        if ends:
            paragraphs.append(line)
        else:
            paragraphs[-1] = _join(paragraphs[-1], line, vocabulary)
        last, is_open, blank_before = line, True, False
    return "\n\n".join(paragraphs)


def _join(left: str, right: str, vocabulary: set[str]) -> str:
    """Join two lines; a hyphen at the break stays where it belongs to the word."""
    broken = _BROKEN_WORD.search(left)
    if broken is None:
        return left + ("" if re.search(r"\S[-–—/]$", left) else " ") + right
    first, second = broken[1], re.match(r"[\w'’-]*", right)[0]  # type: ignore[index]
    solid, hyphened = (first + second).lower(), f"{first}-{second}".lower()
    keep = (
        not second[:1].islower()
        or "-" in first
        or hyphened in vocabulary
        or (solid not in vocabulary and not _is_word(solid) and _is_word(second.lower()))
    )
    return (left if keep else left[:-1]) + right


@cache
def _is_word(word: str) -> bool:
    from simplemma import is_known  # its dictionary is loaded only where a word is broken

    return bool(is_known(word, lang="en"))


def _find_zones(text: str) -> tuple[Zone, ...]:
    """Tag the paragraphs that are not the article's own prose, by the rules of data/zones.csv and two of layout."""
    rules = [(zone, re.compile(pattern)) for zone, pattern in load_lexicon("zones")[["zone", "pattern"]].to_numpy()]
    spans = [match.span() for match in re.finditer(r"\S[^\n]*", text)]
    tagged: dict[int, str] = {}
    for i, (start, end) in enumerate(spans):
        zone = next((zone for zone, pattern in rules if pattern.match(text, start, end)), None)
        if zone:
            tagged[i] = zone
    first = next((i for i in range(len(spans)) if i not in tagged), None)
    if first is not None and len(spans) > first + 1:
        start, end = spans[first]
        if not re.search(r"[.!…][\"'”’)]*$|[:;,]$", text[start:end]) and end - start <= 160:
            tagged[first] = "headline"
            first = next((i for i in range(first + 1, len(spans)) if i not in tagged), None)
    if first is not None:  # a standfirst is taken from the article: a later sentence begins with its words
        start, end = spans[first]
        opening = text[start:end].rstrip(" .")
        if end - start <= 300 and opening.count(" ") >= 3 and opening in text[end:]:
            tagged[first] = "standfirst"
    return tuple((*spans[i], zone) for i, zone in sorted(tagged.items()))
