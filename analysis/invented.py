"""Articles that were never written: made from templates, with known differences of framing between their outlets.

A method that finds what was planted, and nothing else, is one that can be tried on real articles.  Outlets, events and dates are
invented; the titles say so.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from analysis.lexicons import load_lexicon

MONTHS = tuple(f"2041-{month:02}" for month in range(1, 7))
TURN, BLAMED = "2041-04", 0.25  # from this month on, Chile is blamed
OUTLETS = ("Invented Courier", "Invented Herald", "Invented Post")
PEOPLE = {"Chile": "Chilean", "Kenya": "Kenyan", "Norway": "Norwegian", "Portugal": "Portuguese"}
_KINDS = ("hedge", "obligation", "quote", "praise", "blame")
_USUAL = {"article_share": 0.6, "hedge": 0.1, "obligation": 0.1, "quote": 0.15, "praise": 0.05, "blame": 0.05}
_PLANTED = {
    ("Invented Courier", "Chile"): {"hedge": 0.4},
    ("Invented Courier", "Portugal"): {"article_share": 0.0},
    ("Invented Herald", "Norway"): {"obligation": 0.35},
    ("Invented Post", "Kenya"): {"article_share": 0.9},
    ("Invented Post", "Norway"): {"quote": 0.45},
}
_LABELS = {"Invented Herald": ("Kenya", "sweeping"), "Invented Post": ("Kenya", "quiet")}  # a word near it
_LABELLED = 0.5
_ALIKE = 12  # the less, the more the articles of one outlet differ


def planted() -> pd.DataFrame:
    """Tell what is planted in the articles of `invent_articles`: how often each thing is true of each outlet and state.

    Returns
    -------
    DataFrame
        One row an outlet and state: `source`, `state`, `article_share` (of the outlet's articles name it); and of the
        sentences that name it, those with a hedge, an obligation, a quotation of its minister, praise or blame (`hedge`, ...).
        Chile's `blame` is that before April; then it is 0.25.

    Examples
    --------
    >>> planted().query("state == 'Chile'")[["source", "hedge"]].values.tolist()
    [['Invented Courier', 0.4], ['Invented Herald', 0.1], ['Invented Post', 0.1]]
    """
    rows = [{**_USUAL, **_PLANTED.get((source, state), {})} for source in OUTLETS for state in PEOPLE]
    keys = pd.MultiIndex.from_product([OUTLETS, PEOPLE], names=["source", "state"])
    return pd.DataFrame(rows, index=keys).reset_index()


def invent_articles(n: int, *, seed: int = 0) -> pd.DataFrame:
    """Make articles up: three outlets in turn, six months, four states, differences as `planted` tells them.

    Parameters
    ----------
    n : int
        Number of articles.
    seed : int
        The same seed makes the same articles; more of them begin with the same ones.

    Returns
    -------
    DataFrame
        One row an article: `article_id`, `title`, `text` (some 2,000 characters), `source`, `date`; `analyze_corpus` and
        `read_articles` take it.

    Examples
    --------
    >>> invent_articles(2)[["article_id", "source", "date"]].values.tolist()
    [['invented-0', 'Invented Courier', '2041-01-01'], ['invented-1', 'Invented Herald', '2041-01-01']]
    """
    table = planted().set_index("state")
    rates: dict[str, Any] = {str(source): own.drop(columns="source").to_dict("index") for source, own in table.groupby("source")}
    rows = []
    for i in range(n):
        source, day = OUTLETS[i % 3], i // 3
        month = MONTHS[day % 6]
        text = _text(np.random.default_rng([seed, i]), rates[source], source, month)
        rows.append((f"invented-{i}", f"Invented news {i}", text, source, f"{month}-{day // 6 % 28 + 1:02}"))
    return pd.DataFrame(rows, columns=["article_id", "title", "text", "source", "date"], dtype="str")


def _text(random: np.random.Generator, rates: dict[str, dict[str, float]], source: str, month: str) -> str:
    """One article: filler, and sentences about the states that it happens to name."""
    named = [state for state, own in rates.items() if random.random() < own["article_share"]]
    sentences = [_sentence(random, "filler") for _ in range(random.integers(8, 20))]
    for state in named:
        wanted = [BLAMED if (state, kind) == ("Chile", "blame") and month >= TURN else rates[state][kind] for kind in _KINDS]
        shares = random.dirichlet(np.array([*wanted, 1 - sum(wanted)]) * _ALIKE)  # each article has its own
        for kind in random.choice([*_KINDS, "plain"], size=random.integers(2, 6), p=shares):
            label = _LABELS.get(source, ("", ""))
            adjective = label[1] if label[0] == state and random.random() < _LABELLED else ""
            sentences.append(_sentence(random, str(kind), state=state, people=PEOPLE[state], adjective=adjective))
    random.shuffle(sentences)
    return "\n".join(" ".join(sentences[k : k + 3]) for k in range(0, len(sentences), 3))


def _sentence(random: np.random.Generator, kind: str, **given: str) -> str:
    """Fill a template of a kind."""
    slots = _slots()

    def pick(slot: str) -> tuple[str, str]:
        return slots[slot][int(random.integers(len(slots[slot])))]

    past, base = pick("past")
    words = {"past": past, "base": base, "past2": pick("past")[0], "object2": pick("object")[0]}
    words |= {slot: pick(slot)[0] for slot in ("object", "adjective", "time", "subject")}
    return pick(kind)[0].format(**words | {slot: text for slot, text in given.items() if text})


@cache
def _slots() -> dict[str, list[tuple[str, str]]]:
    """What may fill each slot: texts, and of verbs the base form."""
    table = load_lexicon("invented")
    return {str(slot): [*zip(rows["text"], rows["base"])] for slot, rows in table.groupby("slot")}
