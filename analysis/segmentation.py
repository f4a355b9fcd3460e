"""Sentences, words and clauses, each as offsets into the article's text.

`scan` reads a batch of articles once; every other module works on what it returns, so that no text is cut twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.articles import ZONES, Article
from analysis.lexicons import read_list, read_rows

# What may end a sentence: marks, closing quotes and brackets, note numbers, up to a space.  No quantifier backtracks, and the
# look-behind lets a run of marks be tried once: time is linear.
_END = re.compile(
    r"""(?<![.!?…])(?P<mark>[.!?…]++(?:\x20[.!?…]++){0,3}+)
        (?P<close>["'”’»)\]*_]*+)(?P<note>(?:\x20?\[\d{1,3}\])*+)
        (?=\s++(?P<open>["'“‘«(\[¡¿*_•#@$€£¥\x20–—-]{0,6}+)(?P<next>[^\W_]?))""",
    re.VERBOSE,
)
_BREAK = re.compile(r"[^\w.'’&-]+")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_NUMERAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,5}|[IVX]{1,5}")
LONGEST_ARTICLE = 5_000_000  # characters; a shelf of books, and gigabytes of tables
_LONGEST = 4000  # characters; much of what follows reads the whole sentence at each find, and stays linear by this alone

# One word a match; the look-ahead spares trying all that follows where no word can begin.  First what most words are, letters before
# a blank or a mark, which nothing below would read otherwise.  Then in this order: addresses; dotted abbreviations ("U.S.-led");
# amounts ("$3.5bn", "50%"); words with hyphens and apostrophes inside ("al-Halbousi", "S-400", "didn’t").  A possessive ending is
# not part of the word.
_TOKEN = re.compile(
    r"""((?=[\w$€£¥₹])(?:
        (?<!['’])[^\W\d_]{2,}+(?=[\s,;?!)”"]|\.\s)
      | (?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’]
      | \w[\w.+-]{0,63}+@\w[\w-]*(?:\.\w[\w-]*)+
      | Ph\.D\b\.?
      | (?:[^\W\d_]\.){2,}(?:[-–][^\W_]+)*
      | [$€£¥₹]?\d(?:[\d.,:]*\d)?(?:%|(?:bn|tn|mn|km|kg|st|nd|rd|th|[a-z])\b(?!\.\w))?(?:-[^\W_]+)*
      | (?:it|he|she|that|there|here|what|who|where|how|let)['’]s\b
      | (?<![^\s("“‘\[]['’])[^\W_](?:\w|['’](?=[^\W\d_])(?!s\b)|[-‐‑](?=\w)|&(?=[A-Z]))*))""",
    re.VERBOSE | re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"[^\s][^\n]*")
_FRONTED = re.compile(r"(?:[\"“‘(]?\w+, )?(?:even )?(?:if|while|whilst|although|though|because|when|unless|whereas)(?: [^\s,;]+){3,}?, ")
_PRONOUN_CLAUSE = r"[,;]\s+(?:and |or |yet |so )?(?=(?:it|he|she|they|we|i|you|there|this|these|those) )|[;:—–]\s|\s-\s"


@dataclass(frozen=True)
class Batch:
    """What one pass over some articles found: one list a column, one element a sentence."""

    articles: tuple[Article, ...]
    article: list[int] = field(default_factory=list)  # position in `articles`
    sent_id: list[int] = field(default_factory=list)
    para_id: list[int] = field(default_factory=list)
    zone: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)  # for each article: its first sentence, with one more at the end

    @cached_property
    def lower(self) -> list[str]:
        """The texts in lower case with straight apostrophes, character for character as long as the originals."""
        return [_lower(article.text) for article in self.articles]

    @cached_property
    def plain(self) -> list[str]:
        """The texts with straight apostrophes."""
        return [article.text.replace("’", "'") for article in self.articles]

    def sentence_at(self, article: int, offset: int) -> int:
        """Position of the sentence that holds, or comes last before, an offset."""
        low = self.first[article]
        return max(low, bisect_right(self.start, offset, low, self.first[article + 1]) - 1)

    @cached_property
    def clauses(self) -> list[list[int]]:
        """For each sentence, the offsets at which a new clause starts, the sentence's own start first."""
        pattern = _clause_pattern()
        rows = []
        for article, start, end in zip(self.article, self.start, self.end, strict=True):
            text = self.lower[article]
            starts = {start}
            for match in pattern.finditer(text, start, end):
                starts.add(match.end() if match.lastgroup == "mark" else match.start())
            opened = _FRONTED.match(text, start, end)
            if opened:  # "If Iraq buys them, sanctions follow": the comma after the fronted clause closes it
                starts.add(opened.end())
            rows.append(sorted(offset for offset in starts if offset < end))
        return rows

    def table(self, sentence: ArrayLike, start: ArrayLike, end: ArrayLike, **columns: Any) -> pd.DataFrame:
        """Tidy table of spans: one row a span, with its article, sentence, offsets and text."""
        rows, starts, ends = (np.asarray(each, dtype=np.int64) for each in (sentence, start, end))
        article = np.array(self.article, dtype=np.int64)[rows]
        text = columns.pop("text", None)
        if text is None:
            texts = [each.text for each in self.articles]
            text = [texts[a][s:e] for a, s, e in zip(article.tolist(), starts.tolist(), ends.tolist(), strict=True)]
        return pd.DataFrame(
            {
                "article_id": pd.Categorical.from_codes(article, categories=pd.Index([a.article_id for a in self.articles], dtype="str")),
                "sent_id": np.array(self.sent_id, dtype=np.int64)[rows],
                "start": starts,
                "end": ends,
                "text": pd.Series(text, dtype="str"),
                **columns,
            }
        )


def check_length(text: str, name: str) -> None:
    """Refuse a text that is no article but an archive: its tables would fill the memory."""
    if len(text) > LONGEST_ARTICLE:
        expected = f"expected {LONGEST_ARTICLE:,} at most: split it into several articles, such as its chapters"
        raise ValueError(f"{name} has {len(text):,} characters; {expected}.")


def scan(articles: Article | Iterable[Article]) -> Batch:
    """Cut articles into paragraphs and sentences, once for all that follows."""
    batch = Batch((articles,) if isinstance(articles, Article) else tuple(articles))
    seen: set[str] = set()
    for i, article in enumerate(batch.articles):
        if not isinstance(article, Article):
            raise TypeError(f"`articles` must be an Article or several of them; not {type(article).__name__}.")
        check_length(article.text, f"Article {article.article_id!r}")
        if article.article_id in seen:
            raise ValueError(f"Two articles have the id {article.article_id!r}; ids must be unique.")
        seen.add(article.article_id)
        batch.first.append(len(batch.start))
        zones = list(article.zones)
        for para_id, paragraph in enumerate(_PARAGRAPH.finditer(article.text)):
            while zones and zones[0][1] <= paragraph.start():
                zones.pop(0)
            for start, end in _split(article.text, paragraph.start(), paragraph.end()):
                batch.article.append(i)
                batch.sent_id.append(len(batch.start) - batch.first[-1])
                batch.para_id.append(para_id)
                batch.zone.append(next((zone for z_start, z_end, zone in zones if z_start <= start < z_end), "body"))
                batch.start.append(start)
                batch.end.append(end)
    batch.first.append(len(batch.start))
    return batch


def split_sentences(articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Split articles into sentences.

    Sentences never cross a newline; headlines and list items are sentences of their own.  A full stop after one of
    ``data/abbreviations.csv`` or an initial ends no sentence, unless the column `follows` lets the next word decide:
    "any" (never an end), "name" (an end before a capitalised function word), "digit" (an end except before a digit),
    "date" (an end before a capital).  What runs on for more than 4,000 characters is no sentence, and is cut between words.

    Parameters
    ----------
    articles : Article or iterable of Article

    Returns
    -------
    DataFrame
        One row a sentence: `article_id`, `sent_id` (from 0 in its article), `start`, `end` (offsets, in characters),
        `text`, `para_id` (from 0), `zone`.

    Examples
    --------
    >>> split_sentences(Article("a", "The U.S. Army left. Iraq stayed."))["text"].tolist()
    ['The U.S. Army left.', 'Iraq stayed.']
    """
    return _sentences(scan(articles))


def _sentences(batch: Batch) -> pd.DataFrame:
    return batch.table(
        range(len(batch.start)),
        batch.start,
        batch.end,
        para_id=pd.Series(batch.para_id, dtype="int64"),
        zone=pd.Categorical(batch.zone, categories=ZONES),
    )


def _clauses(batch: Batch) -> pd.DataFrame:
    """Tidy table of clauses, `clause_id` counting from 0 in its sentence."""
    sentence = [i for i, starts in enumerate(batch.clauses) for _ in starts]
    start = [offset for starts in batch.clauses for offset in starts]
    end = [offset for starts, last in zip(batch.clauses, batch.end, strict=True) for offset in (*starts[1:], last)]
    clause_id = [k for starts in batch.clauses for k in range(len(starts))]
    return batch.table(sentence, start, end, clause_id=pd.Series(clause_id, dtype="int64"))


def tokenize(articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Split articles into words.

    A word is an unbroken run of letters and digits with its inner hyphens, apostrophes and dots ("U.S.-led", "S-400",
    "al-Halbousi", "didn’t"), an amount ("50%", "$3.5bn") or an address.  Punctuation and the possessive ending ("’s")
    are no words.

    Parameters
    ----------
    articles : Article or iterable of Article

    Returns
    -------
    DataFrame
        One row a word: `article_id`, `sent_id`, `start`, `end`, `text`, `term` (case-folded, apostrophes straight),
        `lemma` (dictionary form, by simplemma), `is_stop` (is it one of ``data/stop_words.csv``).

    Examples
    --------
    >>> tokenize(Article("a", "U.S.-led forces didn’t buy Iraq’s S-400s."))["text"].tolist()
    ['U.S.-led', 'forces', 'didn’t', 'buy', 'Iraq', 'S-400s']
    """
    return _tokens(scan(articles))


def _tokens(batch: Batch) -> pd.DataFrame:
    texts = [article.text for article in batch.articles]
    pieces: list[str] = []  # what stands before a word, the word, what stands before the next ...: offsets are sums of their lengths
    n = np.zeros(len(batch.start), dtype=np.int64)  # of words in each sentence
    for i, (article, start, end) in enumerate(zip(batch.article, batch.start, batch.end, strict=True)):
        found = _TOKEN.split(texts[article][start:end])
        found.pop()
        n[i] = len(found) // 2
        pieces += found
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces)).reshape(-1, 2)
    last = np.concatenate([[0], np.cumsum(lengths.sum(axis=1))])
    sentence = np.repeat(np.arange(len(n)), n)
    ends = last[1:] + (np.array(batch.start, dtype=np.int64) - last[np.cumsum(n) - n])[sentence]
    table = batch.table(sentence, ends - lengths[:, 1], ends, text=pieces[1::2])
    codes, words = pd.factorize(table["text"])  # each word is looked up once
    terms = [word.casefold().replace("’", "'") for word in words]
    stop = _stop_words()
    table["term"] = pd.Series(terms, dtype="str").take(codes).array
    table["lemma"] = pd.Series([_lemma(word) for word in words], dtype="str").take(codes).array
    table["is_stop"] = pd.Series([term in stop for term in terms], dtype="bool").take(codes).array
    return table


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of one paragraph."""
    spans: list[tuple[int, int]] = []
    while end > start and text[end - 1].isspace():
        end -= 1
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if _ends(text, start, match):
            spans += _cut(text, start, stop)
            start = stop
            while text[start].isspace():
                start += 1
    return spans + _cut(text, start, end)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What runs on for too long is no sentence, and is cut before a word where it has words."""
    spans = []
    while end - start > _LONGEST:
        space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        stop = following = space if space > 0 else start + _LONGEST
        while text[stop - 1].isspace() and stop > start + 1:
            stop -= 1
        while text[following].isspace():
            following += 1
        spans.append((start, stop))
        start = following
    return [*spans, (start, end)]


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a sentence that began at `start` ends with these marks."""
    mark, close, _, _, following = match.groups()
    if not following or (following.islower() and (close or "…" in mark or mark.count(".") > 1)):
        return False  # "...?" he asked
    if mark != ".":
        return True
    at = match.start()
    word = _BREAK.split(text[max(start, at - 20) : at])[-1].lstrip(".'’-")
    if not word:
        return True
    if at - len(word) == start and _NUMERAL.fullmatch(word):
        return False  # "1. First"
    abbreviations, openers = _abbreviations()
    follows = abbreviations.get(word) or ("name" if _INITIALS.fullmatch(word) else "")
    if not follows:
        return True
    if close and following.isupper():
        return True
    if follows == "digit":
        return not following.isdigit()
    if follows == "any" or following.islower():
        return False
    if follows == "date":
        return following.isupper()
    first = text[match.end("next") - 1 : match.end("next") + 20].split()[0]
    return first.rstrip(",").replace("’", "'") in openers


@cache
def _abbreviations() -> tuple[dict[str, str], frozenset[str]]:
    """What `follows` says of each abbreviation as it is written, and the function words that open a sentence."""
    words = {}
    for entry, category, follows in read_rows("abbreviations", "entry", "category", "follows"):
        forms = [entry.capitalize(), ".".join(map(str.capitalize, entry.split("."))), entry.upper()]
        if category in ("latin", "measure", "reference", "time"):  # names are capitalised: "Sun." but not "the sun."
            forms.append(entry)
        words.update(dict.fromkeys(forms, follows))
    stop = read_rows("stop_words", "entry", "category")
    names = ("auxiliary", "contraction", "title")  # "George W. Will" is a name
    return words, frozenset(word.capitalize() for word, category in stop if not any(name in category for name in names))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(read_list("stop_words")["entry"])


@lru_cache(maxsize=2**17)
def _lemma(word: str) -> str:
    from simplemma import lemmatize  # loads its dictionary

    word = word.replace("’", "'")
    if "." in word or any(map(str.isdigit, word)):
        return word.casefold()  # "1990s", "U.S.-led": no dictionary words
    return str(lemmatize(word.removesuffix("'s"), lang="en")).casefold()


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # a few letters lengthen ("İ"): offsets must stay true
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lower.replace("’", "'")


@cache
def _clause_pattern() -> re.Pattern[str]:
    words = sorted(read_list("clause_words")["entry"], key=len, reverse=True)
    return re.compile(rf"(?P<mark>{_PRONOUN_CLAUSE})|(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")
