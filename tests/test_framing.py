import pandas as pd
import pytest

from analysis import analyze, evidence, summarize_framing


def test_evidence_opens_rows_of_any_table(seed_analysis):
    for name in ("mentions", "cues", "attributions", "tokens", "sentences", "clauses", "sentiment"):
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


def test_every_row_of_every_table_points_into_the_text(seed, seed_analysis):
    for name in ("sentences", "clauses", "tokens", "mentions", "cues", "attributions", "speakers", "sentiment"):
        table = getattr(seed_analysis, name)
        assert table.columns[:5].tolist() == ["article_id", "sent_id", "start", "end", "text"]
        assert [seed.text[s:e] for s, e in zip(table["start"], table["end"], strict=True)] == table["text"].tolist()


def test_same_input_same_tables(seed):
    for name in ("mentions", "cues", "attributions", "speakers", "sentiment"):
        pd.testing.assert_frame_equal(getattr(analyze(seed), name), getattr(analyze(seed), name))
    pd.testing.assert_frame_equal(summarize_framing(analyze(seed)), summarize_framing(analyze(seed)))
    other = summarize_framing(analyze(seed, seed=1))
    assert not other["compound_low"].equals(summarize_framing(analyze(seed))["compound_low"])
