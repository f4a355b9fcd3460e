"""Model cards: what a model was made from, how good it is, what its words mean, and where it fails."""

from __future__ import annotations

import pandas as pd

from analysis.lexicons import load_lexicon


def model_card(name: str) -> pd.DataFrame:
    """Return the card of a model of the package.

    Parameters
    ----------
    name : str
        Only "tone": the embedded model of `score_targets`.

    Returns
    -------
    DataFrame
        One row a statement: `part` (what it is, training data, accuracy, direction, calibration, sentence sentiment,
        what negative means, where it fails, use), `statement`, and for a measured one `figure` with the bounds `low` and
        `high` (95 % bootstrap over texts, where the statement says nothing else), `n` and `data` (on what it was
        measured).

    Raises
    ------
    ValueError
        If there is no such card.

    Examples
    --------
    >>> card = model_card("tone")
    >>> card["statement"][card["part"] == "use"].iloc[0].split(";")[-1]
    ' never for a single verdict.'
    """
    table = load_lexicon("model_cards")
    cards = table["model"].unique().tolist()
    if name not in cards:
        raise ValueError(f"`name` must be {', '.join(map(repr, cards))}; not {name!r}.")
    card = table[table["model"] == name].reset_index(drop=True)
    for column in ("figure", "low", "high"):
        card[column] = pd.to_numeric(card[column])
    card["n"] = pd.to_numeric(card["n"]).astype("Int64")
    return card[["part", "statement", "figure", "low", "high", "n", "data"]]
