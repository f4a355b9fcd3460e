import numpy as np
import pytest

from analysis import resample_ratio


def test_bounds_against_the_normal_approximation():
    """A mean of 400 groups: the percentile interval is near mean +- 1.96 standard errors."""
    values = np.random.default_rng(1).normal(2, 1, 400)
    low, high = resample_ratio(values, np.ones(400))
    error = values.std(ddof=0) / 20
    assert low[0] == pytest.approx(values.mean() - 1.96 * error, abs=0.02)
    assert high[0] == pytest.approx(values.mean() + 1.96 * error, abs=0.02)


def test_no_spread_no_width():
    low, high = resample_ratio(np.full(10, 3.0), np.full(10, 2.0))
    assert low[0] == high[0] == 1.5


def test_too_few_groups_give_no_interval():
    assert np.isnan(resample_ratio([1, 2, 3, 4, 5], [1] * 5)).all()
    assert np.isnan(resample_ratio([1, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0])).all()
    assert np.isnan(resample_ratio([], [])).all()


def test_groups_count_by_their_size():
    """One group holds nearly all observations, so the ratio follows it."""
    low, high = resample_ratio([0, 0, 0, 0, 0, 100], [1, 1, 1, 1, 1, 100])
    assert low[0] == 0.0  # it is not drawn in a third of the draws
    assert high[0] > 0.98


def test_seed_decides():
    data = np.arange(12.0), np.ones(12)
    assert resample_ratio(*data, seed=3)[0] == resample_ratio(*data, seed=3)[0]
    assert resample_ratio(*data, seed=3)[0] != resample_ratio(*data, seed=4)[0]


def test_measures_are_independent_columns():
    one = np.arange(12.0)
    both = resample_ratio(np.column_stack([one, 2 * one]), np.ones((12, 2)))
    assert both[0][0] == resample_ratio(one, np.ones(12))[0][0]
    assert both[0][1] == pytest.approx(2 * both[0][0])


def test_shapes_must_agree():
    with pytest.raises(ValueError, match="same shape"):
        resample_ratio([1, 2], [1, 2, 3])
