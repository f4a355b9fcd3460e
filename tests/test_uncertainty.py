import time

import numpy as np
import pytest
from bench.intervals import coverage
from scipy import stats

from analysis import exact_count, exact_share, most_influential, permutation_test, resample_ratio
from analysis.uncertainty import _t_quantile


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
    assert np.isnan(resample_ratio(np.arange(8) - 0.5, np.ones(8))).all()
    assert np.isnan(resample_ratio([0.5] + [0] * 11, [1] + [0] * 11)).all()
    assert np.isnan(resample_ratio([], [])).all()


def test_a_rate_over_few_cues_has_no_interval():
    """Twenty paragraphs, eight of them with a cue; a mean of measured values has one there."""
    cues = np.repeat([1, 0], [8, 12])
    assert np.isnan(resample_ratio(cues, np.ones(20))).all()
    assert not np.isnan(resample_ratio(cues - 0.5, np.ones(20))).any()
    assert not np.isnan(resample_ratio(np.repeat([1, 0], [9, 11]), np.ones(20))).any()


def test_groups_count_by_their_size():
    """One group holds nearly all observations, so the ratio follows it; where it is not drawn, a third of the time, it is low."""
    low, high = resample_ratio([0.5] * 11 + [100.5], [1] * 11 + [100])
    assert low[0] == 0.5
    assert high[0] > 0.99


def test_bounds_are_wider_than_percentiles_where_groups_are_few():
    values = np.random.default_rng(2).normal(size=10)
    draws = np.random.default_rng(0).multinomial(10, np.full(10, 0.1), size=2000) @ np.sort(values) / 10
    low, high = resample_ratio(values, np.ones(10))
    tail = stats.norm.cdf(-np.sqrt(10 / 9) * stats.t.ppf(0.975, 9))  # Hesterberg (2015), equal groups
    assert tail < 0.025
    assert [low[0], high[0]] == pytest.approx(np.quantile(draws, [tail, 1 - tail]), abs=0.01)


@pytest.mark.parametrize("freedom", [3, 4.5, 8, 19, 200])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_t_quantile_is_that_of_scipy(freedom, level):
    z = stats.norm.ppf((1 + level) / 2)
    assert _t_quantile(z, freedom) == pytest.approx(stats.t.ppf((1 + level) / 2, freedom), rel=0.015 if freedom < 8 else 1e-4)


def test_order_does_not_matter():
    generator = np.random.default_rng(3)
    above, below = generator.normal(size=(15, 2)), generator.integers(1, 4, (15, 2))
    shuffled = generator.permutation(15)
    assert np.array_equal(resample_ratio(above, below), resample_ratio(above[shuffled], below[shuffled]))
    labels, sentences = np.array(["a", "b", "b"] * 5), np.arange(15) // 3
    assert permutation_test(above[:, 0], labels, sentences) == permutation_test(above[shuffled, 0], labels[shuffled], sentences[shuffled])


@pytest.mark.parametrize("n_sentences", [30, 100, 300])
def test_where_an_interval_is_offered_it_covers(n_sentences):
    """A reduced run of `make intervals`: 93 to 97 %, give or take the chance of 150 articles; plain percentiles fail at 30."""
    table = coverage(n_sentences, 150, n_resamples=1000).set_index("measure")
    assert 0.925 <= table.loc["mean", "covers"] <= 0.98
    assert table.loc["mean", "offered"] > 0.3
    assert n_sentences < 300 or 0.93 <= table.loc["rate", "covers"] <= 0.99
    assert n_sentences > 30 or table.loc["rate", "offered"] < 0.01


def test_two_thousand_resamples_of_a_profile_are_quick():
    generator = np.random.default_rng(4)
    start = time.perf_counter()
    resample_ratio(generator.normal(size=(40, 30)), np.ones((40, 30)))
    assert time.perf_counter() - start < 1


def test_most_influential_on_paper():
    """Sums 3 of 6: without the second group 1 of 4, without the last 3 of 5."""
    position, without = most_influential([1, 2, 0, 0], [2, 2, 1, 1])
    assert (position.tolist(), without.tolist()) == ([1], [0.25])


def test_most_influential_of_one_group_is_none():
    position, without = most_influential(np.array([[1.0, 1], [0, 1]]), np.array([[1, 1], [0, 1]]))
    assert position.tolist() == [-1, 0]
    assert np.isnan(without[0])
    assert without[1] == 1.0


def test_permutation_within_sentences_on_paper():
    """Three sentences with both actors: 8 exchanges, of which the observed one and its mirror differ as much."""
    difference, p = permutation_test([3, 1, 4, 1, 6, 1], ["a", "b"] * 3, [0, 0, 1, 1, 2, 2], n_resamples=20_000)
    assert difference == pytest.approx(13 / 3 - 1)
    assert p == pytest.approx(2 / 8, abs=0.01)


def test_permutation_is_that_of_scipy_for_pairs():
    generator = np.random.default_rng(5)
    values = generator.normal(size=(12, 2))
    expected = stats.permutation_test((values[:, 0], values[:, 1]), lambda x, y, axis: x.mean(axis) - y.mean(axis),
                                      permutation_type="samples", vectorized=True)  # fmt: skip
    difference, p = permutation_test(values.ravel(), ["a", "b"] * 12, np.repeat(np.arange(12), 2), n_resamples=20_000)
    assert difference == pytest.approx(expected.statistic)
    assert p == pytest.approx(expected.pvalue, abs=0.01)


def test_actors_that_never_share_a_sentence_are_not_tested():
    difference, p = permutation_test([1, 2, 3, 4], ["a", "a", "b", "b"], [0, 1, 2, 3])
    assert difference == -2
    assert np.isnan(p)


def test_permutation_needs_two_labels():
    with pytest.raises(ValueError, match="two different values; not 3"):
        permutation_test([1, 2, 3], ["a", "b", "c"], [0, 0, 0])


@pytest.mark.parametrize(("hits", "n"), [(0, 5), (5, 5), (1, 1), (7, 36), (45, 50), (300, 1500), (1499, 1500)])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_exact_share_is_that_of_scipy(hits, n, level):
    expected = stats.binomtest(hits, n).proportion_ci(level, method="exact")
    assert exact_share(hits, n, level=level) == pytest.approx((expected.low, expected.high), abs=1e-9)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0, 0.1684), (1, 29, 0.0009, 0.1776)]
)
def test_published_exact_shares(hits, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table I, method 5 (Clopper-Pearson)."""
    assert exact_share(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39), (50, 37.11, 65.92)])
def test_published_exact_counts(count, low, high):
    """Garwood (1936), the table of 95 % limits of a Poisson mean."""
    assert exact_count(count) == pytest.approx((low, high), rel=1e-3)


@pytest.mark.parametrize("count", [0, 1, 10, 250])
def test_exact_count_by_way_of_chi_squared(count):
    """Garwood's bounds are quantiles of chi-squared with 2c and 2c + 2 degrees of freedom, halved."""
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0
    assert exact_count(count) == pytest.approx((low, stats.chi2.ppf(0.975, 2 * count + 2) / 2), abs=1e-8)


def test_nothing_drawn_has_no_share():
    assert np.isnan(exact_share(0, 0)).all()


@pytest.mark.parametrize("call", [lambda: exact_share(3, 2), lambda: exact_share(-1, 2), lambda: exact_count(-1)])
def test_what_cannot_have_been_drawn(call):
    with pytest.raises(ValueError, match="must be from 0"):
        call()


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


def test_t_quantile_on_paper():
    """At z = 1 and one degree of freedom: 1 + 2/4 + 24/96 + 24/384 - 528/92160; at z = 2 and two: term by term."""
    assert _t_quantile(1.0, 1.0) == pytest.approx(1 + 1 / 2 + 1 / 4 + 1 / 16 - 528 / 92160, abs=1e-12)
    terms = 10 / 4 / 2 + 294 / 96 / 4 + (384 + 608 + 136 - 30) / 384 / 8 + (40448 + 99328 + 47424 - 15360 - 1890) / 92160 / 16
    assert _t_quantile(2.0, 2.0) == pytest.approx(2 + terms, abs=1e-12)


def test_permutations_that_change_nothing_are_all_as_far():
    """Each group has one label alone, or equal values: every draw is as far as what was seen, and p is 1 to the last bit."""
    assert permutation_test([1, 1, 0, 0], ["a", "b", "a", "b"], [0, 0, 1, 1], n_resamples=19)[1] == 1.0


def test_p_counts_what_was_seen_as_one_draw():
    """Of 2 pairs, the 4 ways are equally likely, 2 of them as far as seen: p is near 1/2, and (k + 1) / (n + 1) for a whole k."""
    p = permutation_test([1, 0, 1, 0], ["a", "b", "a", "b"], [0, 0, 1, 1], n_resamples=99)[1]
    assert (p * 100) % 1 == pytest.approx(0, abs=1e-9)
    assert 0.3 < p < 0.7
    assert p == permutation_test([1, 0, 1, 0], ["a", "b", "a", "b"], [0, 0, 1, 1], n_resamples=99)[1]


def test_exactly_nine_groups_are_enough():
    low, _ = resample_ratio([1, 2] * 4 + [1], [3] * 9)
    assert not np.isnan(low[0])
    low, _ = resample_ratio([1, 2] * 4, [3] * 8)
    assert np.isnan(low[0])


def test_defaults_are_those_of_the_docstring():
    values, below = [0.5, 1.5, 2.0, 1.0, 0.0, 3.0, 2.5, 1.0, 0.5, 2.0], [2] * 10
    given = resample_ratio(values, below, n_resamples=2000, level=0.95, seed=0)
    assert [part.tolist() for part in resample_ratio(values, below)] == [part.tolist() for part in given]
    labels, groups = list("abababab"), [0, 0, 1, 1, 2, 2, 3, 3]
    numbers = [1, 0, 3, 1, 0, 1, 2, 2]
    assert permutation_test(numbers, labels, groups) == permutation_test(numbers, labels, groups, n_resamples=2000, seed=0)


def test_levels_are_95_percent():
    assert exact_share(3, 9) == exact_share(3, 9, level=0.95)
    assert exact_count(4) == exact_count(4, level=0.95)


def test_most_influential_moves_the_whole_ratio_most():
    """2/2, 1/1, 0/1 without each: 1/2, 2/3, 3/3 beside 3/4 of all."""
    positions, without = most_influential([2, 1, 0], [2, 1, 1])
    assert (positions.tolist(), without.tolist()) == ([0], [0.5])
