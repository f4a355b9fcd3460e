import re

import numpy as np
import pandas as pd
import pytest
from nltk.metrics.association import BigramAssocMeasures
from scipy import stats

from analysis import Article, collocates, count_terms, find_mentions, keyness, tokenize
from analysis.terms import _holm, _log_odds, _signed_g2


def test_counts_and_rates():
    counts = count_terms(tokenize(Article("a", "sea air sea. Air land.")))
    assert counts["count"].to_dict() == {"air": 2, "sea": 2, "land": 1}
    assert counts["per_thousand"].to_dict() == {"air": 400.0, "sea": 400.0, "land": 200.0}
    assert counts["n_sentences"].to_dict() == {"air": 2, "sea": 1, "land": 1}


def test_deviation_of_proportions_on_paper():
    """Sentences hold 3/5 and 2/5 of the words.  sea: (2/2, 0); air: (1/2, 1/2); land: (0, 1).  DP is half the summed distance."""
    dp = count_terms(tokenize(Article("a", "sea air sea. Air land.")))["dp"]
    assert dp["sea"] == pytest.approx((abs(1 - 0.6) + abs(0 - 0.4)) / 2)
    assert dp["air"] == pytest.approx((abs(0.5 - 0.6) + abs(0.5 - 0.4)) / 2)
    assert dp["land"] == pytest.approx((abs(0 - 0.6) + abs(1 - 0.4)) / 2)


def test_published_deviation_of_proportions():
    """Gries (2008): the word a in five parts of the corpus 'b a m n i b e u p | b a s a t ...', DP about 0.18."""
    parts = ["b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a", "b a g h a b e a a t", "b a h a a b e a x a t"]
    text = "\n".join(parts)
    counts = count_terms(tokenize(Article("a", text)))
    assert counts["count"]["a"] == 15
    assert counts["dp"]["a"] == pytest.approx(0.18, abs=0.005)


def test_sequences_cross_neither_sentence_nor_punctuation():
    counts = count_terms(tokenize(Article("a", "air defense, air force. Air defense")), n=2)
    assert counts["count"].to_dict() == {"air defense": 2, "air force": 1}


def test_stop_words_at_either_end_of_a_sequence():
    counts = count_terms(tokenize(Article("a", "the state of law")), n=2, stop_words=["of", "the"])
    assert counts.empty
    assert count_terms(tokenize(Article("a", "the state of law")), n=3, stop_words=["of", "the"]).index.tolist() == ["state of law"]


def test_rate_is_of_all_words():
    assert count_terms(tokenize(Article("a", "the law")), stop_words=["the"])["per_thousand"].to_dict() == {"law": 500.0}


def test_collocates_stay_in_the_sentence_and_count_once():
    article = Article("a", "Tanks came. Iraq and Iraq bought tanks. Tanks left.")
    table = collocates(tokenize(article), find_mentions(article), window=3)
    assert table[["count", "n_before", "n_after", "total"]].to_dict("index") == {
        "and": {"count": 1, "n_before": 0, "n_after": 1, "total": 1},
        "bought": {"count": 1, "n_before": 0, "n_after": 1, "total": 1},
        "tanks": {"count": 1, "n_before": 0, "n_after": 1, "total": 3},
    }


def test_association_on_paper():
    """Two spans; "tanks" once near them of 3 in 9 words, 7 of them outside the spans: 3 near (1 tanks), 4 not (2 tanks)."""
    article = Article("a", "Tanks came. Iraq and Iraq bought tanks. Tanks left.")
    row = collocates(tokenize(article), find_mentions(article), window=3).loc["tanks"]
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 * 1 / (2 + 3)))
    assert row["g2"] == pytest.approx(-stats.chi2_contingency([[1, 2], [2, 2]], correction=False, lambda_="log-likelihood")[0])


def test_published_log_dice():
    """Rychlý (2008): 14 where X and Y always occur together; one point is twice as often."""
    article = Article("a", "Iraq buys. Iraq buys. Iraq sells. Iraq waits.")
    measures = collocates(tokenize(article), find_mentions(article))["log_dice"]
    assert collocates(tokenize(Article("a", "Iraq buys. Iraq buys.")), find_mentions(article).head(2))["log_dice"]["buys"] == 14
    assert measures["buys"] == pytest.approx(14 + np.log2(4 / 6))


@pytest.mark.parametrize(
    ("g2", "both", "first", "second", "neither"),
    [(270.72, 110, 2442, 111, 29114), (263.90, 29, 13, 123, 31612), (167.23, 10, 0, 3, 31764), (157.21, 76, 104, 2476, 29121)],
)
def test_published_likelihood_ratios(g2, both, first, second, neither):
    """Dunning (1993), table 2: "the swiss", "can be", "mineral water", "at the"; a cell of 0 adds nothing."""
    words = both + first + second + neither
    assert _signed_g2(np.array([both]), both + first, np.array([both + second]), words)[0] == pytest.approx(g2, abs=0.005)


def test_spans_given_twice_count_once():
    article = Article("a", "Iraq bought tanks.")
    mentions = find_mentions(article)
    assert collocates(tokenize(article), pd.concat([mentions, mentions])).equals(collocates(tokenize(article), mentions))


QUANTEDA = [pd.Series({term: text.split().count(term) for term in sorted(set(text.split()))}) for text in
            ("a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h")]  # fmt: skip


def test_order_that_quanteda_documents():
    """The test of `textstat_keyness(measure = "lr", correction = "none")` in quanteda.textstats."""
    assert keyness(*QUANTEDA, measure="g2").index.tolist() == ["c", "g", "b", "h", "a", "e", "f", "d"]


def test_g2_is_that_of_scipy_and_signed():
    table = keyness(*QUANTEDA)
    for _, row in table.iterrows():
        cells = [[row["n_target"], 17 - row["n_target"]], [row["n_reference"], 12 - row["n_reference"]]]
        expected = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
        assert abs(row["g2"]) == pytest.approx(expected.statistic)
        assert row["p"] == pytest.approx(expected.pvalue)
        assert (row["g2"] < 0) == (row["n_target"] / 17 < row["n_reference"] / 12)


def test_log_ratio_on_paper():
    """Eight of 48 against none of 48, which counts as half a one: 16 times; 40 against 42 of 48."""
    table = keyness(pd.Series({"oil": 8, "the": 40}), pd.Series({"tank": 6, "the": 42}), measure="log_ratio")
    assert table["log_ratio"].to_dict() == pytest.approx({"oil": 4.0, "the": np.log2(40 / 42), "tank": -np.log2(12)})


TIDYLO = {  # prior: (log-odds, z) of engine shape by gear in `mtcars`, as the help page of bind_log_odds in tidylo 0.2.0 prints them
    "empirical": ([15, 12, 5], None, [1.1728347, -1.3767516, 0.4033125]),
    "uninformative": ([1, 1, 1], [0.6968169, -1.2527630, 0.3249262], [1.8912729, -1.9691060, 0.5549172]),
}


@pytest.mark.parametrize(("prior", "log_odds", "z"), TIDYLO.values(), ids=TIDYLO)
def test_log_odds_that_tidylo_documents(prior, log_odds, z):
    """It compares one group (12, 2, 4) with both (15, 12, 5), in which the prior is counted once for each."""
    one, both, prior = np.array([12, 2, 4]), np.array([15, 12, 5]), np.array(prior)
    ours = _log_odds(one + prior, both + 2 * prior, np.zeros(3))
    assert ours[1] == pytest.approx(z, abs=1e-7)
    if log_odds:
        assert ours[0] == pytest.approx(log_odds, abs=1e-7)


def test_log_odds_on_paper():
    """Prior: the counts of both, (8, 82, 6).  Oil has 16 of 144 words in the one, 8 of 144 in the other."""
    row = keyness(pd.Series({"oil": 8, "the": 40}), pd.Series({"tank": 6, "the": 42})).loc["oil"]
    assert row["log_odds"] == pytest.approx(np.log(16 / 128) - np.log(8 / 136))
    assert row["z"] == pytest.approx(row["log_odds"] / np.sqrt(1 / 16 + 1 / 8))


def test_background_draws_common_words_to_zero():
    """A word that the language uses much more often than both corpora tells less."""
    target, reference = pd.Series({"oil": 8, "the": 40}), pd.Series({"tank": 6, "the": 42})
    plain, informed = keyness(target, reference), keyness(target, reference, background=pd.Series({"oil": 5000, "the": 5000}))
    assert 0 < informed["z"]["oil"] < plain["z"]["oil"]
    assert informed["g2"].equals(plain["g2"].reindex(informed.index))


def test_background_from_a_library_of_word_frequencies():
    shares = pd.Series({"the": 0.0537, "oil": 0.000107, "tank": 0.0000269})  # what wordfreq tells of them
    table = keyness(pd.Series({"oil": 8, "the": 40}), pd.Series({"tank": 6, "the": 42}), background=(shares * 1e6).round())
    prior = (np.array([8, 82, 6]) + np.array([107, 53700, 27])) / (96 + 53834) * 96  # weighs as much as both corpora
    others = prior[1] + prior[2]
    assert table.loc["oil", "log_odds"] == pytest.approx(np.log((8 + prior[0]) / (40 + others)) - np.log(prior[0] / (48 + others)))


def test_adjusted_p_that_r_documents():
    """p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm") in R; in any order."""
    assert _holm(np.array([0.05, 0.01, 0.03, 0.02, 0.04])) == pytest.approx([0.09, 0.05, 0.09, 0.08, 0.09])


def test_one_corpus_against_itself_has_no_keys():
    table = keyness(QUANTEDA[0], QUANTEDA[0])
    assert table[["log_odds", "z", "g2", "log_ratio"]].to_numpy() == pytest.approx(0)
    assert (table["p_adjusted"] == 1).all()


def test_nothing_to_compare_with_is_missing_not_zero():
    full, empty = keyness(*QUANTEDA), keyness(QUANTEDA[0], pd.Series(dtype="int64"))
    assert empty.dtypes.equals(full.dtypes)
    assert empty[["reference_per_thousand", "log_odds", "z", "g2", "log_ratio", "p", "p_adjusted"]].isna().all().all()
    assert keyness(pd.Series(dtype="int64"), pd.Series(dtype="int64")).dtypes.equals(full.dtypes)


@pytest.mark.parametrize(
    ("counts", "message"),
    [(pd.Series({"a": -1}), "not .*-1.* for 'a'"), (pd.Series([1, 2], index=["a", "a"]), "not .*2.* for 'a'"),
     (pd.Series({"a": 0.5}), "not .*0.5.* for 'a'"), (pd.Series({"a": np.nan}), "not .*nan.* for 'a'")],
)  # fmt: skip
def test_what_is_no_count(counts, message):
    with pytest.raises(ValueError, match=message):
        keyness(QUANTEDA[0], counts)
    with pytest.raises(ValueError, match="one of 'log_odds', 'g2', 'log_ratio'; not 'tfidf'"):
        keyness(*QUANTEDA, measure="tfidf")


def test_empty():
    tokens = tokenize(Article("a", ""))
    full = tokenize(Article("a", "a b"))
    assert count_terms(tokens).dtypes.astype(str).to_dict() == count_terms(full).dtypes.astype(str).to_dict()
    near_nothing = collocates(full, pd.DataFrame({"article_id": [], "sent_id": [], "start": [], "end": []}))
    assert near_nothing.empty
    assert near_nothing.dtypes.equals(collocates(full, full.head(1)).dtypes)


@pytest.mark.parametrize("call", [lambda t: count_terms(t, n=0), lambda t: collocates(t, t, window=0)])
def test_bad_numbers(call):
    with pytest.raises(ValueError, match="whole number from 1"):
        call(tokenize(Article("a", "a b")))


def test_seed_article(seed, seed_analysis):
    counts = count_terms(seed_analysis.tokens)
    assert counts["count"].sum() == len(seed_analysis.tokens)
    assert counts["dp"].between(0, 1).all()
    assert counts.loc["iraq", "count"] == len(re.findall(r"\bIraq\b", seed.text))


def test_association_by_way_of_nltk(seed_analysis):
    """Every collocate of Russia in the article: the counts that it shows give its measures."""
    tokens, russia = seed_analysis.tokens, seed_analysis.mentions[seed_analysis.mentions["state"] == "Russia"]
    table = collocates(tokens, russia)
    dice = [BigramAssocMeasures.dice(row["count"], (len(russia), row["total"]), 0) for _, row in table.iterrows()]
    assert table["log_dice"].to_numpy() == pytest.approx(14 + np.log2(dice))
    assert (table["count"] <= table["total"]).all()


def test_most_frequent_first_then_by_the_alphabet():
    counts = count_terms(tokenize(Article("a", "Oil, tanks, arms, tanks.")))
    assert counts.index.tolist() == ["tanks", "arms", "oil"]
    assert (counts.index.name, str(counts["count"].dtype), str(counts["n_sentences"].dtype)) == ("term", "int64", "int64")
    assert count_terms(tokenize(Article("a", "Oil.")))["per_thousand"].tolist() == [1000.0]


def test_a_sequence_of_three_needs_both_links():
    assert count_terms(tokenize(Article("a", "Oil, tanks wait here.")), n=3).index.tolist() == ["tanks wait here"]


def test_words_before_and_after_a_mention():
    article = Article("a", "Big old Iraq sells oil; big Iraq waits. Oil is old.")
    near = collocates(tokenize(article), find_mentions(article), window=1)
    assert near[["count", "n_before", "n_after", "total"]].to_dict("index") == {
        "big": {"count": 1, "n_before": 1, "n_after": 0, "total": 2},
        "old": {"count": 1, "n_before": 1, "n_after": 0, "total": 2},
        "sells": {"count": 1, "n_before": 0, "n_after": 1, "total": 1},
        "waits": {"count": 1, "n_before": 0, "n_after": 1, "total": 1},
    }
    wide = collocates(tokenize(article), find_mentions(article), window=5)
    assert (wide.index[0], wide.index.name) == ("big", "term")
    assert wide.loc["big", ["n_before", "n_after"]].tolist() == [2, 0]  # the second stands nearer to the second mention
    assert [str(wide[name].dtype) for name in ("count", "n_before", "n_after", "total")] == ["int64"] * 4


def test_rates_of_two_corpora_and_what_sorts_them():
    target, reference = pd.Series({"oil": 8, "the": 32, "arms": 0}), pd.Series({"oil": 1, "the": 47, "tank": 2})
    table = keyness(target, reference)
    assert table["target_per_thousand"].to_dict() == {"oil": 200.0, "the": 800.0, "tank": 0.0, "arms": 0.0}
    assert table["reference_per_thousand"].to_dict() == {"oil": 20.0, "the": 940.0, "tank": 40.0, "arms": 0.0}
    assert table.index.name == "term"
    assert [str(table[name].dtype) for name in ("n_target", "n_reference")] == ["int64", "int64"]
    for measure, column in (("log_odds", "z"), ("g2", "g2"), ("log_ratio", "log_ratio")):
        values = keyness(target, reference, measure=measure)[column].tolist()
        assert values == sorted(values, reverse=True)
    assert keyness(pd.Series({"a": 1, "b": 9}), pd.Series({"a": 2, "b": 8}))["z"].iloc[0] > 0


def test_a_background_of_the_same_shares_changes_nothing():
    """The prior is scaled to the size of both corpora, whatever the size of the third."""
    target, reference = pd.Series({"oil": 8, "the": 32}), pd.Series({"oil": 2, "the": 38})
    third = (target + reference) * 10
    assert keyness(target, reference, background=third)["z"].to_dict() == pytest.approx(keyness(target, reference)["z"].to_dict())


def test_stop_words_must_be_several():
    with pytest.raises(TypeError, match=r"^`stop_words` must be several words, such as a list; not one str\.$"):
        count_terms(tokenize(Article("a", "Oil.")), stop_words="oil")


@pytest.mark.parametrize("name", ["target", "reference"])
def test_the_wrong_corpus_is_named(name):
    good, bad = pd.Series({"oil": 1}), pd.Series({"oil": 1.5})
    with pytest.raises(ValueError, match=f"^`{name}` must have one whole number from 0"):
        keyness(*((bad, good) if name == "target" else (good, bad)))


def test_words_of_another_article_are_not_near():
    articles = [Article("a", "Oil waits. Iraq waits."), Article("b", "Tanks wait. Arms wait.")]
    near = collocates(tokenize(articles), find_mentions(articles))
    assert near["count"].to_dict() == {"waits": 1}
    swapped = [Article("b", "Tanks wait. Arms wait."), *articles[:1]]
    assert collocates(tokenize(swapped), find_mentions(swapped))["count"].to_dict() == {"waits": 1}


def test_the_window_is_five_words_to_each_side():
    article = Article("a", "One two three four five six Iraq seven eight nine ten eleven twelve.")
    near = collocates(tokenize(article), find_mentions(article))
    assert sorted(near.index) == sorted(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"])
    assert near[["n_before", "n_after"]].sum().tolist() == [5, 5]


def test_words_of_a_name_are_not_beside_it():
    article = Article("a", "The United States waits.")
    assert collocates(tokenize(article), find_mentions(article))["count"].to_dict() == {"the": 1, "waits": 1}
