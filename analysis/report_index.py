"""Report index: several articles side by side, every number a link to its sentences on the article's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from analysis.canvas import FEW_MENTIONS, MOST_ACTORS, listed
from analysis.highlights import known, records, tag
from analysis.palette import color_classes
from analysis.report_figures import plural, signed
from analysis.report_rows import Sheet

Rows = Mapping[str, Mapping[str, Any]]  # rows of the framing summary of an article, by state
MEASURES = (  # title, columns that are added up, the key of their rows on a page, what a number is set against, what a cell tells
    ("Is named", ("n_mentions",), "mentions", "", "mentions, in brackets their share of all mentions of states in the article"),
    (
        "Speaks",
        ("n_quoted_words", "n_reported_words"),
        "attributions",
        "",
        "words quoted or reported, their share of all words that states say",
    ),
    ("Acts", ("n_doer",), "doer", "n_mentions", "mentions as a doer, their share of all mentions of the state"),
    ("Is acted upon", ("n_target",), "target", "n_mentions", "mentions as a target, their share of all mentions of the state"),
    ("Is hedged", ("n_hedge_clause",), "hedge_clause", "n_clauses", "hedges in its own clauses, in brackets how many a clause"),
)
MOST_NAMES = 12


def overview(own: Sequence[Sheet], titles: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """Give what the index says of some articles, by the names of its template; `names` are the files of their pages."""
    framing = [{str(row["state"]): row for row in records(sheet.framing)} for sheet in own]
    counts = pd.DataFrame({k: pd.Series({state: row["n_mentions"] for state, row in rows.items()}) for k, rows in enumerate(framing)})
    counts = counts.fillna(0).astype("int64")
    by_rank = counts.assign(n=counts.sum(axis=1), articles=(counts > 0).sum(axis=1))
    counts = counts.loc[by_rank.sort_values(["n", "articles"], ascending=False, kind="stable").index]
    order = [str(state) for state in counts.index]
    states = order[:MOST_ACTORS]
    classes, colors = color_classes(states)
    groups = []
    for title, columns, key, base, what in MEASURES:
        cells = []
        for name, rows in zip(names, framing, strict=True):
            values = {state: sum(int(row[column]) for column in columns) for state, row in rows.items()}
            totals = {state: int(row[base]) if base else sum(values.values()) for state, row in rows.items()}
            cells.append(
                [
                    _cell(_link(name, state, key), values.get(state, 0), totals.get(state, 0), classes[state], is_rate=base == "n_clauses")
                    for state in states
                ]
            )
        groups.append({"title": title, "what": f"Bar and number: {what}.", "rows": cells})
    what = f"Mean over its mentions, −1 to +1; none with fewer than {FEW_MENTIONS} of them. A model’s estimate."
    tones = [[_tone(name, state, rows, classes[state]) for state in states] for name, rows in zip(names, framing, strict=True)]
    groups.append({"title": "Tone towards it", "what": what, "rows": tones})
    articles = []
    for sheet, title, name in zip(own, titles, names, strict=True):
        article = sheet.analysis.articles.iloc[0]
        meta = [known(article["source"]), known(article["date"]), plural(len(sheet.body), "sentence")]
        articles.append({"file": name, "title": title, "meta": " · ".join(filter(None, meta))})
    return {
        "meta": f"{plural(int(counts.to_numpy().sum()), 'mention')} of {plural(len(counts), 'state')}",
        "lines": _shared(counts, titles),
        "states": states,
        "rest": _first(order[MOST_ACTORS:]),
        "groups": groups,
        "articles": articles,
        "colors": colors,
    }


def _shared(counts: pd.DataFrame, titles: Sequence[str]) -> list[str]:
    """Say which states all articles name and which a single one, and where shares differ most."""
    n_articles = (counts > 0).sum(axis=1)
    in_all, in_one = ([str(state) for state in counts.index[n_articles == n]] for n in (len(titles), 1))
    lines = [
        f"Named in every article: {_first(in_all)}." if in_all else "No state is named in every article.",
        f"Named in one article alone: {_first(in_one)}." if in_one else "No state is named in one article alone.",
    ]
    shares = (counts / counts.sum().replace(0, np.nan)).to_numpy()  # NaN for an article that names no state
    if np.isfinite(shares).any(axis=0).sum() > 1:
        spread = np.nanmax(shares, axis=1) - np.nanmin(shares, axis=1)
        row = shares[spread.argmax()]
        most, least = int(np.nanargmax(row)), int(np.nanargmin(row))
        if row[most] > row[least]:
            lines.append(
                f"Shares of mentions differ most for {counts.index[spread.argmax()]}: "
                f"{_percent(row[most])} in “{titles[most]}”, {_percent(row[least])} in “{titles[least]}”."
            )
    return lines


def _first(names: Sequence[str]) -> str:
    return f"{', '.join(names[:MOST_NAMES])} and others" if len(names) > MOST_NAMES else listed(names)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _cell(link: str, value: int, total: int, color: str, *, is_rate: bool) -> str:
    """Draw one number, what it is of a total as a bar, as a link to its rows."""
    if not value:
        return ""
    share = value / total
    bar = tag("rect", width=f"{100 * min(share, 1):.1f}%", height=9, class_="full")
    drawn = tag("svg", bar, width=72, height=9, aria_hidden="true", class_=color)
    return tag("a", drawn, f"{value:,} ({f'{share:.2f}' if is_rate else _percent(share)})", href=link)


def _tone(name: str, state: str, rows: Rows, color: str) -> str:
    """Draw a mean tone as a point between −1 and +1, where there are enough mentions for one."""
    mean = float(rows[state]["tone"]) if state in rows and rows[state]["n_mentions"] >= FEW_MENTIONS else np.nan
    if np.isnan(mean):
        return ""
    zero = tag("line", x1="50%", x2="50%", y1=0, y2=12, class_="bar")
    point = tag("circle", cx=f"{50 + 46 * mean:.1f}%", cy=6, r=4, class_="full")
    drawn = tag("svg", zero, point, width=72, height=12, aria_hidden="true", class_=color)
    return tag("a", drawn, signed(mean), href=_link(name, state, "tone"))


def _link(name: str, state: str, key: str) -> str:
    return f"{name}#show={quote(f'{state}/{key}')}"
