"""Spans: finding phrases in text, and moving between spans and the text around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.articles import Article
from analysis.quotations import find_quotations

VOICES = ("author", "quoted", "reported", "editor")
_LEVELS = ("author", "reported", "quoted", "editor")  # each inside the one before
_CODES = np.array([VOICES.index(level) for level in _LEVELS], dtype=np.int64)


def phrase_pattern(phrases: Iterable[str], *, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> re.Pattern[str]:
    """Compile phrases into one trie-shaped pattern that takes the longest phrase at each place.

    Parameters
    ----------
    phrases : iterable of str
        Matched as they stand, each character for itself; a dot is no wildcard.
    before, after : str
        What must hold on either side, as look-around expressions.

    Examples
    --------
    >>> phrase_pattern(["Iraq", "Iraqi army"]).findall("The Iraqi army of Iraq; Iraqification")
    ['Iraqi army', 'Iraq']
    """
    return re.compile(before + _alternatives(phrases, after))


def _alternatives(phrases: Iterable[str], after: str) -> str:
    """Phrases as a pattern in the shape of a trie; nothing matches where there are none."""
    trie: dict[str, Any] = {}
    for phrase in phrases:
        node = trie
        for character in phrase:
            node = node.setdefault(character, {})
        node[""] = {}
    trie.pop("", None)
    return _branches(trie, after) if trie else r"(?!)"


def _branches(node: dict[str, Any], after: str) -> str:
    """Alternatives of a trie node.  Each end carries the look-ahead, so that a longer phrase that fails there falls back."""
    options = []
    for character in sorted(key for key in node if key):
        path, child = re.escape(character), node[character]
        while len(child) == 1 and "" not in child:
            ((character, child),) = child.items()
            path += re.escape(character)
        options.append(path + (_branches(child, after) if len(child) > 1 or "" not in child else after))
    if "" in node:
        options.append(after)
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"


class PhraseIndex:
    """Find the longest of very many phrases at each place, looking them up by their first word.

    A pattern of thousands of phrases takes seconds to compile; this is ready at once.

    Parameters
    ----------
    phrases : iterable of str
    before, after : str
        What must hold on either side, as look-around expressions.

    Examples
    --------
    >>> [*PhraseIndex(["Iraq", "Iraqi army"]).find("The Iraqi army of Iraq; Iraqification")]
    [(4, 14), (18, 22)]
    """

    def __init__(self, phrases: Iterable[str], *, before: str = r"(?<!\w)", after: str = r"(?!\w)") -> None:
        self._by_head: dict[str, tuple[str, ...]] = {}
        for phrase in sorted(set(phrases) - {""}, key=len, reverse=True):
            head = _HEAD.match(phrase)[0]  # type: ignore[index]
            self._by_head[head] = (*self._by_head.get(head, ()), phrase)
        # Most words of a text begin in small letters and few phrases do: where they are few, only theirs are looked up.
        small = {head for head in self._by_head if head[0].islower()}
        small = small if len(small) < _FEW else set()
        first = "".join(sorted({re.escape(head[0]) for head in self._by_head.keys() - small}))
        heads = ([rf"(?=[{first}])(?:\w+|.)"] if first else []) + ([_alternatives(small, r"(?!\w)")] if small else [])
        self._heads = re.compile(f"{before}(?:{'|'.join(heads)})" if heads else r"(?!)", re.DOTALL)
        self._after = re.compile(after)

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the span of each phrase, from left to right; spans do not overlap."""
        limit = len(text) if end is None else end
        last = start
        for match in self._heads.finditer(text, start, limit):
            phrases = self._by_head.get(match[0])
            if phrases and (at := match.start()) >= last and (found := self._longest(phrases, text, at, limit)):
                last = found
                yield at, last

    def match(self, text: str, at: int, end: int | None = None) -> int:
        """End of the longest phrase that starts here, 0 where none does; what stands before is not looked at."""
        limit = len(text) if end is None else end
        head = _HEAD.match(text, at, limit)
        phrases = self._by_head.get(head[0]) if head else None
        return self._longest(phrases, text, at, limit) if phrases else 0

    def _longest(self, phrases: tuple[str, ...], text: str, at: int, limit: int) -> int:
        if text.startswith(phrases, at, limit):
            for phrase in phrases:
                if text.startswith(phrase, at, limit) and self._after.match(text, at + len(phrase)):
                    return at + len(phrase)
        return 0


_HEAD = re.compile(r"\w+|.", re.DOTALL)
_FEW = 200  # words, whose pattern is ready in some milliseconds


def match_phrases(articles: Article | Iterable[Article], phrases: Iterable[str]) -> pd.DataFrame:
    """Find whole-word occurrences of phrases, the longest at each place; straight and curly apostrophes are alike.

    Parameters
    ----------
    articles : Article or iterable of Article
    phrases : iterable of str

    Returns
    -------
    DataFrame
        One row an occurrence: `article_id`, `start`, `end`, `text`.

    Examples
    --------
    >>> match_phrases(Article("a", "Air defense, not defense of air."), ["defense", "air"])[["start", "text"]].values.tolist()
    [[4, 'defense'], [17, 'defense'], [28, 'air']]
    """
    index = PhraseIndex(phrase.replace("’", "'") for phrase in phrases)
    articles = [articles] if isinstance(articles, Article) else list(articles)
    rows = [
        (article.article_id, start, end, article.text[start:end])
        for article in articles
        for start, end in index.find(article.text.replace("’", "'"))
    ]
    ids, starts, ends, texts = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pd.DataFrame(
        {
            "article_id": pd.Categorical(ids, categories=[article.article_id for article in articles]),
            "start": pd.Series(starts, dtype="int64"),
            "end": pd.Series(ends, dtype="int64"),
            "text": pd.Series(texts, dtype="str"),
        }
    )


def add_sentence_id(table: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Add `sent_id`: the sentence in which each span starts.

    Parameters
    ----------
    table : DataFrame
        Spans: `article_id`, `start`.
    sentences : DataFrame
        As `split_sentences` returns it.

    Returns
    -------
    DataFrame
        The same rows with `sent_id` after `article_id`.

    Raises
    ------
    ValueError
        If a span starts in no sentence.

    Examples
    --------
    >>> from analysis.segmentation import split_sentences
    >>> article = Article("a", "Iraq asked. Russia agreed.")
    >>> add_sentence_id(match_phrases(article, ["Russia"]), split_sentences(article))["sent_id"].tolist()
    [1]
    """
    rows = dict(iter(sentences.groupby("article_id", observed=True, sort=False)))
    found = []
    for article_id, start in zip(table["article_id"], table["start"], strict=True):
        group = rows.get(article_id)
        position = -1 if group is None else int(group["start"].searchsorted(start, side="right")) - 1
        if group is None or position < 0 or start >= group["end"].iloc[position]:
            raise ValueError(f"The span at character {start} of article {article_id!r} starts in none of `sentences`.")
        found.append(group["sent_id"].iloc[position])
    result = table.drop(columns="sent_id", errors="ignore").copy()
    result.insert(1, "sent_id", pd.Series(found, index=table.index, dtype="int64"))
    return result


def add_voice(table: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """Add `voice`: whose words each span is made of.

    A span is quoted or reported where all of it is; one that only overlaps a quotation is the author's.  The words that
    name the speaker are no part of what he says.

    Parameters
    ----------
    table : DataFrame
        Spans: `article_id`, `start`, `end`.
    attributions : DataFrame
        As `find_attributions` returns it; marks and brackets are read in its `text`.

    Returns
    -------
    DataFrame
        The same rows with `voice`: author, quoted (inside quotation marks), reported (inside indirect content), editor
        (in square brackets inside a quotation).

    Examples
    --------
    >>> from analysis.attributions import find_attributions
    >>> article = Article("a", "Iran said: “We sell [to Iraq] what Syria wants.”")
    >>> spans = match_phrases(article, ["Iran", "Iraq", "Syria"])
    >>> add_voice(spans, find_attributions(article))["voice"].tolist()
    ['author', 'editor', 'quoted']
    """
    return Voices(attributions).add_to(table)


class Voices:
    """Whose words the characters of some articles are, painted once for all tables that ask."""

    def __init__(self, attributions: pd.DataFrame) -> None:
        columns = ("text", "start", "end", "kind", "cue_start", "cue_end", "source_start", "source_end")
        painted = {article_id: _paint(rows) for article_id, (_, rows) in rows_by_article(attributions, columns).items()}
        self._paint = np.frombuffer(b"".join([*painted.values(), b"\0"]), dtype=np.uint8)  # all articles, one after the other
        n = np.array([len(each) for each in painted.values()], dtype=np.int64)
        self._first = dict(zip(painted, zip(np.cumsum(n) - n, n, strict=True), strict=True))

    def add_to(self, table: pd.DataFrame) -> pd.DataFrame:
        """`add_voice` of a table."""
        codes, ids = pd.factorize(table["article_id"])
        place = np.array([self._first.get(str(article_id), (0, 0)) for article_id in ids], dtype=np.int64).reshape(-1, 2)[codes]
        start, end = table["start"].to_numpy(dtype=np.int64), table["end"].to_numpy(dtype=np.int64)
        is_painted = (start < end) & (end <= place[:, 1])
        bounds = (np.stack([start, end], axis=1) + place[:, :1])[is_painted]
        levels = np.zeros(len(table), dtype=np.int64)
        levels[is_painted] = np.minimum.reduceat(self._paint, bounds.ravel())[::2] if len(bounds) else 0
        return table.assign(voice=pd.Categorical.from_codes(_CODES[levels], categories=pd.Index(list(VOICES), dtype="str")))


def rows_by_article(table: pd.DataFrame, columns: Sequence[str]) -> dict[str, tuple[list[int], list[dict[str, Any]]]]:
    """Some columns of a table as rows: for each article their positions, and the rows."""
    found: dict[str, tuple[list[int], list[dict[str, Any]]]] = {}
    values = zip(*(table[name].tolist() for name in columns), strict=True)
    for position, (article_id, row) in enumerate(zip(table["article_id"].tolist(), values, strict=True)):
        positions, rows = found.setdefault(str(article_id), ([], []))
        positions.append(position)
        rows.append(dict(zip(columns, row, strict=True)))
    return found


def _paint(rows: list[dict[str, Any]]) -> bytearray:
    """For each character of an article the number of its voice; its place in `_LEVELS`."""
    paint = bytearray(max((row["end"] for row in rows), default=0))
    for row in rows:
        if row["kind"] == "direct":  # what stands between its quotations is the author's: “A,” he said, waving, “B.”
            continue
        cuts = [(row[f"{name}_start"], row[f"{name}_end"]) for name in ("cue", "source") if not pd.isna(row[f"{name}_start"])]
        position = row["start"]
        for start, end in [*sorted(cut for cut in cuts if row["start"] <= cut[0] < row["end"]), (row["end"], row["end"])]:
            if position < start:
                paint[position:start] = paint[position:start].replace(b"\0", b"\1")
            position = max(position, end)
    for row in rows:
        for quotation in find_quotations(row["text"]):
            start, end = row["start"] + quotation.start, row["start"] + quotation.end
            paint[start:end] = bytes([2]) * (end - start)
            for bracket in re.finditer(r"\[[^\]\n]*\]", row["text"][quotation.start : quotation.end]):
                paint[start + bracket.start() : start + bracket.end()] = bytes([3]) * len(bracket[0])
    return paint


ORDERS = ("text", "left", "right")


def keyword_in_context(articles: Article | Iterable[Article], spans: pd.DataFrame, *, width: int = 40, order: str = "text") -> pd.DataFrame:
    """Set each span between the text before and after it: a concordance.

    Parameters
    ----------
    articles : Article or iterable of Article
    spans : DataFrame
        Any table with `article_id`, `start` and `end`.
    width : int
        Characters of context on each side, cut to whole words; the context ends with the paragraph.
    order : str
        "text" (as `spans` stand), "left" (by the words before, the nearest first) or "right" (by the words after), so that
        repeated company stands together; capitals and punctuation do not count.

    Returns
    -------
    DataFrame
        The rows of `spans`: `article_id`, `sent_id` where `spans` has it, `start`, `end`, `before`, `text`, `after`.

    Examples
    --------
    >>> article = Article("a", "Later, Russia moved closer toward Iraq.")
    >>> keyword_in_context(article, match_phrases(article, ["Iraq"]), width=14)[["before", "text", "after"]].values.tolist()
    [['closer toward', 'Iraq', '.']]
    """
    if order not in ORDERS:
        raise ValueError(f"`order` must be one of {', '.join(map(repr, ORDERS))}; not {order!r}.")
    texts = {a.article_id: a.text for a in ([articles] if isinstance(articles, Article) else articles)}
    before, after, text = [], [], []
    for article_id, start, end in zip(spans["article_id"], spans["start"], spans["end"], strict=True):
        whole = texts[article_id]
        left = whole[max(0, start - width - 1) : start].rpartition("\n")[2]
        right = whole[end : end + width + 1].partition("\n")[0]
        before.append((left if len(left) <= width else left[1:] if left[0].isspace() else left.partition(" ")[2]).strip())
        after.append((right if len(right) <= width else right.rpartition(" ")[0]).strip())
        text.append(whole[start:end])
    keys = spans[[name for name in ("article_id", "sent_id", "start", "end") if name in spans]].reset_index(drop=True)
    context = {"before": before, "text": text, "after": after}
    table = keys.assign(**{name: pd.Series(column, dtype="str") for name, column in context.items()})
    if order == "text":
        return table
    side, step = ("before", -1) if order == "left" else ("after", 1)
    words = [re.findall(r"\w+", line.casefold())[::step] for line in context[side]]
    return table.iloc[sorted(range(len(words)), key=words.__getitem__)].reset_index(drop=True)
