import pandas as pd
import pytest

from analysis import Article, analyze, digest_of, evidence, summarize_framing


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


def correction(text, row, *changes):
    """Lines of a corrections file for one span of a text: (table, action, column, value)."""
    start = text.index(row)
    columns = ["table", "digest", "start", "end", "action", "column", "value", "by", "why"]
    lines = [[table, digest_of(text), start, start + len(row), action, *rest, "A. B.", ""] for table, action, *rest in changes]
    return pd.DataFrame(lines, columns=columns)


def test_what_follows_is_found_anew_from_corrected_tables():
    text = "Chad said Iraq would wait."
    own = correction(text, "Chad", ("mentions", "change", "actor", "Chad Smith"), ("mentions", "change", "state", ""))
    analysis = analyze(Article("a", text), corrections=own)
    assert analysis.mentions["actor"].tolist() == ["Chad Smith", "Iraq"]
    assert analysis.mentions["correction"].dropna().to_dict() == {0: "change"}
    assert analysis.speakers["actor"].tolist() == ["Chad Smith"]
    assert summarize_framing(analysis)["state"].tolist() == ["Iraq"]
    assert summarize_framing(analysis, by="actor")[["actor", "n_by_hand"]].values.tolist() == [["Chad Smith", 1], ["Iraq", 0]]
    assert evidence(analysis, analysis.mentions)["correction"].notna().tolist() == [True, False]


def test_a_rejected_attribution_takes_its_voice_along():
    text = "Iraq said Iran would wait."
    assert analyze(Article("a", text)).mentions["voice"].tolist() == ["author", "reported"]
    content = analyze(Article("a", text)).attributions["text"].iloc[0]
    rejected = analyze(Article("a", text), corrections=correction(text, content, ("attributions", "reject", "", "")))
    assert rejected.mentions["voice"].tolist() == ["author", "author"]
    assert len(rejected.speakers) == 0


def test_corrections_that_no_longer_fit_are_told():
    text = "Iraq waits."
    own = pd.concat([correction(text, "Iraq", ("mentions", "accept", "", "")), correction(text, "waits", ("mentions", "reject", "", ""))])
    analysis = analyze(Article("a", text), corrections=own)
    assert analysis.corrections["reason"].tolist() == ["", "no row has this span"]
    assert analyze(Article("a", text)).corrections.columns.tolist() == analysis.corrections.columns.tolist()


def test_a_corrected_analysis_has_the_same_empty_tables():
    text = "Nobody came."
    analysis = analyze(Article("a", text), corrections=correction(text, "Nobody", ("cues", "reject", "", "")))
    assert len(analysis.mentions) == len(analysis.speakers) == 0
    assert summarize_framing(analysis).columns.equals(summarize_framing(analyze(Article("a", text))).columns)
