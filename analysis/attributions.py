"""Attributions: who says what, in which words.

Each sentence is read as a shape (see `analysis.shapes`); a rule is a pattern over the letters around a reporting
word, and its id is in the table, so that an error can be traced to it.  Where no rule fits, nothing is returned.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

import pandas as pd

from analysis.articles import Article
from analysis.quotations import Quotation, find_quotations
from analysis.reporting import SHORT_PHRASE, find_subject, is_finished, phrase_start, source_kind
from analysis.segmentation import Batch, scan
from analysis.shapes import Unit, is_tag, word_class
from analysis.speech import read_content
from analysis.tags import introduced_by

KINDS = ("direct", "indirect", "mixed", "scare")
ACTS = ("assert", "deny", "urge", "commit", "believe", "evaluate")
COMMITMENTS = ("endorsing", "neutral", "distancing")
SOURCE_KINDS = ("named", "unnamed", "collective", "document")
TIERS = ("A", "B", "C")
_TAGGED = re.compile(rf"({SHORT_PHRASE}|r)[any]*([wep])(?=$|[.,pkdt])")
_LABEL = re.compile(r"(?=[^:]*N|w{1,2}:)(d?[wNge]{1,5}):")
_SOURCE_BEHIND = re.compile(r"(?=[^:;QaVegtr-]*[aVegtr])[^:;Q-]*[:-](d?[wNgek]{1,4})[.]?")
_COLON_TAG = re.compile(rf"(?:[pysc][^,V]*,)?[yc]*({SHORT_PHRASE}|r)[any]*([wepVa])[^.;Q]*:$")


class _Found(NamedTuple):
    """An attribution: offsets into the article, and what was found by which rule."""

    sentence: int
    start: int
    end: int
    cue: tuple[int, int] | None
    source: tuple[int, int] | None
    act: str
    commitment: str
    tier: str
    rule: str


def find_attributions(
    articles: Article | Iterable[Article],
    *,
    actors: pd.DataFrame | str | os.PathLike[str] | None = None,
    tiers: Collection[str] = ("A", "B"),
) -> pd.DataFrame:
    """Find who says what: quotations and reported speech, each with its cue and its source.

    Parameters
    ----------
    articles : Article or iterable of Article
    actors : DataFrame or path, optional
        Whom to look for, as in `find_mentions`; sources are found whether they are actors or not, so that nothing
        depends on it here.
    tiers : collection of str
        How reliable a rule must be: "A" (verbs of saying, "according to", quotations), "B" (promises, demands,
        judgements; the claims and worries of somebody), "C" (wishes, plans, what only seems so, and judgements inside
        what somebody else says).

    Returns
    -------
    DataFrame
        One row an attribution, sorted by article and start: `article_id`, `sent_id`, `start`, `end`, `text` (the
        content from its first to its last word, with its marks; the speaker tag may interrupt it), `para_id`,
        `attribution_id` (from 0 in its article), `kind` (direct: wholly quoted, indirect, mixed, scare: words that
        the writer only holds at a distance); `cue`, `cue_start`, `cue_end`; `act` of the source (assert, deny, urge,
        commit, believe, evaluate; missing where there is no cue), `commitment` of the writer (endorsing, neutral,
        distancing); `source`, `source_start`, `source_end`, `source_kind` (named, unnamed, collective, document);
        `tier`, `rule`.  Offsets of cue and source are missing where there is none, their text is "".

    Raises
    ------
    ValueError
        If `tiers` holds anything but A, B and C.

    References
    ----------
    Act and commitment are the two dimensions of Thompson, G. & Ye, Y. (1991). Evaluation in the reporting verbs used in
    academic papers. *Applied Linguistics* 12(4), 365-382.

    Examples
    --------
    >>> found = find_attributions(Article("a", "Iraqi media reported that Moscow was ready."))
    >>> found[["source", "cue", "text"]].values.tolist()
    [['Iraqi media', 'reported', 'that Moscow was ready']]
    """
    del actors
    return _attributions(scan(articles), tiers=tiers)


def _attributions(batch: Batch, *, tiers: Collection[str] = ("A", "B")) -> pd.DataFrame:
    unknown = [tier for tier in tiers if tier not in TIERS]
    if unknown or (isinstance(tiers, str) and not tiers):
        raise ValueError(f"`tiers` must be some of {', '.join(TIERS)}; not {tiers!r}.")
    rows: list[_Found] = []
    kinds: list[str] = []
    numbers: list[int] = []
    for article in range(len(batch.articles)):
        found, quotations = _article(batch, article)
        kept = sorted((row for row in found if row.tier in tiers), key=lambda row: (row.start, -row.end))
        rows += kept
        kinds += [_kind(row, quotations, batch.articles[article].text) for row in kept]
        numbers += range(len(kept))
    texts = [batch.articles[batch.article[row.sentence]].text for row in rows]
    sentences = [batch.sentence_at(batch.article[row.sentence], row.start) for row in rows]  # a quotation may join several
    cues = _span_columns("cue", [row.cue for row in rows], texts)
    sources = _span_columns("source", [row.source for row in rows], texts)
    return batch.table(
        sentences,
        [row.start for row in rows],
        [row.end for row in rows],
        para_id=pd.Series([batch.para_id[sentence] for sentence in sentences], dtype="int64"),
        attribution_id=pd.Series(numbers, dtype="int64"),
        kind=pd.Categorical(kinds, categories=list(KINDS)),
        **cues,
        act=pd.Categorical([row.act or None for row in rows], categories=list(ACTS)),
        commitment=pd.Categorical([row.commitment for row in rows], categories=list(COMMITMENTS)),
        **sources,
        source_kind=pd.Categorical([source_kind(text) for text in sources["source"]], categories=list(SOURCE_KINDS)),
        tier=pd.Categorical([row.tier for row in rows], categories=list(TIERS)),
        rule=pd.Series([row.rule for row in rows], dtype="str"),
    )


def _span_columns(name: str, spans: list[tuple[int, int] | None], texts: list[str]) -> dict[str, pd.Series]:
    return {
        name: pd.Series([text[span[0] : span[1]] if span else "" for span, text in zip(spans, texts, strict=True)], dtype="str"),
        f"{name}_start": pd.Series([span[0] if span else None for span in spans], dtype="Int64"),
        f"{name}_end": pd.Series([span[1] if span else None for span in spans], dtype="Int64"),
    }


def _article(batch: Batch, article: int) -> tuple[list[_Found], list[Quotation]]:
    """Attributions of an article, with its quotations."""
    found: list[_Found] = []
    everything: list[Quotation] = []
    open_row: int | None = None  # the row whose speech the next paragraph may go on with
    announced: _Found | None = None  # or whose speech it holds: "The ministry wrote:"
    para_id = -1
    for units, quotations in _read_units(batch, article):
        following = batch.para_id[units[0].sentence]
        goes_on = following == para_id + 1 and quotations and _opens_paragraph(batch, article, quotations[0])
        if goes_on and open_row is not None and everything[-1].closed and (len(units) > 1 or units[0].shape.strip("Q.,-")):
            goes_on = False
        if goes_on and open_row is None and announced and _is_quotation(units[0]):
            open_row = len(found)
            found.append(announced._replace(sentence=units[0].sentence, start=units[0].start, end=units[0].end))
        open_row, para_id = _paragraph(units, found, open_row if goes_on else None), following
        everything += quotations
        announced = _announced(units[-1])
        if open_row is not None and not _may_go_on(found[open_row], everything[-1:], units[-1]):
            open_row = None
    return found, everything


def _announced(unit: Unit) -> _Found | None:
    """Find who speaks in the paragraph after one that ends in a colon."""
    for i in sorted(unit.verbs, reverse=True) if unit.shape[-1:] == ":" else ():
        verb = unit.verbs[i][0]
        source = introduced_by(unit, i) or find_subject(unit, i, None)[0]
        if source and (verb.takes("quote") or verb.category == "light"):
            cue = unit.span(i, i + 1 + len(verb.rest))
            return _Found(unit.sentence, *cue, cue, unit.span(*source), verb.act, verb.commitment, "A", "colon")
    return None


def _is_quotation(unit: Unit) -> bool:
    return unit.shape[0] == "Q" and not unit.shape.strip("Q.,-")


def _read_units(batch: Batch, article: int) -> Iterator[tuple[list[Unit], list[Quotation]]]:
    """Paragraphs of an article: the units that hold a reporting word or a quotation, and the quotations."""
    quotations = find_quotations(batch.articles[article].text)
    plain, lower = batch.plain[article], batch.lower[article]
    first, last = batch.first[article], batch.first[article + 1]
    q = 0
    while first < last:
        units: list[Unit] = []
        para_id, q_first, q_unit = batch.para_id[first], q, q
        i = first
        while i < last and batch.para_id[i] == para_id:
            end = batch.end[i]
            while q < len(quotations) and quotations[q].start < end:
                q += 1
            inside = quotations[q_unit:q] if q > q_unit else []
            i += 1
            if inside and i < last and batch.para_id[i] == para_id and _goes_on(plain, lower, end, batch.start[i], batch.end[i], inside):
                continue
            start = batch.start[first]
            is_title = batch.zone[first] in ("headline", "link")
            unit = Unit(plain, first, start, end, inside, is_title=is_title)
            if inside or unit.verbs or unit.is_title:
                units.append(unit)
            first, q_unit = i, q
        first = i
        if units:
            yield units, quotations[q_first:q]


def _goes_on(plain: str, text: str, end: int, following: int, following_end: int, quotations: list[Quotation]) -> bool:
    """Tell whether the sentence that ends here is only a part: inside a quotation, or a question before "he asked"."""
    for quotation in quotations:
        if quotation.start < end < quotation.end:
            return True
        if quotation.end == end and quotation.closed and text[quotation.start : end].rstrip("\"”'’» ")[-1:] in ("?", "!", ","):
            return plain[following].islower() or is_tag(text, following, following_end)
    return False


def _paragraph(units: list[Unit], found: list[_Found], open_row: int | None) -> int | None:
    """Add the attributions of one paragraph to those found before; returns the row that its last words belong to.

    A quotation without a tag of its own belongs to the row before it: "A," he said. "B."
    """
    speaker, reach = open_row, units[0].start
    for unit in units:
        own = _rows(unit)
        if speaker is not None and unit.shape[0] == "Q" and unit.start <= reach + 2:
            is_quotation = _is_quotation(unit)
            if not any(row.start <= unit.start < row.end for row in own) and (is_quotation or speaker == open_row):
                found[speaker] = found[speaker]._replace(end=unit.end_of(unit.shape.rindex("Q") if is_quotation else 0))
                reach = unit.end
                if is_quotation:
                    continue
            elif speaker == open_row and found[speaker].rule == "quote-alone":  # only the last paragraph names the speaker
                own = [row._replace(start=found[speaker].start) if row.start == unit.start else row for row in own]
                found.pop(speaker)
        own = _after_colon(own, unit)
        claimed = found[speaker].end if speaker is not None and speaker < len(found) else 0
        own += _unclaimed(own, unit, claimed)
        first = len(found)
        found += own
        speaker = _speaker(own, unit)
        speaker = None if speaker is None else first + speaker
        reach = unit.end
    return speaker


def _may_go_on(row: _Found, last: list[Quotation], unit: Unit) -> bool:
    """Tell whether speech may go on in the next paragraph: its quotation is left open, or closed only for a tag at the end."""
    if last and not last[0].closed:
        return row.end == last[0].end
    if row.rule == "colon":
        return bool(last) and row.end == last[0].end
    return row.rule == "quote-tag" and unit.start <= row.start and unit.shape.rstrip(".")[-1:] != "Q"


def _rows(unit: Unit) -> list[_Found]:
    """Attributions of the reporting words of a unit."""
    found = []
    before: tuple[int, int] | None = None
    done = inner = 0  # words before `inner` are content of the last main verb
    for i in unit.verbs:
        result = read_content(unit, i, before, done)
        if result is None:
            continue
        content, verb, cue = result
        source = content.source
        if source and verb.category not in ("noun", "adjective") and i >= inner:
            before, inner = source, content.last
        if content.first < i:
            done = max(done, content.last, cue[1])
        spans = unit.span(content.first, content.last), unit.span(*cue), unit.span(*source) if source else None
        found.append(_Found(unit.sentence, *spans[0], spans[1], spans[2], verb.act, verb.commitment, content.tier, content.rule))
    found += _headline(unit) if unit.is_title else []
    return [row._replace(tier="C") if any(_holds(other, row) for other in found) else row for row in found]


def _headline(unit: Unit) -> list[_Found]:
    """Find the source behind a headline: "Port to reopen by Friday: minister"."""
    match = _SOURCE_BEHIND.fullmatch(unit.shape)
    if match is None or unit.words[match.end(1) - 1] not in word_class("role") | word_class("document") | word_class("unnamed"):
        return []
    content, cue, source = unit.span(0, match.start(1) - 1), unit.span(match.start(1) - 1, match.start(1)), unit.span(*match.span(1))
    return [_Found(unit.sentence, *content, cue, source, "assert", "neutral", "B", "headline")]


def _holds(outer: _Found, row: _Found) -> bool:
    """Tell whether what is said holds a row that is less sure: "he said that Iran plans to ...", "Iran vowed to defend ..."."""
    if row.rule == "cue-noun" and outer is not row and outer.start == row.start:  # "said in a statement that"
        return True
    if outer is row or row.cue is None or not outer.start <= row.cue[0] < row.cue[1] <= outer.end:
        return False
    return (
        (outer.tier != "C" and (row.tier == "B" or row.rule in ("quote", "noun")))
        or row.rule == "cue-noun"
        or (outer.rule == "to" and outer.source == row.source and outer.start <= row.start)
    )


def _opens_paragraph(batch: Batch, article: int, quotation: Quotation) -> bool:
    sentence = batch.sentence_at(article, quotation.start)
    is_first = sentence == batch.first[article] or batch.para_id[sentence - 1] != batch.para_id[sentence]
    return is_first and batch.start[sentence] == quotation.start


def _speaker(rows: list[_Found], unit: Unit) -> int | None:
    """Row that a quotation after this unit goes on with: the last that is quoted, else the first that is said."""
    said = [n for n, row in enumerate(rows) if row.source and row.tier == "A"]
    quoted = [n for n in said if rows[n].rule in ("quote-tag", "interrupted", "quote")]
    if quoted or said:
        return quoted[-1] if quoted else said[0]
    return len(rows) - 1 if rows and rows[-1].rule == "quote-alone" else None


def _after_colon(rows: list[_Found], unit: Unit) -> list[_Found]:
    """Let content run over the quotation that a colon or dash sets after it, as in *he praised the deal: "It is good."*."""
    stop = unit.shape.rfind("Q")
    if stop < 2 or unit.shape[stop - 1] not in ":-" or unit.words[stop].count(" ") < 3:
        return rows
    end = unit.end_of(stop - 2)
    return [row._replace(end=unit.end_of(stop), tier=min(row.tier, "B")) if row.end == end else row for row in rows]


def _unclaimed(rows: list[_Found], unit: Unit, claimed: int) -> list[_Found]:
    """Quotations that no rule has taken: words of a document, words held at a distance, speech without a tag."""
    more = []
    for k in [k for k, letter in enumerate(unit.shape) if letter == "Q"] if "Q" in unit.shape else []:
        start, end = unit.span(k, k + 1)
        if start < claimed or any(row.start <= start < row.end for row in rows):
            continue
        row = _untold(unit, k) or _document(unit, k)
        if row is None and unit.words[k].count(" ") < 6 and unit.shape.strip("Q.") != "":
            row = _Found(unit.sentence, start, end, None, None, "", "distancing", "A", "scare")
        more.append(row or _Found(unit.sentence, start, end, None, None, "", "neutral", "B", "quote-alone"))
    return more


def _untold(unit: Unit, k: int) -> _Found | None:
    """Find speech that a verb introduces which is on no list, as in *"Never," he thundered*."""
    match = None
    if is_finished(unit, k) and unit.words[k].rstrip("\"“”’'» ")[-1:] in (",", "?", "!"):
        match = _TAGGED.match(unit.shape, k + 1)
    elif unit.shape[k - 1 : k] == ":":
        match = _COLON_TAG.match(unit.shape[:k])
        if match is None and (label := _LABEL.fullmatch(unit.shape[:k])):  # "Thai PM: “No.”"
            spans = unit.span(k - 1, k), unit.span(*label.span(1))
            return _Found(unit.sentence, *unit.span(k, k + 1), *spans, "assert", "neutral", "B", "label")
    if match is None:
        return None
    (first, last), cue = match.span(1), match.start(2)
    return _Found(
        unit.sentence, *unit.span(k, k + 1), unit.span(cue, cue + 1), unit.span(first, last),
        "assert", "neutral", "B", "quote-untold",
    )  # fmt: skip


def _document(unit: Unit, k: int) -> _Found | None:
    """Find the document that quoted words stand in, as in *a decree restricting access "to all parties"*."""
    for i in range(k - 1, max(k - 12, 0), -1):
        if unit.shape[i] in ",;:V":
            return None
        if unit.words[i] in word_class("document") and unit.shape[i + 1] in "geT":
            first = phrase_start(unit, i)
            return _Found(
                unit.sentence, *unit.span(i + 2, k + 1), unit.span(i + 1, i + 2), unit.span(first, i + 1),
                "assert", "neutral", "B", "document-quote",
            ) if i + 2 <= k else None  # fmt: skip
    return None


def _kind(row: _Found, quotations: list[Quotation], text: str) -> str:
    """Direct where nothing but marks and spaces stands outside quotations, indirect where nothing stands inside."""
    if row.rule == "scare":
        return "scare"
    low = bisect_left(quotations, (row.start, 0, False))
    if low == len(quotations) or quotations[low].start >= row.end:
        return "indirect"
    position, outside = row.start, []
    cuts = [span for span in (row.cue, row.source) if span and row.start <= span[0] < row.end]
    for start, end, _ in quotations[low:]:
        if start >= row.end:
            break
        if position == row.start or not any(position <= cut[0] < start for cut in cuts):  # the tag between two parts is no content
            outside.append((position, start))
        position = end
    outside.append((position, row.end))
    is_mixed = any(
        text[offset].isalnum() and not any(a <= offset < b for a, b in cuts) for start, end in outside for offset in range(start, end)
    )
    return "mixed" if is_mixed else "direct"
