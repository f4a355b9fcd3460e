import json

import numpy as np
import pandas as pd
import pytest

from analysis import (
    Article,
    analyze,
    apply_corrections,
    digest_of,
    evidence,
    find_attributions,
    find_cues,
    find_mentions,
    find_speakers,
    plot_framing,
    read_corrections,
    split_sentences,
    summarize_actions,
    summarize_corpus,
    summarize_framing,
    summarize_voices,
)
from analysis.corrections import COLUMNS

ARTICLE = Article("a", "Iraq may buy tanks. Mali alone sings.\nThe Kremlin said that Iraq and Iran agreed.")
SENTENCES = split_sentences(ARTICLE)
DIGEST = digest_of(ARTICLE.text)


def lines(*rows, digest=DIGEST, name="mentions"):
    """Corrections from (start, end, action, column, value)."""
    return read_corrections(pd.DataFrame([[name, digest, *row, "A. B.", "seen"] for row in rows], columns=COLUMNS))


def correct(*rows, table=None, name="mentions", **options):
    table = find_mentions(ARTICLE) if table is None else table
    return apply_corrections(name, table, lines(*rows, name=name, **options), ARTICLE, SENTENCES)


def test_nothing_to_correct_changes_nothing():
    mentions = find_mentions(ARTICLE)
    corrected, unfit = correct()
    pd.testing.assert_frame_equal(corrected.drop(columns="correction"), mentions)
    assert corrected["correction"].isna().all()
    assert unfit.empty


def test_accept_and_change_and_reject():
    corrected, unfit = correct((0, 4, "accept", "", ""), (20, 24, "reject", "", ""), (42, 49, "change", "kind", "institution"))
    assert "Mali" not in corrected["text"].tolist()
    assert corrected.loc[corrected["start"] == 0, "correction"].item() == "accept"
    assert corrected.loc[corrected["start"] == 42, ["kind", "correction"]].values.tolist() == [["institution", "change"]]
    assert unfit.empty


def test_added_row_stands_in_its_place_with_what_follows_from_its_span():
    corrected, unfit = correct((13, 18, "add", "actor", "tank makers"), (13, 18, "add", "kind", "group"))
    row = corrected.iloc[1]
    assert (row["text"], row["sent_id"], row["para_id"], row["actor"], row["kind"]) == ("tanks", 0, 0, "tank makers", "group")
    assert row["correction"] == "add"
    assert corrected["start"].is_monotonic_increasing
    assert unfit.empty


def test_types_stay():
    mentions, corrected = find_mentions(ARTICLE), correct((13, 18, "add", "actor", "Iraq"), (0, 4, "reject", "", ""))[0]
    assert corrected[list(mentions)].dtypes.astype(str).tolist() == mentions.dtypes.astype(str).tolist()
    assert corrected.index.equals(pd.RangeIndex(len(corrected)))


def test_every_row_still_has_its_words():
    corrected, _ = correct((13, 18, "add", "", ""), (20, 24, "reject", "", ""))
    assert all(ARTICLE.text[start:end] == text for start, end, text in corrected[["start", "end", "text"]].itertuples(index=False))


def test_a_value_chooses_among_rows_of_one_span():
    attributions = find_attributions(ARTICLE)
    speakers = find_speakers(attributions, find_mentions(ARTICLE))
    both = pd.concat([speakers, speakers.assign(actor=pd.Categorical(["Iran"] * len(speakers)))], ignore_index=True)
    both["actor"] = both["actor"].astype("category")
    start, end = both.loc[0, ["start", "end"]]
    corrected, unfit = correct((start, end, "reject", "actor", "Iran"), table=both, name="speakers")
    assert corrected["actor"].tolist() == speakers["actor"].tolist()
    assert unfit.empty


def test_words_follow_their_offsets():
    attributions = find_attributions(ARTICLE)
    start, end = attributions.loc[0, ["start", "end"]]
    at = ARTICLE.text.index("The Kremlin")
    corrected, _ = correct((start, end, "change", "source_start", str(at)), table=attributions, name="attributions")
    assert corrected.loc[0, "source"] == "The Kremlin"
    emptied, _ = correct((start, end, "change", "source_start", ""), table=attributions, name="attributions")
    assert emptied.loc[0, "source"] == ""


def test_an_added_attribution_has_a_key_of_its_own():
    attributions = find_attributions(ARTICLE)
    corrected, _ = correct((0, 4, "add", "kind", "indirect"), table=attributions, name="attributions")
    assert corrected["attribution_id"].tolist() == [len(attributions), *attributions["attribution_id"]]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((5, 8, "accept", "", ""), "no row has this span"),
        ((0, 4, "reject", "reading", "place"), "no row has this span and reading 'place'"),
        ((0, 4, "change", "reading", "agent"), "reading must be one of actor, modifier, place; not 'agent'"),
        ((0, 4, "change", "tone", "1"), "the table has no column 'tone'"),
        ((900, 904, "add", "", ""), "the span stands in no sentence"),
    ],
)
def test_what_no_longer_fits_is_told(row, reason):
    corrected, unfit = correct(row)
    assert unfit[["start", "by", "reason"]].values.tolist() == [[row[0], "A. B.", reason]]
    assert corrected["correction"].isna().all()


def test_another_text_is_told():
    corrected, unfit = correct((0, 4, "reject", "", ""), digest=digest_of(ARTICLE.text + " "))
    assert unfit["reason"].tolist() == ["no text has this digest"]
    assert len(corrected) == len(find_mentions(ARTICLE))


def test_a_short_digest_does():
    corrected, unfit = correct((0, 4, "reject", "", ""), digest=DIGEST[:8])
    assert unfit.empty
    assert 0 not in corrected["start"].tolist()


def test_a_text_in_two_articles_is_corrected_in_both():
    articles = [ARTICLE, Article("b", ARTICLE.text)]
    corrected, _ = apply_corrections(
        "mentions", find_mentions(articles), lines((0, 4, "reject", "", "")), articles, split_sentences(articles)
    )
    assert len(corrected) == 2 * (len(find_mentions(ARTICLE)) - 1)


def test_other_tables_are_left_alone():
    corrected, unfit = apply_corrections("cues", find_cues(ARTICLE), lines((0, 4, "reject", "", "")), ARTICLE, SENTENCES)
    assert len(corrected) == len(find_cues(ARTICLE))
    assert unfit.empty


def test_truth_values_and_numbers():
    cues = find_cues(ARTICLE)
    start, end = cues.loc[0, ["start", "end"]]
    corrected, _ = correct((start, end, "change", "negated", "true"), table=cues, name="cues")
    assert corrected.loc[0, "negated"]
    _, unfit = correct((start, end, "change", "negated", "perhaps"), table=cues, name="cues")
    assert unfit["reason"].tolist() == ["negated must be true or false; not 'perhaps'"]


def test_csv_and_json_say_the_same(tmp_path):
    table = lines((0, 4, "change", "reading", "place"), (20, 24, "reject", "", ""))
    table.to_csv(tmp_path / "c.csv", index=False)
    (tmp_path / "c.json").write_text(json.dumps(table.to_dict("records")), encoding="utf8")
    pd.testing.assert_frame_equal(read_corrections(tmp_path / "c.csv"), table)
    pd.testing.assert_frame_equal(read_corrections(tmp_path / "c.json"), table)


def test_cells_that_pandas_made_floats():
    table = pd.DataFrame([["mentions", DIGEST, 0.0, 4.0, "accept", np.nan, None, "A. B.", np.nan]], columns=COLUMNS)
    assert read_corrections(table).loc[0, ["start", "column", "why"]].tolist() == [0, "", ""]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"table": "tokens"}, "line 1: `table` must be one of mentions, .*; not 'tokens'"),
        ({"action": "delete"}, "`action` must be one of accept, reject, change, add; not 'delete'"),
        ({"start": "x"}, "whole numbers, the end after the start; not 'x' and '4'"),
        ({"end": 0}, "not '0' and '0'"),
        ({"digest": "abc"}, "at least 8 characters; not 'abc'"),
        ({"by": ""}, "`by` must say who"),
        ({"action": "change", "column": ""}, "`column` must say what to change"),
        ({"action": "change", "column": "start"}, "start follows from the span"),
    ],
)
def test_what_cannot_be_understood_is_refused(change, message):
    row = dict(zip(COLUMNS, ["mentions", DIGEST, 0, 4, "accept", "", "", "A. B.", ""])) | change
    with pytest.raises(ValueError, match=message):
        read_corrections(pd.DataFrame([row]))


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match="by, why is missing"):
        read_corrections(lines((0, 4, "accept", "", "")).drop(columns=["by", "why"]))


def test_no_corrections_are_no_error():
    assert read_corrections(pd.DataFrame()).dtypes["start"] == "int64"


# One text, a line each: what is corrected, by which words, and what is then read in the table.
WHOLE = "Iran attacked Iraq. Iraq may buy tanks. “Iraq is a disgrace,” Iran said. Mali alone sings. The talks will collapse."


@pytest.mark.parametrize(
    ("name", "words", "action", "cells", "first"),
    [
        ("mentions", "Iraq", "change", {"reading": "place"}, ["reading"]),
        ("mentions", "talks", "add", {"actor": "Oman", "state": "Oman", "reading": "actor"}, ["state", "reading"]),
        ("cues", "may", "change", {"category": "obligation"}, ["category"]),
        ("cues", "alone", "add", {"category": "booster", "entry": "alone"}, ["category"]),
        ("attributions", "“Iraq is a disgrace,”", "change", {"commitment": "distancing"}, ["commitment"]),
        ("attributions", "The talks will collapse.", "add", {"kind": "indirect", "source_end": "4"}, ["kind", "source_end"]),
        ("speakers", "Iran", "change", {"state": "Oman"}, ["state"]),
        ("speakers", "talks", "add", {"actor": "Oman", "state": "Oman", "attribution_id": "0"}, ["state", "attribution_id"]),
        ("actions", "attacked", "change", {"valence": "0", "modality": "possible"}, ["valence", "modality"]),
        ("actions", "collapse", "add", {"agent": "Iran", "agent_state": "Iran", "valence": "-1"}, ["agent", "valence"]),
        ("sentiment", "Iran attacked Iraq.", "change", {"compound_masked": "-0.9"}, ["compound_masked"]),
        ("tone", "Iran", "change", {"tone": "0.5"}, ["tone"]),
        ("tone", "disgrace", "add", {"actor": "Oman", "state": "Oman", "tone": "-1"}, ["state", "tone"]),
    ],
)
def test_every_table_of_an_analysis_is_corrected(name, words, action, cells, first):
    at = WHOLE.index(words) if name != "speakers" or words == "talks" else WHOLE.rindex(words)
    rows = [(at, at + len(words), action, column, value) for column, value in cells.items()]
    analysis = analyze(Article("a", WHOLE), corrections=lines(*rows, digest=digest_of(WHOLE), name=name))
    table = getattr(analysis, name)
    row = table[table["start"] == at].iloc[0]
    assert [str(row[column]) for column in first] == [str(float(cells[c])) if table[c].dtype == float else cells[c] for c in first]
    assert row["correction"] == action
    assert analysis.corrections["reason"].eq("").all()
    assert evidence(analysis, table.loc[[row.name]])[["mark", "correction"]].values.tolist() == [[words, action]]
    summarize_framing(analysis)  # a tone, speaker or agent without a mention is no error


def test_each_sentence_keeps_its_row_of_sentiment():
    given = lines((0, 19, "reject", "", ""), (0, 4, "add", "", ""), digest=digest_of(WHOLE), name="sentiment")
    analysis = analyze(Article("a", WHOLE), corrections=given)
    assert len(analysis.sentiment) == 5
    assert analysis.corrections["reason"].eq("each sentence has its one row of sentiment: change it").all()


def test_what_is_by_hand_is_counted_in_every_summary():
    spans = {"mentions": "Iraq", "actions": "attacked", "attributions": "“Iraq is a disgrace,”"}
    places = {name: (WHOLE.index(words), WHOLE.index(words) + len(words)) for name, words in spans.items()}
    rows = [lines((*place, "accept", "", ""), digest=digest_of(WHOLE), name=name) for name, place in places.items()]
    analysis = analyze(Article("a", WHOLE), corrections=pd.concat(rows))
    assert summarize_framing(analysis).set_index("state")["n_by_hand"].to_dict() == {"Iraq": 1, "Iran": 0, "Mali": 0}
    assert summarize_corpus(analysis).set_index("state")["n_by_hand"].to_dict() == {"Iraq": 1, "Iran": 0, "Mali": 0}
    assert summarize_voices(analysis).set_index("speaker")["n_by_hand"].to_dict() == {"Iran": 1, "Iraq": 0, "Mali": 0}
    assert summarize_actions(analysis).set_index(["agent", "patient"])["n_by_hand"][("Iran", "Iraq")] == 1
    assert "1 of 6 mentions by hand" in plot_framing(summarize_framing(analysis)).get_xlabel()


def test_seed_article(seed, seed_analysis):
    """Rejecting every mention of one actor leaves the others as they were."""
    mentions = seed_analysis.mentions
    israel = mentions[mentions["state"] == "Israel"]
    rows = [[start, end, "reject", "", ""] for start, end in zip(israel["start"], israel["end"])]
    corrected, unfit = apply_corrections(
        "mentions", mentions, lines(*rows, digest=seed_analysis.articles["digest"][0]), seed, seed_analysis.sentences
    )
    left = mentions[mentions["state"] != "Israel"].reset_index(drop=True)
    pd.testing.assert_frame_equal(corrected.drop(columns="correction"), left)
    assert unfit.empty
