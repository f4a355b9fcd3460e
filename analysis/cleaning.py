"""Cleaning: bytes to plain characters, wrapped lines to paragraphs, paragraphs to zones.

Only what a file format or a layout has done to the text is undone; no word is changed.  `articles` calls this once for
each article; nothing else does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from analysis.lexicons import read_list, read_rows, word_lists

_TERMINAL = re.compile(r"[.?!…:;][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"([^\W\d_][\w'’-]*)-$")
_LONGEST_WORD = 100  # characters
_BULLET = re.compile(r"(?:[-–—*•‣◦▪·]|\(?\w\)|\d{1,2}\.)\s")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|pg\.?)\s*(\d{1,4})(?:\s*(?:/|of)\s*\d{1,4})?\W*$|[-–—|\s]*(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—|\s]*$", re.IGNORECASE
)
# Zero-width and directional marks, soft hyphens and the byte-order mark carry no text; the rest has a plain spelling.
_REPLACED = (
    {ord(c): None for c in "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"}
    | {ord(c): " " for c in "\u00a0\u2007\u2008\u2009\u200a\u202f\t"}
    | {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
    | {0x85: "\n", 0x2028: "\n", 0x2029: "\n\n", 0x0B: "\n"}
)
_FOREIGN = re.compile(r"[^\x00-\x7f‘’“”–—…]")  # text of nothing else was not decoded wrongly
# A zero-width joiner holds emoji together and shapes Arabic and Indic letters; anywhere else it is litter.
_JOINER = re.compile(
    "(?<![\u0590-\u1cff\u2190-\u2bff\u3030\ua8e0-\uabff\ufb1d-\ufdff\ufe0f\ufe70-\ufefc\U0001f000-\U000fffff])[\u200c\u200d]+"
)


def decode(data: bytes) -> tuple[str, list[str]]:
    """Text of a file and how it was decoded, where that is not plain UTF-8.  ValueError with the reason if it is not text."""
    if not data.strip():
        raise ValueError("is empty; expected an article's text")
    if data[:5] == b"%PDF-":
        raise ValueError("is a PDF by its content, a binary file; expected text, or the suffix .pdf")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf16", errors="replace"), ["Read as UTF-16."]
    if b"\0" in data:  # in UTF-16 without a mark, every second byte of English is a zero
        zeros = [data[k::2].count(b"\0") / (len(data) / 2) for k in (0, 1)]
        if max(zeros) > 0.7 and min(zeros) < 0.1:
            return data.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", errors="replace"), ["Read as UTF-16."]
        raise ValueError("is a binary file; expected a text file")
    if sum(data.count(code) for code in (*range(9), *range(14, 27))) > len(data) / 20:
        raise ValueError("is a binary file; expected a text file")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("utf-8-sig", errors="surrogatepass"), []
    except UnicodeDecodeError:
        pass
    patched = data.decode("utf-8-sig", errors="replace")
    bad = patched.count("\ufffd")
    if sum(c > "\x7f" for c in patched) > 4 * bad:
        return patched, [f"The file is UTF-8 but for {_count(bad, 'place')}, now marked by \ufffd."]
    western = data.decode("cp1252", errors="replace")
    letters = sum(c.isalpha() for c in western)
    foreign = sum(c.isalpha() and c > "\x7f" for c in western)
    # Most of what is not UTF-8 is Windows-1252; text of another code page shows by odd letters.
    if "\ufffd" not in western and foreign <= 0.1 * letters and not re.search(r"[a-z][À-Þ]|[À-Þ][À-Þ ][a-z]|[ÒÓ](?=\W|$)", western):
        return western, ["The file is not UTF-8; it was read as Windows-1252."]
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    if guess is None:
        return western, ["The file is not UTF-8; it was read as Windows-1252, and what did not fit was marked by \ufffd."]
    return str(guess), [f"The file is not UTF-8; it was read as {guess.encoding}, which is a guess."]


def repair(text: str) -> tuple[str, list[str]]:
    """Mend what went wrong with the characters before the text reached us, and tell what."""
    notes = []
    if re.search("[\ud800-\udfff]", text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        notes.append(f"Half characters (lone surrogates) were replaced by \ufffd in {_count(text.count(chr(0xFFFD)), 'place')}.")
    if _FOREIGN.search(text):
        from ftfy import TextFixerConfig, fix_text

        options = dict.fromkeys(("unescape_html", "uncurl_quotes", "fix_latin_ligatures", "fix_character_width", "fix_line_breaks"), False)
        config = TextFixerConfig(**options, remove_terminal_escapes=False, remove_control_chars=False, normalization=None, explain=False)
        fixed = fix_text(text, config)
        pairs = [(a, b) for a, b in zip(text.split("\n"), fixed.split("\n"), strict=False) if a != b]
        if pairs:
            word = next(((a, b) for a, b in zip(pairs[0][0].split(), pairs[0][1].split(), strict=False) if a != b), ("", ""))
            example = f", such as “{word[0]}” to “{word[1]}”" if word[0] else ""
            notes.append(f"Wrongly decoded characters were repaired in {_count(len(pairs), 'line')}{example}.")
        text = fixed
    return text, notes


def plain(text: str) -> str:
    """Line ends, spaces and ligatures in their plain spelling; a soft hyphen stays only where it ends a line."""
    text = re.sub(r"(?m)^ *\t[ \t]*", "    ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _JOINER.sub("", text.translate(_REPLACED))
    return re.sub("\u00ad(?! *\n)", "", text)


def drop_page_marks(text: str) -> tuple[str, list[str]]:
    """Take out page numbers and repeated page headers and footers.  A form feed ends a page."""
    if "\f" not in text:
        return _drop_loose_numbers(text)
    pages = [page.split("\n") for page in text.strip("\f\n").split("\f")]
    dropped: Counter[str] = Counter()
    for _ in range(4):  # a header may have several lines
        for at_end in (False, True):
            edges = [_edge(page, at_end) for page in pages]
            lines = [page[k].strip() if k is not None else "" for page, k in zip(pages, edges)]
            shapes = Counter(re.sub(r"\d+", "#", line) for line in lines if line)
            offsets = Counter(_page_number(line) - i for i, line in enumerate(lines) if _page_number(line))
            for i, (page, k, line) in enumerate(zip(pages, edges, lines)):
                number = _page_number(line)
                is_number = bool(number) and (offsets[number - i] > 1 or number == i + 1 or line.lower().startswith(("page", "pg", "p.")))
                if k is not None and (is_number or (not number and shapes[re.sub(r"\d+", "#", line)] >= max(2, len(pages) / 2))):
                    dropped["page number" if is_number else "repeated header or footer line"] += 1
                    del page[k]
    notes = [f"Dropped {_count(n, what)}." for what, n in sorted(dropped.items())]
    return "\f".join("\n".join(page).strip("\n") for page in pages), notes


def _edge(page: list[str], at_end: bool) -> int | None:
    """Position of the first or last line of a page that is not empty."""
    filled = [k for k, line in enumerate(page) if line.strip()]
    return None if not filled else filled[-1] if at_end else filled[0]


def _page_number(line: str) -> int:
    match = _PAGE_NUMBER.match(line)
    return int(match[1] or match[2]) if match else 0


def _drop_loose_numbers(text: str) -> tuple[str, list[str]]:
    """Page numbers in text whose page breaks are lost: "Page 3 of 7", and bare numbers that count up."""
    lines = text.split("\n")
    alone = [i for i, line in enumerate(lines) if _page_number(line.strip())]
    explicit = {i for i in alone if re.match(r"\W*(?:page|pg)\b", lines[i], re.IGNORECASE)}
    bare = [i for i in alone if i not in explicit and all(not lines[k].strip() for k in (i - 1, i + 1) if 0 <= k < len(lines))]
    numbers = [_page_number(lines[i].strip()) for i in bare]
    steps = zip(pairwise(numbers), pairwise(bare))
    if len(bare) < 2 or any(b != a + 1 or below - above < 10 for (a, b), (above, below) in steps):  # a list, not pages
        bare = []
    marked = {*explicit, *bare}
    drop = sorted(marked)
    if not drop:
        return text, []
    # The line beside a page number that is the same on every page is a header or footer.
    around = Counter(lines[k].strip() for i in drop for k in (_beside(lines, i, -1), _beside(lines, i, 1)) if k is not None)
    repeated = {line for line, n in around.items() if n > 1 and n >= len(drop) - 1 and not _TERMINAL.search(line)}
    beside = {k for i in drop for k in (_beside(lines, i, -1), _beside(lines, i, 1)) if k is not None and lines[k].strip() in repeated}
    notes = [f"Dropped {_count(len(drop), 'page number')}."]
    if beside:
        notes.append(f"Dropped {_count(len(beside), 'repeated header or footer line')}.")
    return "\n".join("\f" if i in marked else line for i, line in enumerate(lines) if i not in beside), notes


def _beside(lines: list[str], i: int, step: int) -> int | None:
    i += step
    while 0 <= i < len(lines) and not lines[i].strip():
        i += step
    return i if 0 <= i < len(lines) else None


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _wrap_width(lines: list[str]) -> int | None:
    """Width to which a layout wrapped the lines, or None where line breaks are the author's own."""
    pairs = [(a, b) for a, b in pairwise(lines) if a and b]
    lengths = sorted(len(line) for line in lines if " " in line)
    if not pairs or not lengths:
        return None
    width = lengths[-1 - len(lengths) // 25]  # a few lines, such as addresses, may stand out
    full = [a for a, b in pairs if len(a) + 1 + len(b.split(" ", 1)[0]) > 0.85 * width]
    broken = [(a, b) for a, b in pairs if not _TERMINAL.search(a)]
    running = [b for a, b in broken if not (b[0].isupper() or _BULLET.match(b)) or a[-1] in "-–—/,\u00ad"]
    is_wrapped = 2 * min(len(full), len(broken)) >= len(pairs) and 3 * len(running) >= len(broken)
    return width if is_wrapped and width <= 200 else None


def unwrap(raw: str) -> str:
    """Join the lines of a paragraph.  Text that no layout wrapped is returned as it is, stripped at its ends."""
    spaced = re.split(r"\n[ ]*\n", raw)
    if len(spaced) > 8 and not any("\n" in line.strip() for line in spaced) and _wrap_width([s.strip() for s in spaced]):
        raw = re.sub(r"\n[ ]*\n", "\n", raw)  # double-spaced: every line is followed by an empty one
    rows = raw.replace("\f", "\n\f").split("\n")
    lines = [row.strip() for row in rows]
    width = _wrap_width([line for line, row in zip(lines, rows) if line or not row.startswith("\f")])
    if width is None:
        raw = re.sub(r"(?<!\n)\n*+\f\n*", lambda gap: "\n\n" if gap[0].count("\n") > 1 else "\n", raw)
        return re.sub("\u00ad *\n *", "", raw).replace("\u00ad", "").strip()
    indents = [len(row.lstrip("\f")) - len(row.lstrip()) for row in rows]
    margin = min((n for n, line in zip(indents, lines) if line), default=0)
    is_indented = [n - margin >= 2 and bool(line) for n, line in zip(indents, lines)]
    follows_end = [bool(_TERMINAL.search(a)) or not a for a, inner in zip(lines, is_indented[1:]) if inner]
    # Indents tell paragraphs only where they are the exception and stand after the end of a sentence.
    trusted = 2 * sum(is_indented) < sum(map(bool, lines)) and sum(follows_end) >= 0.8 * len(follows_end)
    # With blank lines between paragraphs, a line must be clearly short to end one as well: in a proportional font
    # full lines differ in length.
    slack = 0.85 if "" in lines[1:-1] else 1.0
    vocabulary = set(re.findall(r"\w[\w'’-]*\w", " ".join(line for line in lines if line[-1:] not in ("-", "\u00ad")).lower()))
    paragraphs: list[list[str]] = []
    blank_before = new_page = False
    last, length = "", 0
    for row, line, indent in zip(rows, lines, indents):
        new_page = new_page or row.startswith("\f")
        if not line:
            blank_before = True
            continue
        room = length + 1 + len(line.split(" ", 1)[0])
        is_end = bool(_TERMINAL.search(last))
        if not last or _BULLET.match(line):
            ends = True
        elif indent - margin >= 2 and trusted:
            ends = is_end or not line[0].islower()
        elif new_page and room > 0.8 * width:  # a page break may cut a sentence, before a name as well
            ends = is_end and blank_before
        elif blank_before:  # a page break may have left an empty line; a new paragraph does not start in lower case
            ends = is_end or not (line[0].islower() or _broken_word(last))
        elif is_end:
            ends = room <= slack * width
        else:  # a heading stands alone on a short line
            ends = room <= 0.75 * width and line[0].isupper() and last[-1] not in ",-–—\u00ad"
        if ends:
            paragraphs.append([line])
        else:
            append(paragraphs[-1], line, vocabulary)
        last, length, blank_before, new_page = line, len(line) + indent - margin, False, False
    return "\n\n".join(map("".join, paragraphs)).replace("\u00ad", "")


def append(paragraph: list[str], line: str, vocabulary: Iterable[str] = ()) -> None:
    """Join a line to the pieces of a paragraph; only the last word of a piece has a say, so that time is linear."""
    last = paragraph[-1]
    at = max(last.rfind(" ") + 1, len(last) - _LONGEST_WORD)
    paragraph[-1:] = [last[:at], join(last[at:], line, vocabulary)]


def join(left: str, right: str, vocabulary: Iterable[str] = ()) -> str:
    """Join two lines; a hyphen at the break stays where it belongs to the word."""
    if left.endswith("\u00ad"):
        return left[:-1] + right
    if re.search(r"\w-$", left) and re.match(r"(?:and|or|to)\b(?!-)", right):
        return f"{left} {right}"  # "short- and medium-range"
    broken = _broken_word(left)
    if broken is None:
        return left + ("" if re.search(r"\S[-–—/]$", left) else " ") + right
    first, second = broken[1], re.match(r"[\w'’-]*", right)[0]  # type: ignore[index]
    hyphened, is_first_part = f"{first}-{second}".lower(), f"-{first}-".lower().endswith(_first_parts())
    first, second = first.rsplit("-", 1)[-1], second.split("-")[0]  # "half-fin-\nished" breaks a part of a compound
    solid = (first + second).lower()
    in_capitals = first.isupper() and second.isupper() and _is_word(solid)
    keep = (
        is_first_part
        or not (second[:1].islower() or in_capitals)
        or (first.isupper() and len(first) > 1 and not in_capitals)
        or (solid not in vocabulary and (hyphened in vocabulary or hyphened in _hyphenated()))
        or (
            solid not in vocabulary
            and not _is_word(solid)
            and (f"-{second}" in _hyphenated() or (_is_word(first.lower()) and _is_word(second)))
        )
    )
    return (left if keep else left[:-1]) + right


def _broken_word(line: str) -> re.Match[str] | None:
    return _BROKEN_WORD.search(line, max(0, len(line) - _LONGEST_WORD))


@cache
def _is_word(word: str) -> bool:
    from simplemma import is_known  # its dictionary is loaded only where a word is broken

    word = re.sub("['’]s?$", "", word)
    return bool(word) and (bool(is_known(word, lang="en")) or word in _names())


@cache
def _names() -> frozenset[str]:
    return frozenset(word for entry in read_list("actors")["entry"] for word in entry.lower().split())


@cache
def _hyphenated() -> frozenset[str]:
    """Words that bear a hyphen of their own, and second parts of such words."""
    return frozenset(read_list("hyphenated")["entry"])


@cache
def _first_parts() -> tuple[str, ...]:
    """What a compound of several words goes on from: "-not-so-"; no layout breaks a word there."""
    return tuple(word_lists("hyphenated")["first part"])


@cache
def _rules() -> tuple[tuple[str, str, re.Pattern[str], str], ...]:
    rows = read_rows("zones", "rule", "zone", "pattern", "category")
    return tuple((rule, zone, re.compile(pattern), where) for rule, zone, pattern, where in rows if where != "layout")


def find_zones(text: str, title: str | None = None) -> list[tuple[int, int, str, str]]:
    """Tag the paragraphs that are not the article's own prose: (start, end, zone, rule), the rules of data/zones.csv."""
    spans = [match.span() for match in re.finditer(r"\S[^\n]*", text)]
    tagged: dict[int, tuple[str, str]] = {}
    for i, (start, end) in enumerate(spans):
        place = {"anywhere", "start" if i < 5 else "", "end" if i >= max(1, len(spans) - 5) else ""}
        for rule, zone, pattern, where in _rules():
            if place.intersection(where.split()) and pattern.match(text, start, end):
                tagged[i] = (zone, rule)
                break
    untagged = [i for i in range(len(spans)) if i not in tagged]
    if len(untagged) > 1:
        start, end = spans[untagged[0]]
        opening = text[start:end].rstrip()
        if title and opening.casefold() == " ".join(title.split()).casefold():
            tagged[untagged.pop(0)] = ("headline", "headline-title")
        elif not re.search(r"[.!…][\"'”’)]*$|[:;,]$", opening) and end - start <= 160:
            tagged[untagged.pop(0)] = ("headline", "headline-first")
    if len(untagged) > 1:
        i, after = untagged[0], untagged[1]
        start, end = spans[i]
        opening = text[start:end].rstrip(" .")
        if end - start <= 300 and opening.count(" ") >= 3 and opening in text[end:]:
            tagged[i] = ("standfirst", "standfirst-repeated")
        elif end - start <= 300 and tagged.get(i - 1, "")[:1] == ("headline",) and after > i + 1 and tagged[i + 1][0] == "byline":
            tagged[i] = ("standfirst", "standfirst-between")
    return [(*spans[i], *found) for i, found in sorted(tagged.items())]
