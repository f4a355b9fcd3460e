"""Quotation marks: where a text quotes, whatever marks it uses.

Straight and curly marks, guillemets, the British single marks and doubled single ones; marks that are missing or
doubled never raise and never reach beyond their paragraph.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A newline ends what is open, so that one lost mark cannot turn the rest of an article inside out.  An apostrophe is
# a single mark only at the edge of a word.
_MARK = re.compile(
    r"[\n\"“”„«»‘]|'''?|``|'(?<![\w']')(?=[\w“\"\[$£€…])(?!\d\ds|(?:n|em|tis|twas|til|cause)\b)|['’](?<=\S.)(?!\w)", re.IGNORECASE
)
_ANY = "\"'‘“„«`"
_OPENING = "“„«`‘"
_CLOSING = "”»"
_FAMILY = {**dict.fromkeys("‘'’", "'"), "«": "«", "»": "«"}


class Quotation(NamedTuple):
    """A quotation with both its marks.

    `end` lies behind the closing mark, or at the end of its paragraph where that mark is missing and `closed` is
    False: so a speech is printed that goes on in the next paragraph.
    """

    start: int
    end: int
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """Find the outermost quotations of a text, from left to right.

    Examples
    --------
    >>> text = 'He said ‘the “deal” isn’t dead’, and "left'
    >>> [text[quotation.start : quotation.end] for quotation in find_quotations(text)]
    ['‘the “deal” isn’t dead’', '"left']
    """
    found: list[Quotation] = []
    opened = -1  # where the open quotation starts
    family = ""
    maybe = -1  # end of a quotation in single marks, if its last mark is no apostrophe: "the ministers’ plan"
    for match in _MARK.finditer(text):
        start, end = match.span()
        mark = match[0]
        if mark == "\n":
            if opened >= 0:
                found.append(_close_at_break(text, opened, start, maybe, family))
            opened = maybe = -1
            continue
        kind = _FAMILY.get(mark[:1] if len(mark) == 1 else '"', '"')
        if opened >= 0 and kind != family:
            continue
        if opened < 0:
            if _opens(text, mark, start, end):
                opened, family, maybe = start, kind, -1
        elif kind == "'":
            if mark == "‘" or (mark == "'" and _opens(text, mark, start, end)):
                if maybe >= 0:
                    found.append(Quotation(opened, maybe, True))
                    opened, maybe = start, -1
            elif text[start - 1] == "s" and re.match(r" [a-z]", text[end : end + 2]):
                maybe = end
            else:
                found.append(Quotation(opened, end, True))
                opened = maybe = -1
        elif _opens(text, mark, start, end) and mark not in _CLOSING and _reopens(text, mark, start):
            found.append(Quotation(opened, _sentence_end(text, opened, start), False))
            opened = start
        else:
            found.append(Quotation(opened, end, True))
            opened = -1
    if opened >= 0:
        found.append(_close_at_break(text, opened, len(text), maybe, family))
    return [quotation for quotation in found if quotation.end - quotation.start > 2]


def _opens(text: str, mark: str, start: int, end: int) -> bool:
    """Tell whether a mark may open a quotation.  One that touches a word only on its left cannot, whatever its shape."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not after or after.isspace() or mark in _CLOSING or mark == "’":
        return False
    return mark[0] in _OPENING or not before or not (before.isalnum() or before in ".,!?;:%)]’")


def _reopens(text: str, mark: str, start: int) -> bool:
    """Tell whether an opening mark inside an open quotation shows that a closing mark was lost."""
    return mark[0] in _OPENING or text[start - 1 : start].isspace()


def _close_at_break(text: str, opened: int, end: int, maybe: int, family: str) -> Quotation:
    """Quotation that nothing closed before its paragraph ended."""
    if maybe >= 0:
        return Quotation(opened, maybe, True)
    following = re.compile(r"\s*(\S?)").match(text, end)
    mark = following[1] if following else ""
    goes_on = mark != "" and mark in _ANY and _FAMILY.get(mark, '"') == family
    if family == "'" and not goes_on:  # a lone single mark is an apostrophe
        return Quotation(opened, opened, False)
    if goes_on or not text[:opened].rpartition("\n")[2].strip():
        return Quotation(opened, opened + len(text[opened:end].rstrip()), False)
    return Quotation(opened, _sentence_end(text, opened, end), False)


def _sentence_end(text: str, start: int, end: int) -> int:
    """End of the first sentence after a mark that was never closed."""
    stop = re.compile(r"[.?!](?=\s)").search(text, start, end)
    return stop.end() if stop else start + len(text[start:end].rstrip())
