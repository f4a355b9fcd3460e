"""Speaker tags: content that stands before or around the words that name its speaker, as in *"...," he said, "..."*."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.reporting import NOUNS, PHRASE, Span, breaks, content_end, is_finished
from analysis.shapes import Unit, Verb, word_class

# Patterns over shapes: what may stand between a verb and its content, who is told, and where a tag ends.
ADJUNCT = rf"(?:[yn]|k[#k]{{0,8}}|t(?:o|d?[wN*]{{0,4}}N+)|p(?:{NOUNS}|o))"
ADDRESSEE = rf"(?:[or]|d?[yewg#]{{0,3}}?w|d?[wN]{{0,3}}N)(?:p{NOUNS})?"
_END = re.compile(rf"(?:{ADDRESSEE})?(?:{ADJUNCT}|t{NOUNS}){{0,3}}(?=$|[.,;:()Q-]|s|[cg].)")
_END_AFTER = re.compile(_END.pattern.replace("|s|", "|[sqW]|"))
_QUOTE_END = re.compile(rf"(?:{ADDRESSEE})?(?:{ADJUNCT}|t{NOUNS}){{0,3}}(?=$|[.,;:()Qsptq-]|[cge].)")
_SUBJECT_AFTER = re.compile(rf"(?:r|{PHRASE})(?:,[^,;:QVr.]+(?=[,.;:Q]|$))?")

Subject = tuple[Span | None, int]


class Content(NamedTuple):
    """Content and source as word numbers of a unit, with the rule that found them."""

    first: int
    last: int  # number of the word after its last
    source: Span | None
    tier: str
    rule: str


def read_tag(unit: Unit, i: int, verb: Verb, after: int, subject: Subject, done: int) -> Content | None:
    """Find content on the left of its tag: "...," he said; ..., said Lavrov; as he said, ...."""
    source, start = subject
    if source and start > 0 and unit.words[start - 1] == "as" and (start == 1 or unit.shape[start - 2] in ",-(c"):
        return _as_said(unit, start - 1, after, source, verb, done)
    who = introduced_by(unit, i)
    if who and who[1] + 1 < len(unit.shape) and verb.takes("invert"):
        return Content(who[1] + 1, content_end(unit, who[1] + 1, whole=True), who, verb.tier, "colon")
    tags = [(source, start - 1, after)] if source else []
    if i > 0 and verb.form in "ds" and verb.takes("invert") and _may_invert(unit, i, after, done):
        inverted = _SUBJECT_AFTER.match(unit.shape, after)
        if inverted:
            tags.insert(0, (inverted.span(), i - 1, inverted.end()))
    for who, p, rest in tags:
        content = read_around(unit, verb, who, p, rest, done) if p >= 0 and not (who and who[0] <= p < who[1]) else None
        if content:
            return content
    return None


def introduced_by(unit: Unit, i: int) -> Span | None:
    """Find who opens a sentence behind its verb and before a colon: "Said Lavrov: ...."."""
    is_named = i == 0 and unit.shape[1:2] in ("N", "d", "r")  # "Said the envoy:", but "Related articles:"
    match = _SUBJECT_AFTER.match(unit.shape, 1) if is_named else None
    return match.span() if match and unit.shape[match.end() : match.end() + 1] == ":" else None


def _may_invert(unit: Unit, i: int, after: int, done: int) -> bool:
    """Tell "..., said Lavrov" from "Cuba, which denies it, recalled its envoy"."""
    if unit.shape[i - 1] != ",":
        return unit.shape[i - 1] == "Q"
    return (
        unit.words[after : after + 1] != []
        and unit.words[after] not in word_class("own")
        and not re.fullmatch(r"[^,]*,[qW][^,]*", unit.shape[done : i - 1])
    )


def read_around(unit: Unit, verb: Verb, who: Span, p: int, rest: int, done: int) -> Content | None:
    """Content of a tag; its last word, or the comma behind it, is `p`, and the tag's own words end before `rest`."""
    shape = unit.shape
    quoted = shape[p] == "Q" or shape[max(p - 1, 0) : p + 1] == "Q,"
    if shape[p] not in "Q,-" or not verb.takes("quote" if quoted else "that") or (shape[p] == "Q" and not is_finished(unit, p)):
        return None
    is_after = rest > who[0] >= p + 2  # "said Lavrov"
    match = (_QUOTE_END if quoted else _END_AFTER if is_after else _END).match(shape, rest)
    if match and not quoted and not verb.takes("object") and shape[rest : rest + 1] in ("r", "o", "d", "w"):  # "Iran denies it"
        match = None
    k = match.end() if match else rest
    if match is None and not (quoted and not is_after and shape[rest : rest + 1] not in ("a", "V", "r", "")):
        return None
    if not quoted and shape[k : k + 2] in (",Q", ":Q"):
        return None
    first = skip_opening(unit, done)
    resuming = "," if shape[p] != "-" else ",-"
    is_adverb = not quoted and shape[first:p].strip("y") == ""  # "Rather, he said, continued ..."
    goes_on = k < len(shape) - 1 and (
        (shape[k] == "Q" and k == rest) or (shape[k] in resuming and (is_adverb or _resumes(unit, k + 1, who, quoted=quoted)))
    )
    is_opening = goes_on and (who[0] == p + 1 or shape[k + 1] in "aVe" or shape[first] == "p")  # "The deal, said Doyle, would hold"
    if not quoted and not _is_clause(shape[done:p]) and not is_opening:
        return None
    tier = "A" if quoted else verb.tier
    if goes_on:
        if not quoted and "T" in shape[first:p]:  # "Media report that the deal, he said, is dead"
            first = shape.rindex("T", first, p) + 1
        return Content(first, content_end(unit, k + (shape[k] != "Q"), whole=True), who, tier, "interrupted")
    last = p + (shape[p] == "Q")
    return Content(first, last, who, tier, "quote-tag" if quoted else "clause-tag") if first < last else None


def _resumes(unit: Unit, k: int, who: Span, *, quoted: bool) -> bool:
    """Tell whether content goes on behind the comma after its tag, and not more about the speaker: ", who", ", adding"."""
    rest = unit.shape[k:]
    if quoted:
        return rest[:1] == "Q" or (rest[:2] in ("cQ", "yQ", "TQ") and not breaks(unit, k))
    is_aside = rest[:1] in ("q", "W", "g", "s", "e", "") or re.match(r"d[^,]{1,5}[Tq]|p[^,]*$", rest)
    if "," not in unit.shape[who[0] : who[1]]:
        is_aside = is_aside or re.match(r"d[^aVr,]*$", rest)
    return not is_aside and not breaks(unit, k)


def _as_said(unit: Unit, p: int, after: int, source: Span, verb: Verb, done: int) -> Content | None:
    match = _END.match(unit.shape, after)
    if match is None or not verb.takes("that"):
        return None
    comma = unit.shape.find(",", match.start())
    if p == 0 or (comma >= 0 and done >= p - 1):
        if not 0 <= comma < len(unit.shape) - 1:
            return None
        return Content(comma + 1, content_end(unit, comma + 1, whole=True), source, verb.tier, "as-said")
    last = content_end(unit, comma + 1, whole=True) if comma >= 0 else p - 1
    return Content(skip_opening(unit, done), last, source, verb.tier, "as-said")


def _is_clause(shape: str) -> bool:
    """Tell whether there is a statement in these words, or only a name or "On Monday"."""
    return len(shape) > 2 and re.search(r"[aVer]|w[wd]|[wN]t", shape) is not None


def skip_opening(unit: Unit, k: int) -> int:
    """Skip the marks and conjunctions that open a clause."""
    while k < len(unit.shape) - 1 and unit.shape[k] in ",;:-c.()":
        k += 1
    return k
