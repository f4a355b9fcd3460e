import numpy as np
import pandas as pd
import pytest

from analysis import Article, analyze, evidence, summarize_framing
from analysis.cues import CATEGORIES

TEXT = "Iraq may buy Russian tanks. Moscow, if asked, will sell. Nobody else came."


def test_summary_by_hand():
    table = summarize_framing(analyze(Article("a", TEXT))).set_index("state")
    assert table.loc["Russia", ["n_mentions", "n_sentences", "n_body_sentences", "first_sent_id", "n_shared"]].tolist() == [2, 2, 3, 0, 1]
    assert table.loc["Iraq", ["n_mentions", "n_sentences", "first_sent_id", "n_shared"]].tolist() == [1, 1, 0, 1]
    assert table["share"].tolist() == [2 / 3, 1 / 3]
    assert table["shared_with"].tolist() == ["Iraq 1", "Russia 1"]
    assert table.loc["Russia", ["n_adjective", "n_capital", "n_actor", "n_modifier"]].tolist() == [1, 1, 1, 1]


def test_a_cue_belongs_to_the_actor_only_in_its_own_clause():
    table = summarize_framing(analyze(Article("a", "Iraq waits, but Russia may sell."))).set_index("state")
    assert table["n_hedge_clause"].to_dict() == {"Iraq": 0, "Russia": 1}
    assert table["n_hedge_sentence"].to_dict() == {"Iraq": 1, "Russia": 1}
    assert table["hedge_rate"].to_dict() == {"Iraq": 0.0, "Russia": 1.0}


def test_only_body_text_counts():
    article = Article("a", "Related article: Iraq\nRussia waits.", zones=[(0, 21, "link")])
    assert summarize_framing(analyze(article))["state"].tolist() == ["Russia"]


def test_by_actor_keeps_a_militia_apart():
    analysis = analyze(Article("a", "The PMU and Iraq met. The UN Security Council waits."))
    assert set(summarize_framing(analysis, by="actor")["actor"]) == {"PMU", "Iraq", "UN Security Council"}
    assert summarize_framing(analysis)[["state", "n_mentions"]].values.tolist() == [["Iraq", 2]]


def test_mean_sentiment_is_that_of_its_sentences(seed_analysis):
    mentions = seed_analysis.mentions[seed_analysis.mentions["state"] == "Russia"]
    body = seed_analysis.sentences.query("zone == 'body'")["sent_id"]
    scores = seed_analysis.sentiment.set_index("sent_id").loc[sorted(set(mentions["sent_id"]) & set(body))]
    row = summarize_framing(seed_analysis).set_index("state").loc["Russia"]
    assert row["compound_masked"] == pytest.approx(scores["compound_masked"].mean())
    assert row["compound_masked_low"] < row["compound_masked"] < row["compound_masked_high"]


def test_few_paragraphs_give_no_interval():
    row = summarize_framing(analyze(Article("a", TEXT))).iloc[0]
    assert np.isnan(row[["compound_low", "hedge_rate_high"]].astype(float)).all()


def test_several_articles_are_summarized_apart():
    table = summarize_framing(analyze([Article("a", "Iraq waits."), Article("b", "Iraq may wait. Iran too.")]))
    assert table[["article_id", "state", "n_mentions", "n_hedge_clause"]].values.tolist() == [
        ["a", "Iraq", 1, 0],
        ["b", "Iraq", 1, 1],
        ["b", "Iran", 1, 0],
    ]


def test_evidence_opens_rows_of_any_table(seed_analysis):
    for name in ("mentions", "cues", "tokens", "sentences", "clauses", "sentiment"):
        rows = getattr(seed_analysis, name)
        opened = evidence(seed_analysis, rows)
        assert opened["sent_id"].tolist() == rows["sent_id"].tolist()
        assert opened["mark"].tolist() == rows["text"].tolist()
        assert (opened["start"] <= opened["mark_start"]).all()
        assert (opened["mark_end"] <= opened["end"]).all()


def test_evidence_wants_offsets_of_these_articles(seed_analysis):
    with pytest.raises(ValueError, match="start is missing"):
        evidence(seed_analysis, seed_analysis.mentions.drop(columns="start"))
    with pytest.raises(ValueError, match="not analysed: 'x'"):
        evidence(seed_analysis, pd.DataFrame({"article_id": ["x"], "start": [0], "end": [1]}))


@pytest.mark.parametrize("text", ["", "Nobody came.", "   \n "])
def test_nothing_found_gives_the_same_columns(text, seed_analysis):
    empty, full = summarize_framing(analyze(Article("a", text))), summarize_framing(seed_analysis)
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_unknown_by(seed_analysis):
    with pytest.raises(ValueError, match=r"'state', 'actor'; not 'outlet'"):
        summarize_framing(seed_analysis, by="outlet")


def test_every_row_of_every_table_points_into_the_text(seed, seed_analysis):
    for name in ("sentences", "clauses", "tokens", "mentions", "cues", "sentiment"):
        table = getattr(seed_analysis, name)
        assert table.columns[:5].tolist() == ["article_id", "sent_id", "start", "end", "text"]
        assert [seed.text[s:e] for s, e in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()


def test_clause_counts_never_exceed_sentence_counts(seed_analysis):
    table = summarize_framing(seed_analysis)
    for category in CATEGORIES:
        assert (table[f"n_{category}_clause"] <= table[f"n_{category}_sentence"]).all()
    assert table["n_mentions"].equals(table[["n_actor", "n_modifier", "n_place"]].sum(axis=1))


def test_same_input_same_tables(seed):
    for name in ("mentions", "cues", "sentiment"):
        pd.testing.assert_frame_equal(getattr(analyze(seed), name), getattr(analyze(seed), name))
    pd.testing.assert_frame_equal(summarize_framing(analyze(seed)), summarize_framing(analyze(seed)))
    other = summarize_framing(analyze(seed, seed=1))
    assert not other["compound_low"].equals(summarize_framing(analyze(seed))["compound_low"])
