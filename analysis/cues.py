"""Cues: the words that show how far somebody stands behind a statement, and how it is judged.

The words are in ``data/cues.csv``, one row an entry and category, with the guards that keep a word from deceiving ("May"
the month) and what negation makes of it.  A reader can edit that list, or merge rows of their own over it.

Columns of the list besides `entry`, `category` and `source`; an empty cell asks for nothing:

========================  ===================================================================================
forms                     ``verb``: the first word takes its regular endings.  ``passive``: a participle that
                          counts only after a form of "be" and without "by", its span starting at that verb.
                          Anything else: other forms of the first word, separated by spaces.
negation                  What a negation of the entry in its own clause makes of it: ``keep`` (also where
                          empty) its category, ``hedge``, ``booster``, or ``drop`` it.
capital                   ``no``: not where it is written with a capital ("May", "US"), save in a headline
                          that has capitals throughout; ``only``: nowhere else.
only_before, not_before   Regular expression that the text right after the entry must, or must not, begin with.
only_after, not_after     The same for the end of the text right before it.
========================  ===================================================================================

Guards read lower-cased text with straight apostrophes inside the sentence, 60 characters far; they match whole words, and
``^`` and ``$`` are the ends of the sentence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.articles import Article
from analysis.lexicons import load_lexicon
from analysis.segmentation import Batch, scan
from analysis.spans import phrase_pattern

CATEGORIES = ("hedge", "booster", "attitude", "obligation", "condition", "contrast", "self_mention", "evidential", "vague", "presupposition")
NEGATION = ("keep", "hedge", "booster", "drop")
CAPITAL = ("", "no", "only")
_GUARDS = {  # where a guard looks, and whether it must match
    "only_before": (r"\A ?(?:{})(?:(?!\w)|(?<=\W))", True),
    "not_before": (r"\A ?(?:{})(?:(?!\w)|(?<=\W))", False),
    "only_after": (r"(?:(?<!\w)|(?=\W))(?:{}) ?\Z", True),
    "not_after": (r"(?:(?<!\w)|(?=\W))(?:{}) ?\Z", False),
}
_COLUMNS = ("entry", "category", "forms", "negation", "capital", *_GUARDS)
_WINDOW = 60
# A negation reaches its cue over auxiliaries, degree words and articles only: not "not only clear", not "did not ask, clearly".
_NEGATED = re.compile(
    r"(?:\b(?:not|never|nor|neither|no|without|cannot|hardly|scarcely|barely|nobody|nothing|none|no one|no longer|far from)|n't)"
    r"(?: (?:\w+ly|at all|all|yet|so|very|too|that|quite|even|always|any|much|such|the|an?|to|for|is|are|was|were|be|been|being|have|has|had"
    r"|can|could|will|would|seem|seems|appear|appears|look|looks|made|make|become|it|they|he|she|we|there)){0,3} \Z"
)
_NEGATED_AFTER = re.compile(r"(?: \w+ly)? (?:not|never)\b(?! only\b| just\b| merely\b)")
_PASSIVE = re.compile(
    r"(?:(?<!\w)(?:it )?(?:is|are|was|were|be|been|being|gets?|got)|(?<=\w)'(?:s|re))"
    r"(?:n't| not)?(?: (?:\w+ly|also|often|sometimes|always|never|still|now|long|once|even|so|at times|at first))* \Z"
)
# "should it sell", "had they known", "were Russia to": an auxiliary before its subject where no question is asked.
_SUBJECT = r"(?:he|she|it|they|we|you|I|there|anyone|anything|th(?:e|is|at|ese|ose)(?: [\w-]+){1,3}|(?:an?|any|its|his|her|their|our) [\w-]+|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3})"
_INVERSION = re.compile(
    rf"(?<!\w)(?:[Ss]hould(?= {_SUBJECT} (?!have\b)[a-z])"
    rf"|[Ww]ere(?= {_SUBJECT} (?:not )?(?:ever )?to [a-z]| it not for\b)"
    rf"|[Hh]ad(?= (?:he|she|it|they|we|you|I|there|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)*) (?:not |never |only )?(?:\w+ly )?(?!to\b|a\b|the\b|no\b)[a-z]))"
)


class _Guard(NamedTuple):
    pattern: re.Pattern[str]
    reads_on: bool  # looks at the text after the entry, else at the text before it
    wanted: bool


class _Cue(NamedTuple):
    entry: str
    category: str
    negation: str
    capital: str
    is_passive: bool
    guards: tuple[_Guard, ...]


class _Cues(NamedTuple):
    pattern: re.Pattern[str]
    phrases: dict[str, list[_Cue]]


class _Hit(NamedTuple):
    article: int
    start: int
    category: int
    sentence: int
    end: int
    entry: str
    negated: bool
    rule: str


def find_cues(articles: Article | Iterable[Article], *, lexicon: pd.DataFrame | str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Find the words that show stance: how sure, how judged, on whose word.

    Where entries overlap the longest counts; a word of two categories gives two rows.

    Parameters
    ----------
    articles : Article or iterable of Article
    lexicon : DataFrame or path, optional
        Entries of your own, a table or a CSV file with `entry` and `category` and any further column of the list (see
        the module's docstring).  A row replaces ours of the same entry and category; the category ``-`` removes the
        entry altogether.

    Returns
    -------
    DataFrame
        One row a cue, sorted by article, start and category: `article_id`, `sent_id`, `start`, `end`, `text`;
        `category` (hedge, booster, attitude, obligation, condition, contrast, self_mention, evidential, vague,
        presupposition), the effective one after negation; `entry` (of the list), `negated` (is the cue negated in its
        own clause), `rule` (list; list-negated: negation changed the category; passive; inversion).

    Raises
    ------
    ValueError
        If `lexicon` lacks a column, holds an unknown value or an invalid guard, or gives one entry twice.

    References
    ----------
    Categories after Hyland, K. (2005). *Metadiscourse*, Continuum; and for presupposition Karttunen, L. (1971).
    Implicative verbs. *Language* 47(2), 340-358.

    Examples
    --------
    >>> cues = find_cues(Article("a", "Iraq may buy them; it is not clearly in its interest."))
    >>> cues[["text", "category", "entry", "negated"]].values.tolist()
    [['may', 'hedge', 'may', False], ['clearly', 'hedge', 'clearly', True]]
    """
    return _cues(scan(articles), lexicon)


def _cues(batch: Batch, lexicon: pd.DataFrame | str | os.PathLike[str] | None) -> pd.DataFrame:
    cues = _ours() if lexicon is None else _compile(_merge(load_lexicon("cues"), lexicon))
    hits = sorted(hit for article in range(len(batch.articles)) for hit in _find(batch, article, cues))
    columns = list(zip(*hits, strict=True)) or [()] * len(_Hit._fields)
    _, start, category, sentence, end, entry, negated, rule = columns
    return batch.table(
        sentence,
        start,
        end,
        category=pd.Categorical.from_codes(list(category), categories=list(CATEGORIES)),
        entry=pd.Series(entry, dtype="str"),
        negated=pd.Series(negated, dtype="bool"),
        rule=pd.Series(rule, dtype="str"),
    )


def _find(batch: Batch, article: int, cues: _Cues) -> list[_Hit]:
    """Cues of one article: those of the list, then the inversions."""
    text = batch.lower[article]
    hits: list[_Hit] = []
    position = 0
    while match := cues.pattern.search(text, position):
        start, end = match.span()
        sentence = batch.sentence_at(article, start)
        found: list[_Hit] = []
        while end > start and not found:  # the longest phrase whose guards hold
            for cue in cues.phrases.get(text[start:end], ()):
                hit = _judge(batch, article, sentence, start, end, cue)
                if hit:
                    found.append(hit)
            position = end if found else start + 1
            end = text.rfind(" ", start, end)
        for hit in found:
            while hits and hits[-1].end > hit.start and hits[-1].start < start:  # "is widely presumed" holds "widely"
                hits.pop()
        hits += found
    plain = batch.plain[article]
    for match in _INVERSION.finditer(plain):
        start, end = match.span()
        sentence = batch.sentence_at(article, start)
        if _is_inverted(plain, batch.start[sentence], start, batch.end[sentence]):
            hits = [hit for hit in hits if hit.end <= start or hit.start >= end]
            entry = text[start:end]
            hits.append(_Hit(article, start, CATEGORIES.index("condition"), sentence, end, entry, False, "inversion"))
    return hits
