"""Relations: who acts on whom, and each mention of an actor with all that is known of it."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pandas as pd

from analysis.actions import add_role
from analysis.articles import Article
from analysis.framing import Analysis, in_body, row_at
from analysis.spans import keyword_in_context
from analysis.tallies import by_hand

_MODALITIES = ("done", "possible", "intended", "denied")


def summarize_actions(analysis: Analysis, *, by: str = "state") -> pd.DataFrame:
    """Count who acts on whom, every pair of those that act or are acted upon, the empty ones too.

    Parameters
    ----------
    analysis : Analysis
    by : str
        "state" (a militia counts to its country; a body of no state stands for itself) or "actor".

    Returns
    -------
    DataFrame
        One row an article, agent and patient, who acts most first: `article_id`; `agent` and `patient` ("" where the
        text names nobody); `n_actions` of body text, of these `n_by_hand` (accepted, changed or added by a reader), `n_done`,
        `n_possible`, `n_intended`, `n_denied` (by modality) and `n_negated`; `n_negative`, `n_neutral`, `n_positive` (by
        valence towards the patient).  An action of two agents counts for both.

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> pairs = summarize_actions(analyze(Article("a", "Iran may attack Iraq. Iran and Oman were attacked.")))
    >>> pairs.loc[pairs["n_actions"] > 0, ["agent", "patient", "n_actions", "n_possible"]].values.tolist()
    [['Iran', 'Iraq', 1, 1], ['', 'Iran', 1, 0], ['', 'Oman', 1, 0]]
    """
    if by not in ("state", "actor"):
        raise ValueError(f"`by` must be one of 'state', 'actor'; not {by!r}.")
    actions = in_body(analysis, analysis.actions)
    for side in ("agent", "patient"):
        names = actions[side].astype("string")
        names = actions[f"{side}_state"].astype("string").fillna(names) if by == "state" else names
        actions = actions.assign(**{side: names.fillna("").astype("str")})
    key = ["article_id", "agent", "patient"]
    actions = actions.drop_duplicates([*key, "action_id"])
    counts: dict[str, pd.Series] = {
        "n_actions": actions["action_id"].notna(),
        "n_by_hand": actions["action_id"].notna() & actions.index.isin(by_hand(actions).index),
        **{f"n_{modality}": actions["modality"] == modality for modality in _MODALITIES},
        "n_negated": actions["negated"],
        **{f"n_{name}": actions["valence"] == value for name, value in (("negative", -1), ("neutral", 0), ("positive", 1))},
    }
    sums = actions[key].assign(**counts).groupby(key, observed=True)[list(counts)].sum().astype("int64")
    ids = analysis.articles["article_id"].cat.categories
    cells = []
    for article_id in ids:
        own = actions[actions["article_id"] == article_id]
        acting, suffering = Counter(own["agent"]), Counter(own["patient"])
        total = acting + suffering
        everybody = sorted(set(total) - {""}, key=lambda name: (-total[name], name))
        agents, patients = (sorted(everybody, key=lambda name: -count[name]) for count in (acting, suffering))
        cells += [(article_id, agent, patient) for agent, patient in product([*agents, ""], [*patients, ""]) if everybody]
    if cells:
        sums = sums.reindex(pd.MultiIndex.from_tuples(cells, names=key), fill_value=0)
    table = sums.reset_index()
    return table.assign(article_id=pd.Categorical(table["article_id"], categories=ids)).astype({"agent": "str", "patient": "str"})


def concordance(analysis: Analysis, mentions: pd.DataFrame, *, width: int = 40) -> pd.DataFrame:
    """Show each mention in its context with all that was found of it: for an actor that is named too seldom for a number.

    Parameters
    ----------
    analysis : Analysis
    mentions : DataFrame
        Rows of `analysis.mentions`, such as those of one actor.
    width : int
        Characters of context on each side.

    Returns
    -------
    DataFrame
        The rows of `mentions` in their order: `article_id`, `sent_id`, `start`, `end`, `before`, `text`, `after`; `kind`,
        `reading`, `role` (see `add_role`), `voice`; `cues` of its own clause, as "may (hedge)".

    Examples
    --------
    >>> from analysis import Article, analyze
    >>> analysis = analyze(Article("a", "Iraq waits, but Russia may attack it."))
    >>> concordance(analysis, analysis.mentions)[["text", "role", "voice", "cues"]].values.tolist()
    [['Iraq', 'actor', 'author', ''], ['Russia', 'doer', 'author', 'but (contrast), may (hedge)']]
    """
    texts = [Article(article_id, text) for article_id, text in analysis.texts.items()]
    table = keyword_in_context(texts, mentions, width=width)
    whole = add_role(mentions, analysis.actions)
    words = analysis.cues["text"] + " (" + analysis.cues["category"].astype("str") + ")"
    by_clause = words.groupby(row_at(analysis.clauses, analysis.cues)).agg(", ".join)
    found = pd.Series(row_at(analysis.clauses, mentions)).map(by_clause).astype("string").fillna("").astype("str")
    return table.assign(**{name: whole[name].array for name in ("kind", "reading", "role", "voice")}, cues=found)
