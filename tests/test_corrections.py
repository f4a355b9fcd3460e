import json

import numpy as np
import pandas as pd
import pytest

from analysis import (
    Article,
    apply_corrections,
    digest_of,
    find_attributions,
    find_cues,
    find_mentions,
    find_speakers,
    read_corrections,
    split_sentences,
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
