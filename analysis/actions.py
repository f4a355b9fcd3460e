"""Actions: who does what to whom, for the actors that `find_mentions` knows.

Rules over the shape of a sentence (`analysis.chunks`, `analysis.subjects`, `analysis.roles`) find the doer and the one
acted upon in active and passive clauses, relative clauses, joined verbs, infinitives and action nouns.  The words, with
what each does to the one acted upon, are in ``data/actions.csv``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from analysis.actors import _mentions
from analysis.articles import Article
from analysis.chunks import Mention
from analysis.nominals import Action
from analysis.parses import read_parse
from analysis.roles import CONSTRUCTIONS, read_actions
from analysis.segmentation import Batch, scan
from analysis.triggers import CLASSES, MODALITIES

ROLES = ("doer", "noun doer", "target", "actor", "modifier", "place")


class _Row(NamedTuple):
    sentence: int
    action_id: int
    agent: int | None  # rows of the table of mentions
    patient: int | None
    action: Action


def find_actions(
    articles: Article | Iterable[Article],
    *,
    actors: pd.DataFrame | str | os.PathLike[str] | None = None,
    engine: Callable[[str], Any] | None = None,
) -> pd.DataFrame:
    """Find who does what to whom.

    An action is told by a verb ("shelled", "rolled back"), a noun ("the blockade of Qatar") or both ("imposed sanctions").
    Each doer and each one acted upon is a mention; where the text names none, or two readings are equal, the role is
    missing.  A row needs one of the two.  Of a mutual act ("Peru and Chile signed a pact") the first named is the agent.

    Parameters
    ----------
    articles : Article or iterable of Article
    actors : DataFrame or path, optional
        Whom to look for, as in `find_mentions`.
    engine : callable, optional
        A parser of your own instead of our rules: takes a text and returns its tokens as a spaCy pipeline does
        (``spacy.load("en_core_web_sm")``), each with `text`, `idx`, `i`, `lemma_`, `pos_`, `dep_`, `head`, `children`.

    Returns
    -------
    DataFrame
        One row an action, agent and patient, sorted by article and start: `article_id`, `sent_id`, `start`, `end`, `text`
        (the words that tell it); `action_id` (from 0 in its article; two agents are two rows that share it);
        `trigger_class` (attack, coerce, accuse, condemn, demand, warn, negotiate, cooperate, aid, trade, support, praise,
        yield); `agent`, `patient` (actors) and `agent_state`, `patient_state`; `agent_start`, `agent_end`,
        `patient_start`, `patient_end` (their mentions; missing where nobody is named); `construction` (active; passive:
        the doer after "by"; agentless: a passive without it; nominal); `negated`; `modality` (done; possible; intended;
        denied: refused, failed to, denied); `valence` (-1, 0, 1: bad, neither, good for the patient); `rule`.

    References
    ----------
    Classes after Gerner, D. J., Schrodt, P. A., Yilmaz, O. & Abu-Jabr, R. (2002). Conflict and Mediation Event
    Observations (CAMEO): A new event data framework for the analysis of foreign policy interactions. *Annual Meeting of
    the International Studies Association*.

    Examples
    --------
    >>> actions = find_actions(Article("a", "Libyan posts were shelled by Egypt, which denies any attack on Sudan."))
    >>> actions[["agent", "text", "patient", "construction", "valence"]].values.tolist()
    [['Egypt', 'shelled', 'Libya', 'passive', -1], ...]
    """
    batch = scan(articles)
    return _actions(batch, _mentions(batch, actors), engine=engine)


def _actions(batch: Batch, mentions: pd.DataFrame, *, engine: Callable[[str], Any] | None = None) -> pd.DataFrame:
    rows: list[_Row] = []
    offsets = [batch.first[code] for code in mentions["article_id"].cat.codes]
    at: dict[int, list[int]] = {}
    for number, (offset, sent_id) in enumerate(zip(offsets, mentions["sent_id"].tolist(), strict=True)):
        at.setdefault(offset + sent_id, []).append(number)
    columns = [mentions[name].tolist() for name in ("start", "end", "kind", "reading", "actor", "state")]
    everybody = [Mention(*row) for row in zip(*columns, strict=True)]
    article, action_id = -1, 0
    for i, numbers in at.items():
        if batch.article[i] != article:
            article, action_id = batch.article[i], 0
        read = read_actions if engine is None else partial(read_parse, engine)
        for action in read(batch.plain[article], batch.start[i], batch.end[i], [everybody[n] for n in numbers]):
            agents: list[int | None] = [numbers[n] for n in action.agents] or [None]
            patients: list[int | None] = [numbers[n] for n in action.patients] or [None]
            rows += [_Row(i, action_id, agent, patient, action) for agent in agents for patient in patients]
            action_id += 1
    return _table(batch, mentions, rows)


def _table(batch: Batch, mentions: pd.DataFrame, rows: list[_Row]) -> pd.DataFrame:
    found = [row.action for row in rows]
    agents, patients = [row.agent for row in rows], [row.patient for row in rows]
    return batch.table(
        [row.sentence for row in rows],
        [action.start for action in found],
        [action.end for action in found],
        action_id=pd.Series([row.action_id for row in rows], dtype="int64"),
        trigger_class=pd.Categorical([action.category for action in found], categories=list(CLASSES)),
        agent=_taken(mentions["actor"], agents),
        patient=_taken(mentions["actor"], patients),
        agent_state=_taken(mentions["state"], agents),
        patient_state=_taken(mentions["state"], patients),
        agent_start=_offsets(mentions["start"], agents),
        agent_end=_offsets(mentions["end"], agents),
        patient_start=_offsets(mentions["start"], patients),
        patient_end=_offsets(mentions["end"], patients),
        construction=pd.Categorical([action.construction for action in found], categories=list(CONSTRUCTIONS)),
        negated=pd.Series([action.negated for action in found], dtype="bool"),
        modality=pd.Categorical([action.modality for action in found], categories=list(MODALITIES)),
        valence=pd.Series([action.valence for action in found], dtype="int64"),
        rule=pd.Series([action.rule for action in found], dtype="str"),
    )


def _taken(names: pd.Series, rows: list[int | None]) -> pd.Categorical:
    codes = names.cat.codes.tolist()
    taken = pd.Categorical.from_codes([-1 if row is None else codes[row] for row in rows], categories=names.cat.categories)
    return taken.remove_unused_categories()


def _offsets(offsets: pd.Series, rows: list[int | None]) -> pd.Series:
    values = offsets.tolist()
    return pd.Series([None if row is None else values[row] for row in rows], dtype="Int64")


def add_role(mentions: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Add `role`: does the actor do something where it is named, or is something done to it?

    Parameters
    ----------
    mentions, actions : DataFrame
        As `find_mentions` and `find_actions` return them for the same articles.

    Returns
    -------
    DataFrame
        The same rows with `role`: doer (of a verb), noun doer (of a noun alone: "Israeli strikes"), target, else the reading:
        actor (named in neither role; a label of one's own codebook too), modifier, place.  A doer who is a target as well is a doer.

    Examples
    --------
    >>> from analysis import find_mentions
    >>> article = Article("a", "Iran attacked Iraq. The Iranian strikes on Iraq went on in Oman.")
    >>> add_role(find_mentions(article), find_actions(article))["role"].tolist()
    ['doer', 'target', 'noun doer', 'target', 'place']
    """
    role = mentions["reading"].astype("string").fillna("actor").astype("str")
    spans = _keys(mentions, "start", "end")
    for name, side, rows in (
        ("target", "patient", actions),
        ("noun doer", "agent", actions[actions["construction"] == "nominal"]),
        ("doer", "agent", actions[actions["construction"] != "nominal"]),
    ):
        named = rows.dropna(subset=[f"{side}_start"])
        role = role.mask(spans.isin(_keys(named, f"{side}_start", f"{side}_end")), name)
    return mentions.assign(role=pd.Categorical(role, categories=list(ROLES)))


def _keys(table: pd.DataFrame, start: str, end: str) -> pd.Series:
    """Article and span of each row in one text."""
    return table["article_id"].astype("str") + " " + table[start].astype("str") + " " + table[end].astype("str")
