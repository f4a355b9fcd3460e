"""Figures of groups of articles: in what outlets or months differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.canvas import INK, PALE, actor_colors, plain, say_empty, tidy
from analysis.plots import new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ROWS = 20


def plot_comparison(compared: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Plot the differences between groups of articles whose intervals leave 0 out, the clearest first.

    Parameters
    ----------
    compared : DataFrame
        As `compare` returns it, or some rows of it.
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    tested = compared[compared["difference_low"].notna()]
    apart = tested[(tested["difference_low"] > 0) | (tested["difference_high"] < 0)]
    clarity = (apart["difference"] / (apart["difference_high"] - apart["difference_low"])).abs()
    shown = apart.loc[clarity.sort_values(ascending=False, kind="stable").index[:MOST_ROWS]]
    ax = new_axes(ax, 1.5 + 0.3 * max(len(shown), 2))
    if shown.empty:
        return say_empty(ax, f"None of {len(tested)} differences is clear of 0.")
    by, of = compared.columns[:2]
    colors = actor_colors(sorted(set(compared[of].astype("str"))))
    for row, each in enumerate(shown.to_dict("records")):
        color = colors[each[of]]
        ax.hlines(row, each["difference_low"], each["difference_high"], color=color, linewidth=2)
        ax.scatter(each["difference"], row, s=36, color=color, zorder=3)
        values = f"{each['value']:.2f} against {each['rest']:.2f}"
        ax.text(1.02, row, values, transform=ax.get_yaxis_transform(), va="center", fontsize=9, color=INK)
    ax.axvline(0, color=PALE, linewidth=1, zorder=0)
    labels = [f"{plain(each[by])}: {plain(each[of])}, {each['measure'].replace('_', ' ')}" for each in shown.to_dict("records")]
    ax.set(yticks=range(len(shown)), yticklabels=labels, ylim=(len(shown) - 0.4, -0.6), xlabel="difference from all other articles")
    note = f"Line: 95 % interval over articles. By chance alone, {len(tested) / 20:.0f} of {len(tested)} would be clear of 0."
    return tidy(ax, f"{len(apart)} of {len(tested)} differences are clear of 0", note=note)
