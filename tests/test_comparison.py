"""Groups of articles compared: sums by hand, intervals over articles, and what was planted found again."""

import numpy as np
import pandas as pd
import pytest

from analysis import (
    Article,
    analyze,
    analyze_corpus,
    compare,
    compare_terms,
    comparison,
    invent_articles,
    planted,
    plot_comparison,
    read_articles,
    read_corpus,
    summarize_corpus,
    summarize_framing,
)


def article(i, text, source=None, date=None):
    return Article(f"a{i}", text, source=source, date=date)


ARTICLES = [
    article(0, "Iraq may buy tanks. Iraq waits. Russia waits.", "A", "2020-01-05"),
    article(1, "Nobody waits.", "A", "2020-01-06"),
    article(2, "Iraq waits.", "B", "2020-02-01"),
    article(3, "Iran must wait.", None, None),
]


def test_summary_by_hand():
    table = summarize_corpus(analyze(ARTICLES), by="source").set_index(["source", "state"])
    assert table.index.tolist() == [("A", "Iraq"), ("A", "Russia"), ("B", "Iraq"), ("unknown", "Iran")]
    iraq = table.loc[("A", "Iraq")]
    assert iraq[["n_articles", "all_articles", "n_mentions", "all_mentions"]].tolist() == [1, 2, 2, 3]
    assert iraq[["article_share", "share", "hedge_rate"]].tolist() == [1 / 2, 2 / 3, 1 / 2]
    assert table.loc[("unknown", "Iran"), "obligation_rate"] == 1
    assert table.filter(regex="_low$|_high$").isna().all(axis=None)  # so few articles tell no interval


@pytest.mark.parametrize(("by", "groups"), [(None, ["all"]), ("month", ["2020-01", "2020-02", "unknown"]), ("year", ["2020", "unknown"])])
def test_groups(by, groups):
    table = summarize_corpus(analyze(ARTICLES), by=by)
    assert table[by or "corpus"].unique().tolist() == groups


def test_one_article_has_the_counts_of_its_own_summary(seed_analysis):
    whole, own = summarize_corpus(seed_analysis).set_index("state"), summarize_framing(seed_analysis).set_index("state")
    counts = [name for name in own if name.startswith("n_") and name != "n_body_sentences"]
    assert whole[counts].to_dict() == own[counts].to_dict()
    np.testing.assert_allclose(whole["compound_masked"], own.loc[whole.index, "compound_masked"])
    for measure in ("hedge_rate", "tone", "tone_author", "tone_others"):
        np.testing.assert_allclose(whole[measure], own.loc[whole.index, measure])


def test_tone_and_actions_by_hand():
    texts = ["Iran attacked Iraq. Iraq thanked Oman.", "Iran and Oman attacked Iraq. “Iraq is a disgrace,” Iran said.", "Iran waits."]
    analysis = analyze([article(i, text) for i, text in enumerate(texts)])
    table = summarize_corpus(analysis).set_index("state")
    rates = table[["acting_rate", "target_rate", "harming_share", "harmed_share"]]
    assert rates.loc["Iran"].tolist()[:3] == [2 / 4, 0, 1]
    assert rates.loc["Iraq"].tolist() == [1 / 4, 2 / 4, 0, 1]
    assert np.isnan(table.loc["Iran", "harmed_share"])  # nothing is done to it
    tone = analysis.tone[analysis.tone["state"] == "Iraq"]
    assert table.loc["Iraq", "tone"] == pytest.approx(tone["tone"].mean())
    assert table.loc["Iraq", "tone_others"] == pytest.approx(tone.loc[tone["voice"] == "quoted", "tone"].item())
    assert table.loc["Iraq", ["n_tone", "n_tone_author", "n_tone_others"]].tolist() == [4, 3, 1]


def test_tone_and_actions_are_compared():
    texts = {"A": "Iran attacked Iraq.", "B": "Iran praised Iraq."}
    table = compare(analyze([article(i, texts["AB"[i % 2]], "AB"[i % 2]) for i in range(40)])).set_index(["source", "state", "measure"])
    assert table.loc[("A", "Iran", "harming_share"), ["value", "rest", "difference"]].tolist() == [1, 0, 1]
    assert table.loc[("A", "Iraq", "target_rate"), "difference"] == 0
    assert table.loc[("A", "Iraq", "tone"), "difference"] < 0


def test_no_mentions_and_no_articles():
    nobody = analyze([article(0, "Nobody waits.", "A"), article(1, "Nobody waits.", "B")])
    for analysis in (analyze([]), nobody):
        table = summarize_corpus(analysis, by="source")
        assert table.empty
        assert list(table) == list(summarize_corpus(analyze(ARTICLES), by="source"))
    assert compare(nobody).empty


def test_refuses():
    analysis = analyze(ARTICLES)
    with pytest.raises(ValueError, match="`by` must be one of 'source', 'month', 'year'; not 'week'"):
        summarize_corpus(analysis, by="week")
    with pytest.raises(ValueError, match="`of` must be one of 'state', 'actor'; not 'party'"):
        compare(analysis, of="party")
    with pytest.raises(ValueError, match=r"two groups .* all are of 'A'"):
        compare(analyze(ARTICLES[:2]))
    with pytest.raises(ValueError, match="must name 'Russia'; found 'A'"):
        compare_terms(analysis, "Russia")


def test_differences_and_what_is_left_out():
    articles = [article(i, "Iraq may wait. Russia waits." if i % 2 else "Iraq waits.", "AB"[i % 2]) for i in range(60)]
    table = compare(analyze(articles)).set_index(["source", "state", "measure"])
    hedge = table.loc[("B", "Iraq", "hedge_rate")]
    assert hedge[["value", "rest", "difference", "n_articles", "rest_articles"]].tolist() == [1, 0, 1, 30, 30]
    assert table.loc[("A", "Russia")]["is_left_out"].all()
    assert not table.loc[("B", "Russia")]["is_left_out"].any()
    mirrored = table.xs("A")["difference"] + table.xs("B")["difference"]
    assert mirrored.dropna().abs().max() == 0


def test_limits_of_a_difference_by_hand(monkeypatch):
    def measured(batches, seed):
        value, low, high = (0.6, 0.5, 0.8) if batches["n_hedge_clause"].sum() else (0.3, 0.1, 0.4)
        bounds = {"": value, "_low": low, "_high": high}
        return pd.DataFrame({name + bound: [x] for name in comparison.MEASURES for bound, x in bounds.items()})

    monkeypatch.setattr(comparison, "_measured", measured)
    articles = [article(i, "Iraq may wait." if i % 2 else "Iraq waits.", "AB"[i % 2]) for i in range(20)]
    row = compare(analyze(articles)).set_index(["source", "measure"]).loc[("B", "share")]
    assert row["difference"] == pytest.approx(0.3)
    assert row["difference_low"] == pytest.approx(0.3 - np.hypot(0.1, 0.1))  # Zou & Donner: own lower arm, the other's upper arm
    assert row["difference_high"] == pytest.approx(0.3 + np.hypot(0.2, 0.2))


def test_many_articles_are_dealt_into_batches_and_keep_their_sums(monkeypatch):
    analysis = analyze(read_articles(invent_articles(90)))
    alone = compare(analysis)
    monkeypatch.setattr(comparison, "MOST_BATCHES", 12)
    dealt = compare(analysis)
    values = ["value", "rest", "n_articles", "rest_mentions"]
    pd.testing.assert_frame_equal(dealt[values], alone[values])
    assert not dealt["difference_low"].equals(alone["difference_low"])


def test_a_corpus_on_disk_gives_the_same(tmp_path, monkeypatch):
    pytest.importorskip("pyarrow")
    monkeypatch.setattr("analysis.shards.MOST_ARTICLES", 16)
    articles = invent_articles(60)
    corpus, analysis = read_corpus(analyze_corpus(articles, tmp_path)), analyze(read_articles(articles))
    assert corpus.info["n_shards"] == 4
    for by in ("source", "month"):
        pd.testing.assert_frame_equal(summarize_corpus(corpus, by=by), summarize_corpus(analysis, by=by))
    pd.testing.assert_frame_equal(compare(corpus), compare(analysis))
    pd.testing.assert_frame_equal(compare_terms(corpus, "Kenya"), compare_terms(analysis, "Kenya"))


def test_terms_tell_how_many_articles_have_them():
    pairs = enumerate([("Bold", "A"), ("Calm", "B")] * 3)
    articles = [article(i, f"{word} Russia waits near the river.", source) for i, (word, source) in pairs]
    table = compare_terms(analyze(articles), "Russia").set_index(["source", "term"])
    assert table.loc[("A", "bold"), ["n_target", "n_reference", "target_articles", "reference_articles"]].tolist() == [3, 0, 3, 0]
    assert "the" not in table.loc["A"].index


@pytest.fixture(scope="module")
def invented():
    return analyze(read_articles(invent_articles(600, seed=1)))


def test_planted_rates_are_found_again(invented):
    table = summarize_corpus(invented, by="source").merge(planted(), on=["source", "state"], suffixes=("", "_planted"))
    pairs = {"article_share": "article_share_planted", "hedge_rate": "hedge", "obligation_rate": "obligation", "attribution_rate": "quote"}
    inside = [table[f"{measure}_low"].le(table[truth]) & table[truth].le(table[f"{measure}_high"]) for measure, truth in pairs.items()]
    assert len(table) == 11
    assert np.mean(inside) >= 0.9


def test_planted_differences_are_the_clear_ones(invented):
    compared = compare(invented).set_index(["source", "state", "measure"])
    for key, least in {
        ("Invented Courier", "Chile", "hedge_rate"): 0.2,
        ("Invented Courier", "Portugal", "article_share"): -1,
        ("Invented Herald", "Norway", "obligation_rate"): 0.15,
        ("Invented Post", "Kenya", "article_share"): 0.2,
        ("Invented Post", "Norway", "attribution_rate"): 0.2,
    }.items():
        row = compared.loc[key]
        assert row["is_left_out"] or (row["difference_low"] > 0 and row["difference"] > least)
    untouched = compared.loc[("Invented Herald", ["Chile", "Portugal"], ["actor_share", "condition_rate"]), :]
    assert not (untouched["difference_low"] > 0).any()


def test_planted_words_and_months_are_found_again(invented):
    first = compare_terms(invented, "Kenya").groupby("source")["term"].first()
    assert first[["Invented Herald", "Invented Post"]].tolist() == ["sweeping", "quiet"]
    chile = summarize_corpus(invented, by="month").set_index(["state", "month"])["compound_masked"]["Chile"]
    assert chile["2041-04":].max() < chile[:"2041-03"].min()


def test_more_articles_begin_with_the_same_ones():
    pd.testing.assert_frame_equal(invent_articles(7, seed=3), invent_articles(20, seed=3).head(7))
    assert not invent_articles(3, seed=1)["text"].equals(invent_articles(3)["text"])


def test_plot(invented):
    ax = plot_comparison(compare(invented))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert "Invented Courier: Chile, hedge rate" in labels
    assert len(labels) == 20
    assert "No" in plot_comparison(compare(invented).head(0)).texts[0].get_text()
