"""Actors: who is named, and how.

An actor is whom an entry of ``data/actors.csv`` names; `state` is the country it counts to, a roll-up that a reader
can edit.  The longest entry at each place wins, so that "The Moscow Times" is a newspaper and not Moscow.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from analysis.articles import Article
from analysis.entries import KINDS, Actor, Actors, compile_actors, read_entries
from analysis.learning import Learned, is_title, learn
from analysis.lexicons import load_lexicon
from analysis.readings import READINGS, read
from analysis.segmentation import Batch, scan
from analysis.spans import PhraseIndex
from analysis.traps import other_name

_NAME = re.compile(r"(?<![\w'-])[A-ZÀ-ÖØ-Þ][\w-]*[\w](?:(?: (?:of|al|bin|de|van|von))? [A-ZÀ-ÖØ-Þ][\w-]*\w)*")
_LOWER_WORD = re.compile(r"(?<![\w'-])[a-zà-ÿ][\w'-]*")
_PLACED = re.compile(r"\b(?:in|from|near|across) $")
_NAMESAKE = "namesake"  # inside this module only: a person called like a country
_JOINED = re.compile(r",? (?:and|or|&) ")
_JOINED_ON = re.compile(r",|,? (?:and|or) ")


def find_mentions(
    articles: Article | Iterable[Article], *, actors: pd.DataFrame | str | os.PathLike[str] | None = None, resolve: bool = False
) -> pd.DataFrame:
    """Find every place where an actor is named.

    Parameters
    ----------
    articles : Article or iterable of Article
    actors : DataFrame or path, optional
        Whom to look for: a table, or a CSV file, with `entry` (as it stands in the text, case counts) and `actor`, and
        optionally `state` (else the actor itself) and `kind` (else "name").  By default the world's countries, with
        their people, seats of government and bodies (``load_lexicon("actors")``).
    resolve : bool, default False
        Add pronouns of the third person and definite descriptions ("the kingdom"), each linked to an actor named before
        it in its paragraph; where two could be meant, or none is sure, there is no row.

    Returns
    -------
    DataFrame
        One row a mention: `article_id`, `sent_id`, `start`, `end`, `text`, `para_id`; `actor` (the party: "Russia",
        "PMU"), `state` (the country it counts to, missing where none), `kind` (name, adjective, demonym, capital,
        institution, person, group), `reading` (actor; modifier: attributive or possessive; place), `learned_by`
        (the phrase that introduced the name in the article itself, "" where the list has it; of a pronoun or description
        the mention it stands for, and `kind` says what that is).  A description is one row, in place of the mentions
        inside it: "the Russian diplomat" is not Russia twice.

    Raises
    ------
    ValueError
        If `actors` lacks a column, or an entry is empty or stands for two actors; two rows of an entry must be offices of
        years that do not overlap, or a capital and the group that it stands for when it acts (Brussels).

    Examples
    --------
    >>> mentions = find_mentions(Article("a", "Israeli jets flew over Baghdad, Moscow said."))
    >>> mentions[["text", "state", "kind", "reading"]].values.tolist()
    [['Israeli', 'Israel', 'adjective', 'modifier'], ['Baghdad', 'Iraq', 'capital', 'place'], ['Moscow', 'Russia', 'capital', 'actor']]
    >>> mentions = find_mentions(Article("a", "Russia said it would sell Iraq tanks."), resolve=True)
    >>> mentions[["text", "state", "learned_by"]].values.tolist()
    [['Russia', 'Russia', ''], ['it', 'Russia', 'Russia'], ['Iraq', 'Iraq', '']]
    """
    batch = scan(articles)
    mentions = _mentions(batch, actors)
    if not resolve:
        return mentions
    from analysis.references import add_references

    return add_references(batch, mentions)


def _mentions(batch: Batch, actors: pd.DataFrame | str | os.PathLike[str] | None) -> pd.DataFrame:
    compiled = compile_actors(actors)
    entries = compiled.entries
    sentence: list[int] = []
    spans: list[tuple[int, int]] = []
    found: list[Actor] = []
    readings: list[str] = []
    learned_by: list[str] = []
    for number, article in enumerate(batch.articles):
        text = batch.plain[number]
        year = _year(article.date)
        rows = range(batch.first[number], batch.first[number + 1])
        hits = [_hits(text, batch.start[i], batch.end[i], compiled, year) for i in rows]
        hits = _without_namesakes(text, hits, compiled)
        everywhere = [hit for here in hits for hit in here]
        learned = learn(text, everywhere, entries)
        phrases = {}
        if learned:
            phrases = {each.name: each for each in learned}
            index = PhraseIndex(phrases)
        for i, here in zip(rows, hits, strict=True):
            start, end = batch.start[i], batch.end[i]
            names = _learned_hits(text, start, end, index, phrases, here) if phrases else {}
            if names:
                here = sorted([*here, *((a, b, phrases[name].actor) for (a, b), name in names.items())], key=lambda hit: hit[0])
            reading = ""
            in_capitals = bool(here) and text[start:end].isupper()
            for k, (m_start, m_end, actor) in enumerate(here):
                before, after = text[max(start, m_start - 200) : m_start], text[m_end : min(end, m_end + 200)]
                link = text[here[k - 1][1] : m_start] if k else ""
                joined = _JOINED.fullmatch(link) or (link == ", " and (actor.state == here[k - 1][2].state or _JOINED_ON.match(after)))
                mention = text[m_start:m_end]
                if in_capitals:
                    before, after = before.lower(), after.lower()
                    mention = mention.title() if len(mention) > 3 else mention
                reading = read(before, mention, after, actor.kind, reading if joined else "")
                if actor.others and reading == "actor" and (body := actor.acting):  # "Brussels agreed", where no other word names Belgium
                    is_body = any(each.actor == body.actor for _, _, each in everywhere)
                    if is_body or all(each == actor or each.state != actor.state for _, _, each in everywhere):
                        actor = body._replace(kind=actor.kind)
                sentence.append(i)
                spans.append((m_start, m_end))
                found.append(actor)
                readings.append(reading)
                name = names.get((m_start, m_end))
                learned_by.append(article.text[slice(*phrases[name].phrase)] if name else "")
    return batch.table(
        sentence,
        [start for start, _ in spans],
        [end for _, end in spans],
        para_id=pd.Series([batch.para_id[i] for i in sentence], dtype="int64"),
        actor=_categorical([actor.actor for actor in found]),
        state=_categorical([actor.state or None for actor in found]),
        kind=pd.Categorical([actor.kind for actor in found], categories=KINDS),
        reading=pd.Categorical(readings, categories=READINGS),
        learned_by=pd.Series(learned_by, dtype="str"),
    )


def check_actors(actors: pd.DataFrame | str | os.PathLike[str], articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Check an actor table of your own against articles: what it misses, and where it may deceive.

    Parameters
    ----------
    actors : DataFrame or path
        A table as `find_mentions` takes it; here an entry may stand for several actors, and is told.
    articles : Article or iterable of Article

    Returns
    -------
    DataFrame
        One row an entry and actor, in the table's order: `entry`, `actor`, `n_mentions`, `problem` ("", "never found",
        "stands for several actors", "also a common word": it stands in the articles in small letters too, "part of a
        longer entry": a longer one takes all its places).  Then one row a capitalised name that no entry covers, the
        most frequent first: `actor` "", `problem` "not covered".

    Raises
    ------
    ValueError
        If `actors` lacks a column, or an entry is empty.

    Examples
    --------
    >>> actors = pd.DataFrame({"entry": ["Acme", "Bolt"], "actor": ["Acme", "Bolt"]})
    >>> check_actors(actors, Article("a", "Later Acme sued Cargo Ltd. over a patent.")).values.tolist()
    [['Acme', 'Acme', 1, ''], ['Bolt', 'Bolt', 0, 'never found'], ['Cargo Ltd', '', 1, 'not covered']]
    """
    table = actors if isinstance(actors, pd.DataFrame) else load_lexicon(actors)
    several = set()
    if {"entry", "actor"} <= set(table):
        table = table.assign(entry=table["entry"].astype(str).str.strip(), actor=table["actor"].astype(str).str.strip())
        table = table.drop_duplicates(["entry", "actor"])
        doubled = table[table["entry"].duplicated(keep=False)]
        several = {entry for entry, rows in doubled.groupby("entry") if not _can_stand_together(rows)}
    batch = scan(articles)
    compiled = table[~(table["entry"].isin(several) & table["entry"].duplicated())] if several else table
    mentions = _mentions(batch, compiled)
    longest = sorted(table["entry"].str.replace("’", "'"), key=len, reverse=True)
    counts: Counter[str] = Counter()
    for text in mentions.loc[mentions["learned_by"] == "", "text"].str.replace("’", "'"):
        counts[next((entry for entry in longest if text.startswith(entry) or text.title().startswith(entry)), text)] += 1
    words = {text[m.start() : m.end()] for text in batch.plain for m in _LOWER_WORD.finditer(text)}
    rows = []
    for entry, actor in zip(table["entry"], table["actor"], strict=True):
        plain = entry.replace("’", "'")
        n = counts[plain]
        if plain in several or entry in several:
            problem = "stands for several actors"
        elif not n:
            inside = any(re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", text) for text in batch.plain)
            problem = "part of a longer entry" if inside else "never found"
        else:
            problem = "also a common word" if plain.lower() in words or plain in words else ""
        rows.append((entry, actor, n, problem))
    rows.extend((name, "", n, "not covered") for name, n in _uncovered(batch, mentions))
    return pd.DataFrame(rows, columns=["entry", "actor", "n_mentions", "problem"]).astype(
        {"entry": "str", "actor": "str", "n_mentions": "int64", "problem": "str"}
    )


def _can_stand_together(rows: pd.DataFrame) -> bool:
    try:
        read_entries(rows)
    except ValueError:
        return False
    return True


def _uncovered(batch: Batch, mentions: pd.DataFrame) -> list[tuple[str, int]]:
    """Capitalised names outside all mentions; one at the start of a sentence only where it stands elsewhere too."""
    covered: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for article_id, sent_id, start, end in mentions[["article_id", "sent_id", "start", "end"]].itertuples(index=False):
        covered.setdefault((article_id, sent_id), []).append((start, end))
    counts: Counter[str] = Counter()
    first: Counter[str] = Counter()
    stop = set(load_lexicon("stop_words")["entry"])
    for i, (number, start, end) in enumerate(zip(batch.article, batch.start, batch.end, strict=True)):
        spans = covered.get((batch.articles[number].article_id, batch.sent_id[i]), [])
        for match in _NAME.finditer(batch.plain[number], start, end):
            if any(a < match.end() and match.start() < b for a, b in spans):
                continue
            name = match[0]
            is_first = match.start() <= start + 1
            if is_first and name.partition(" ")[0].lower() in stop:  # "Then Cargo Ltd rang"
                name, is_first = name.partition(" ")[2], False
            if name:
                (first if is_first and " " not in name else counts)[name] += 1
    total = {name: n + first[name] for name, n in counts.items()}
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def _hits(text: str, start: int, end: int, compiled: Actors, year: int | None) -> list[tuple[int, int, Actor]]:
    """Where a sentence names listed actors, and bodies that are called after one."""
    here: list[tuple[int, int, Actor]] = []
    done = start
    for m_start, m_end in compiled.phrases.find(text, start, end):
        entry = text[m_start:m_end]
        listed = compiled.entries[entry]
        if listed is None and entry in compiled.namesakes:
            here.append((m_start, m_end, Actor(compiled.namesakes[entry], "", _NAMESAKE)))
        actor = listed and listed.in_year(year)
        if actor is None or m_start < done:
            continue
        if entry in compiled.guarded and actor.kind not in ("institution", "group"):
            if actor.kind == "capital" and text.endswith("The ", start + 1, m_start):
                continue  # "of The Moscow": a newspaper, its name cut off
            other = other_name(text, start, end, (m_start, m_end), entry, actor.kind)
            if other:
                done = other.end
                if other.is_person:
                    here.append((m_start, m_end, Actor(entry, "", _NAMESAKE)))
                if other.is_body:
                    name = text[other.start : other.end]
                    here.append((other.start, other.end, Actor(name, "", "institution")))
                continue
        last = here[-1] if here else None
        if last and last[2].actor == actor.actor and text[last[1] : m_start] == " (" and text[m_end : m_end + 1] == ")":
            here[-1] = (last[0], m_end + 1, last[2])
        else:
            here.append((m_start, m_end - entry.endswith("-"), actor))  # "Franco" of "Franco-German"
    return here


def _without_namesakes(text: str, hits: list[list[tuple[int, int, Actor]]], compiled: Actors) -> list[list[tuple[int, int, Actor]]]:
    """Where an article introduced Jim Jordan and names the country by no other word, "Jordan" is he from then on."""
    people = {actor.actor for here in hits for _, _, actor in here if actor.kind == _NAMESAKE}
    if not people:
        return hits
    states = {actor.state for here in hits for a, b, actor in here if text[a:b] not in people and actor.kind != _NAMESAKE}
    seen: set[str] = set()
    rows = []
    for here in hits:
        kept = []
        for a, b, actor in here:
            if actor.kind == _NAMESAKE:
                seen.add(actor.actor)
            elif text[a:b] not in seen or actor.state in states or _PLACED.search(text[max(0, a - 8) : a]):
                kept.append((a, b, actor))
        rows.append(kept)
    return rows


def _learned_hits(
    text: str, start: int, end: int, index: PhraseIndex, learned: dict[str, Learned], here: list[tuple[int, int, Actor]]
) -> dict[tuple[int, int], str]:
    """Where a sentence names what the article introduced; entries of the list win."""
    found = {}
    for first, last in index.find(text, start, end):
        each = learned[text[first:last]]
        if first < each.start or any(a < last and first < b for a, b, _ in here):
            continue
        if " " not in each.name and each.actor.kind == "person":
            before = re.search(r"([A-ZÀ-ÖØ-Þ][\w'-]+) $", text[max(start, first - 30) : first])
            if before and before.start(1) + max(start, first - 30) > start and not is_title(before[1]):
                continue  # "Jane Odera" is someone else
            if re.match(r" [A-ZÀ-ÖØ-Þ][a-z]", text[last : last + 3]):
                continue
        found[first, last] = text[first:last]
    return found


def _categorical(values: list[str] | list[str | None]) -> pd.Categorical:
    return pd.Categorical(values, categories=pd.Index(sorted({value for value in values if value}), dtype="str"))


def _year(date: str | None) -> int | None:
    match = re.search(r"\b(?:19|20)\d\d\b", date or "")
    return int(match[0]) if match else None
