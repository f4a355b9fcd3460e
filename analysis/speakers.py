"""Speakers: which actor each source is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.reporting import head_noun
from analysis.shapes import word_class
from analysis.spans import rows_by_article

_Speaker = tuple[str, str | None]
_Row = dict[str, Any]


def find_speakers(attributions: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Find who the sources are: actors of the same article.

    A source is whoever it names; else whom its title counts to ("the Russian diplomat"), a fuller source before it
    ("the coalition"), or for a pronoun the last fitting source of its own paragraph.  Where nothing fits it stays open.

    Parameters
    ----------
    attributions : DataFrame
        As `find_attributions` returns it.
    mentions : DataFrame
        As `find_mentions` returns it for the same articles.

    Returns
    -------
    DataFrame
        One row a speaker, two for "the parties", none for an unnamed source: `article_id`, `sent_id`, `start`, `end`,
        `text` (of the source); `attribution_id`, `actor` (the party, or the source in its own words where it is none of
        the actors), `state` (missing where there is none: a country's media are not its government's voice).

    Examples
    --------
    >>> from analysis import Article, find_attributions, find_mentions
    >>> article = Article("a", "Iraq is ready, the Russian diplomat said. Iraqi media reported that it had asked first.")
    >>> find_speakers(find_attributions(article), find_mentions(article))[["text", "actor", "state"]].values.tolist()
    [['the Russian diplomat', 'Russia', 'Russia'], ['Iraqi media', 'Iraqi media', nan]]
    """
    named = rows_by_article(mentions, ("sent_id", "start", "end", "text", "para_id", "actor", "state", "kind", "reading"))
    spoken = rows_by_article(attributions, ("sent_id", "para_id", "source", "source_start", "source_end", "source_kind"))
    rows: list[tuple[int, str, str | None]] = []
    for article_id, (positions, own) in spoken.items():
        for n, speakers in _speakers(own, named[article_id][1] if article_id in named else []):
            rows += [(positions[n], actor, state) for actor, state in speakers]
    kept = attributions.iloc[[row for row, _, _ in rows]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "article_id": kept["article_id"],
            "sent_id": kept["sent_id"],
            "start": kept["source_start"].astype("int64"),
            "end": kept["source_end"].astype("int64"),
            "text": kept["source"],
            "attribution_id": kept["attribution_id"],
            "actor": _categorical([actor for _, actor, _ in rows]),
            "state": _categorical([state for _, _, state in rows]),
        }
    )


def _speakers(attributions: list[_Row], mentions: list[_Row]) -> Iterator[tuple[int, list[_Speaker]]]:
    """Speakers of each attribution of one article, in reading order of their sources."""
    starts = [mention["start"] for mention in mentions]
    known: dict[str, list[_Speaker]] = {}  # by head noun or surname
    last: _Row | None = None
    speaking: list[_Speaker] = []
    order = sorted((n for n, row in enumerate(attributions) if row["source"]), key=lambda n: attributions[n]["source_start"])
    for n in order:
        row = attributions[n]
        start, end = int(row["source_start"]), int(row["source_end"])
        inside = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
        before = mentions[: bisect_left(starts, start)]
        word = row["source"].lower()
        is_pronoun = word in word_class("pronoun") or word in word_class("determiner") or word in ("who", "which", "that")
        if word in ("who", "which", "that"):
            found = [_speaker(before[-1])] if before and 0 <= start - before[-1]["end"] <= 2 else []
        elif is_pronoun:
            fits = last is not None and last["para_id"] == row["para_id"] and _agree(word, last["source"])
            found = speaking if fits else []
        else:
            found = _named(row, inside, before, known)
        if found:
            yield n, found
        if found or not is_pronoun:
            last, speaking = row, found
        if found and not is_pronoun:
            for key in (head_noun(row["source"]), row["source"].rpartition(" ")[2].lower()):
                known.setdefault(key, found)


def _named(row: _Row, inside: list[_Row], before: list[_Row], known: dict[str, list[_Speaker]]) -> list[_Speaker]:
    """Speakers of a source that is no pronoun."""
    source, start = row["source"], int(row["source_start"])
    head = head_noun(source)
    if _is_pair(source) and not inside:
        return _pair([mention for mention in before if row["sent_id"] - 2 < mention["sent_id"] and mention["para_id"] == row["para_id"]])
    if head in word_class("outsider") | word_class("body") | word_class("media"):  # a country's media and analysts are not its government
        return [(_bare(source), None)] if inside else []
    if not inside and re.search(r"\bits\b", source):  # "Peru will wait, its minister said"
        inside = [mention for mention in before if mention["sent_id"] == row["sent_id"] and mention["reading"] == "actor"][-1:]
        return [_speaker(mention) for mention in inside]
    if row["source_kind"] == "document":  # the report, not who else is named beside it
        inside = [mention for mention in inside if _is_author(source, mention, start)]
    fitting = [mention for mention in inside if _is_voice(source, mention, start)]
    joined = re.search(r"[^,] and (?:the )?[A-Z]", source)
    if fitting:
        people = [mention for mention in fitting if mention["kind"] in ("person", "group", "institution") and mention["reading"] == "actor"]
        chosen = list(dict.fromkeys(_speaker(mention) for mention in (fitting if joined else (people or fitting)[:1])))
        return chosen[:2]
    if row["source_kind"] == "unnamed":
        return []
    surname = source.rpartition(" ")[2]
    for mention in before:
        if mention["kind"] == "person" and surname[:1].isupper() and mention["text"].endswith(surname):
            return [_speaker(mention)]
    if (head in known and re.match(r"[Tt]he |[Tt]h(?:is|at|ose|ese) ", source)) or (surname.lower() in known and surname[:1].isupper()):
        return known.get(head) or known[surname.lower()]
    return [(_bare(source), None)] if row["source_kind"] == "named" and any(c.isupper() for c in source[1:]) else []


def _speaker(mention: _Row) -> _Speaker:
    state = mention["state"]
    return str(mention["actor"]), None if pd.isna(state) else str(state)


def _is_voice(source: str, mention: _Row, start: int) -> bool:
    """Tell whether a mention inside a source says whose voice it is: not a place, nor where an envoy is sent."""
    before = source[: max(mention["start"] - start, 0)].lower().rstrip()
    if mention["reading"] != "modifier":
        sent = r"\b(?:to|on|with|against|about|from|between|near|after|during)(?: the)?$|\b(?:envoy|representative)s? for(?: the)?$"
        if re.search(sent, before):
            return False
    if mention["reading"] == "place" or re.search(r"\b(?:in|at)(?: the)?$", before):
        return head_noun(source) in word_class("government")
    return True


def _is_author(source: str, mention: _Row, start: int) -> bool:
    """Tell whether a document is a mention's own: "Iraq's report", "a statement by the Iraqi army", not "a poll by a Warsaw institute"."""
    phrase, _, rest = re.split(r", ", source)[0].partition(" by ")
    at = mention["start"] - start
    is_by = mention["reading"] == "actor" or head_noun(rest) in word_class("government")
    return at < len(phrase) or (is_by and at < len(phrase) + 4 + len(rest))


def _is_pair(source: str) -> bool:
    words = source.lower().split()
    return words[0] in ("the", "both") and words[-1] in word_class("pair") and len(words) <= 4


def _pair(mentions: list[_Row]) -> list[_Speaker]:
    """Find the two parties that were named last: the first actors of two states in the sentence before, or in this one."""
    found: dict[str, _Speaker] = {}
    for mention in mentions:
        if mention["reading"] != "place" and not pd.isna(mention["state"]):
            found.setdefault(str(mention["state"]), _speaker(mention))
    return list(found.values())[:2] if len(found) > 1 else []


def _agree(pronoun: str, source: str) -> bool:
    """Tell whether a pronoun may stand for a source: one person, several, or a body."""
    is_many = head_noun(source) in word_class("collective") or " and " in source
    if pronoun == "they":
        return True
    return not is_many


def _bare(source: str) -> str:
    """Give a source in its own words, without article and apposition."""
    return re.sub(r"^(?:[Tt]he|[Aa]n?) ", "", re.split(r", | who | \(", source)[0])


def _categorical(values: list[str] | list[str | None]) -> pd.Categorical:
    return pd.Categorical(values, categories=pd.Index(sorted({value for value in values if value}), dtype="str"))
