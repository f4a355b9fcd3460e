"""How much a number hangs on few sentences: numbers in, numbers out.

The sentences of one article depend on each other, so whole paragraphs are drawn, never single sentences.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Fewer paragraphs than this give no interval: with so few different draws its bounds would be chance.
MIN_GROUPS = 6


def resample_ratio(
    numerator: ArrayLike, denominator: ArrayLike, *, n_resamples: int = 2000, level: float = 0.95, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Resampling interval of a ratio of sums, such as a mean or a rate, over groups of dependent observations.

    Groups are drawn with replacement, as many as there are, and the ratio is taken anew (percentile bootstrap over
    clusters: Davison & Hinkley 1997, section 3.8).  The interval tells how much the ratio hangs on few groups of this
    text; it is no statement about other texts.

    Parameters
    ----------
    numerator, denominator : array-like, shape (n_groups,) or (n_groups, n_measures)
        For each group, such as a paragraph, what is added up above and below the line.
    n_resamples : int
        Number of draws.
    level : float
        Share of the draws between the bounds.
    seed : int
        The same seed gives the same bounds.

    Returns
    -------
    low, high : array, shape (n_measures,)
        NaN where fewer than six groups have a denominator, or where one draw in twenty has none.

    Examples
    --------
    >>> low, high = resample_ratio([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1])
    >>> bool(low[0] < 3.5 < high[0])
    True
    """
    above, below = (np.atleast_2d(np.asarray(x, dtype=float).T).T for x in (numerator, denominator))
    if above.shape != below.shape:
        raise ValueError(f"`numerator` and `denominator` must have the same shape; not {above.shape} and {below.shape}.")
    n_groups, n_measures = above.shape
    low = np.full(n_measures, np.nan)
    high = low.copy()
    usable = (below > 0).sum(axis=0) >= MIN_GROUPS
    if n_groups == 0 or not usable.any():
        return low, high
    draws = np.random.default_rng(seed).multinomial(n_groups, np.full(n_groups, 1 / n_groups), size=n_resamples).astype(float)
    total = draws @ below
    usable &= (total > 0).mean(axis=0) >= 0.95
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = np.where(total > 0, (draws @ above) / total, np.nan)[:, usable]
    tail = (1 - level) / 2
    if usable.any():
        low[usable], high[usable] = np.nanquantile(ratios, [tail, 1 - tail], axis=0)
    return low, high
