"""Cues: the words that show how far somebody stands behind a statement, and how it is judged.

The words are in ``data/cues.csv``, one row an entry and category, with the guards that keep a word from deceiving ("May"
the month) and what negation makes of it; `analysis.lexicons` tells what its columns hold.  A reader can edit that list, or
merge rows of their own over it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.articles import Article
from analysis.lexicons import CATEGORIES as CATEGORIES
from analysis.lexicons import GUARDS, read_cue_list
from analysis.segmentation import Batch, scan
from analysis.spans import phrase_pattern

_LOOKS = {  # where a guard looks, and whether it must match
    "only_before": (r"\A ?(?:{})(?:(?!\w)|(?<=\W))", True),
    "not_before": (r"\A ?(?:{})(?:(?!\w)|(?<=\W))", False),
    "only_after": (r"(?:(?<!\w)|(?=\W))(?:{}) ?\Z", True),
    "not_after": (r"(?:(?<!\w)|(?=\W))(?:{}) ?\Z", False),
}
_WINDOW = 60
_SMALL = re.compile(r"(?<!\w)[a-z]\w{3}")
_LONGEST_TITLE = 300
# A negation reaches its cue over auxiliaries, degree words and articles, so never out of its clause: not "not only clear".
_NEGATED = re.compile(
    r"(?:\b(?:not|never|neither|no|without|cannot|hardly|scarcely|barely|nobody|nothing|none|no one|no longer|far from|anything but"
    r"|nor(?: (?:is|was|are|were|do|does|did|has|have|will|would|can|could) (?:it|they|he|she|we|there|this))?)|n't)"
    r"(?: (?:(?!only|merely|simply)\w+ly|at all|all|yet|so|very|too|quite|even|always|any|much|such|the|an?|to|for|is|are|was|were|be|been"
    r"|being|have|has|had|can|could|will|would|seem|seems|appear|appears|look|looks|made|make|become)){0,3} \Z"
)
_NEGATED_AFTER = re.compile(r"(?: \w+ly)? (?:not|never)\b(?! only\b| just\b| merely\b)")
# "is widely presumed", "it was said"; also "widely regarded" with no verb before it.
_ADVERB = r"\w+ly|also|often|sometimes|always|never|still|now|long|once|even|so|at times|at first"
_GENERALLY = r"(?:widely|broadly|generally|commonly|universally|popularly|traditionally|often|frequently|sometimes)"
_PASSIVE = re.compile(
    rf"(?:(?<!\w)(?:it )?(?:is|are|was|were|be|been|being|gets?|got)(?:n't| not)?|(?<=\w)'(?:s|re))(?: (?:{_ADVERB}))* \Z"
    rf"|(?<!\w){_GENERALLY} \Z"
)
_AGENT = re.compile(r"(?: as [^,.;:]{1,50}?)? by (?!\w+ing\b)")
# "should it sell", "had they known", "were Russia to": an auxiliary before its subject where nothing is asked.  After "had",
# and a noun after "were", it must open its clause: "they had it removed", "these were the first to leave".
_NAME = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}"
_NOUN = r"(?:the|this|that|these|those|an?|any|its|his|her|their|our)(?: [\w'-]+){1,3}?"
_DONE = r"(?:not |never |only )?(?:\w+ly )?(?:\w+ed|\w+[eow]n|\w+ught|come|gone|left|made|held|kept|sent|sold|paid|told|won|lost|had)\b"
_INVERSION = {
    "should": re.compile(rf"\w+ (?:he|she|it|they|we|you|I|there|any\w+|{_NOUN}|{_NAME}) (?!and\b|or\b|of\b|in\b|to\b)[a-z]"),
    "were": re.compile(rf"\w+ (?:(?:he|she|it|they|we|you|I|there|{_NAME}|(?P<opens>{_NOUN})) (?:not |ever )?to [a-z]|it not for\b)"),
    "had": re.compile(rf"\w+ (?:(?:he|she|they|we|I)|(?P<opens>it|you|there|{_NOUN}|{_NAME})) (?:{_DONE}|(?:any|enough) [a-z])"),
}
_OPENS = re.compile(r"(?:^|[,;:—–(-]|\b(?:and|but|or|that)) ?[\"“]?\Z")
_ASKS = re.compile(
    r"\b(?:what|wh(?:y|o|om|ich|en|ere|ose)|how|nor|neither|so|as|than|only|not|never|rarely|seldom|hardly|scarcely|sooner)(?: \w+){0,2} \Z"
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
    rule: str
    is_modal: bool
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
        `analysis.lexicons`).  A row replaces ours of the same entry and category; the category ``-`` removes the
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
    cues = _ours() if lexicon is None else _compile(*read_cue_list(lexicon))
    hits = sorted(hit for article in range(len(batch.articles)) for hit in _find(batch, article, cues))
    columns = list(zip(*hits, strict=True)) or [()] * len(_Hit._fields)
    _, start, category, sentence, end, entry, negated, rule = columns
    return batch.table(
        sentence,
        start,
        end,
        category=pd.Categorical.from_codes(list(category), categories=pd.Index(CATEGORIES, dtype="str")),
        entry=pd.Series(entry, dtype="str"),
        negated=pd.Series(negated, dtype="bool"),
        rule=pd.Series(rule, dtype="str"),
    )


def _find(batch: Batch, article: int, cues: _Cues) -> list[_Hit]:
    """Cues of one article, from left to right."""
    text = batch.lower[article]
    hits: list[_Hit] = []
    position = 0
    while match := cues.pattern.search(text, position):
        start, end = match.span()
        sentence = batch.sentence_at(article, start)
        found: list[_Hit] = []
        while end > start and not found:  # the longest phrase whose guards hold
            position = end
            found = _judge(batch, sentence, start, end, cues.phrases.get(text[start:end], []))
            end = text.rfind(" ", start, end)
        if not found:
            position = start + 1
            continue
        inside = len(hits)
        while inside and hits[inside - 1].end > found[0].start:
            inside -= 1
        hits[inside:] = [hit for hit in hits[inside:] if hit.category != found[0].category] + found  # "is widely presumed" holds "widely"
    return hits


def _judge(batch: Batch, sentence: int, start: int, end: int, cues: list[_Cue]) -> list[_Hit]:
    """What a phrase counts as at its place: a row for each of its entries that is not deceiving."""
    article = batch.article[sentence]
    text, low, high = batch.lower[article], batch.start[sentence], batch.end[sentence]
    before, after = text[max(low, start - _WINDOW) : start], text[end : min(high, end + _WINDOW)]
    hits: list[_Hit] = []
    for cue in cues:
        if cue.rule == "list" and hits and hits[0].rule != "list":  # "should it sell" is no obligation
            break
        if any((guard.pattern.search(after if guard.reads_on else before) is not None) is not guard.wanted for guard in cue.guards):
            continue
        if cue.capital and not _is_written(batch.plain[article], cue.capital, start, low, high):
            continue
        begin = start
        if cue.rule == "passive":
            verb = _PASSIVE.search(before)
            if verb is None or _AGENT.match(after):
                continue
            begin -= len(before) - verb.start()
        if cue.rule == "inversion" and not _is_inverted(batch.plain[article], cue.entry, start, low, high):
            continue
        # "may not", but "clearly not" is clear
        follows = cue.is_modal and _NEGATED_AFTER.match(text, end, high) is not None
        negated = follows or text[start:end].endswith("n't") or _NEGATED.search(before) is not None
        category, rule = cue.category, cue.rule
        if negated and cue.negation == "drop":
            continue
        if negated and cue.negation in CATEGORIES:
            category, rule = cue.negation, "list-negated"
        hit = _Hit(article, begin, CATEGORIES.index(category), sentence, end, cue.entry, negated, rule)
        if all(hit.category != other.category for other in hits):
            hits.append(hit)
    return hits


def _is_written(text: str, capital: str, start: int, low: int, high: int) -> bool:
    """Is the word at `start` written as its entry asks, small or with a capital?"""
    if capital == "only" or not text[start].isupper():
        return (capital == "only") is text[start].isupper()
    return text[start + 1 : start + 2].islower() and not _SMALL.search(
        text, low, min(high, low + _LONGEST_TITLE)
    )  # a headline has capitals throughout


def _is_inverted(text: str, entry: str, start: int, low: int, high: int) -> bool:
    match = _INVERSION[entry].match(text, start, high)
    before = text[max(low, start - _WINDOW) : start]
    if match is None or text[max(low, high - 9) : high].rstrip("\"'”) ").endswith("?") or _ASKS.search(before.lower()):
        return False
    return match.lastgroup != "opens" or _OPENS.search(before) is not None


@cache
def _ours() -> _Cues:
    return _compile(*read_cue_list(None))


def _compile(table: pd.DataFrame, removed: frozenset[str]) -> _Cues:
    phrases: dict[str, list[_Cue]] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):  # as a spreadsheet counts them
        rule = row["forms"] if row["forms"] in ("passive", "inversion") else "list"
        if rule == "inversion" and row["entry"] not in _INVERSION:
            raise ValueError(f"`forms` of {row['entry']!r} can be inversion only for {', '.join(_INVERSION)}.")
        guards = tuple(_guard(number, row["entry"], name, row[name]) for name in GUARDS if row[name])
        cue = _Cue(row["entry"], row["category"], row["negation"], row["capital"], rule, "n't" in row["forms"], guards)
        for phrase in _forms(row["entry"], row["forms"]):
            if phrase == cue.entry or phrase not in removed:
                phrases.setdefault(phrase, []).append(cue)
    for phrase, cues in phrases.items():
        cues.sort(key=lambda cue: (cue.rule == "list", cue.entry != phrase))
    return _Cues(phrase_pattern(phrases, before=r"(?<![\w@#])(?<!\w-)", after=r"(?!\w|-\w|'t\b)"), phrases)


def _guard(number: int, entry: str, name: str, guard: str) -> _Guard:
    form, wanted = _LOOKS[name]
    try:
        return _Guard(re.compile(form.format(guard)), name.endswith("before"), wanted)
    except re.error as error:
        raise ValueError(f"`lexicon`, row {number} ({entry!r}): `{name}` must be a regular expression; not {guard!r} ({error}).") from None


def _forms(entry: str, forms: str) -> Iterator[str]:
    """The entry, then the forms of its first word."""
    yield entry
    if forms in ("", "passive", "inversion"):
        return
    word, space, rest = entry.partition(" ")
    if forms != "verb":
        endings = forms.split()
    elif re.search(r"[^aeiou]y$", word):
        endings = [word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    elif word.endswith("e"):
        endings = [word + "s", word + "d", word[:-1] + "ing"]
    else:
        endings = [word + ("es" if re.search(r"(?:s|sh|ch|x|z)$", word) else "s"), word + "ed", word + "ing"]
    if forms == "verb" and re.search(r"[^aeiou][aeiou][bdglmnprt]$", word):  # "admitted"; of "visit", no word
        endings += [word + word[-1] + "ed", word + word[-1] + "ing"]
    for form in endings:
        yield form + space + rest
