import csv
import json
import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import Article, analyze, draw_sample, evidence, score_sample
from analysis.samples import TASKS

TEXT = "Iraq may buy tanks. Nobody sings. Russia might sell to Iraq and Iraq. Nobody knows."


@pytest.fixture(scope="module")
def analysis():
    return analyze(Article("a", TEXT))


def sheet(analysis, task, *marks, coder="A. B."):
    return draw_sample(analysis, task).assign(coder=coder, marks=list(marks))


# ------------------------------------------------------------------------------------------------------------------ draw
def test_the_same_seed_draws_the_same(seed_analysis):
    one, other = draw_sample(seed_analysis, "cues", 12, 1), draw_sample(seed_analysis, "cues", 12, 1)
    assert one.equals(other)
    assert not one.equals(draw_sample(seed_analysis, "cues", 12, 2))
    assert len(one) == 12


def test_sentences_with_and_without_a_finding_are_drawn_in_proportion(seed_analysis):
    body = seed_analysis.sentences[seed_analysis.sentences["zone"] == "body"]
    with_cue = set(seed_analysis.cues["sent_id"])
    share = body["sent_id"].isin(with_cue).mean()
    for seed in range(5):
        assert draw_sample(seed_analysis, "cues", 12, seed)["sent_id"].isin(with_cue).sum() == pytest.approx(12 * share, abs=1)


def test_every_sentence_has_the_same_chance(analysis):
    drawn = pd.concat([draw_sample(analysis, "mentions", 1, seed) for seed in range(400)])
    assert stats.chisquare(drawn["sent_id"].value_counts()).pvalue > 0.001
    assert drawn["sent_id"].nunique() == 4


def test_only_body_text_is_drawn_and_no_more_than_there_is(seed_analysis):
    drawn = draw_sample(seed_analysis, "mentions", 1000)
    assert len(drawn) == (seed_analysis.sentences["zone"] == "body").sum() == 36


@pytest.mark.parametrize("task", TASKS)
def test_the_sheet_is_blind(task, seed_analysis, tmp_path):
    """It holds sentences and empty cells, whatever was found."""
    drawn = draw_sample(seed_analysis, task, 10, path=tmp_path / "sheet.csv")
    assert list(drawn) == ["task", "article_id", "sent_id", "before", "text", "coder", "marks", "note"]
    assert (drawn[["coder", "marks", "note"]] == "").all(axis=None)
    data = json.loads(re.search(r'id="data">(.*?)</script>', (tmp_path / "sheet.html").read_text(encoding="utf8"), re.DOTALL)[1])
    assert {key for row in data["rows"] for key in row} == {"article_id", "sent_id", "before", "text"}
    assert [row["text"] for row in data["rows"]] == drawn["text"].tolist()


def test_nothing_can_be_run(tmp_path):
    """A cell that begins like a formula is text to a spreadsheet; a sentence ends no script."""
    article = Article("a", "=HYPERLINK(1) says Iraq.\n@Iraq waits.\n</script><script>alert(1)</script> Iraq & Iran.\n'Tis Iraq.")
    analysis = analyze(article)
    drawn = draw_sample(analysis, "mentions", path=tmp_path / "sheet.csv").assign(marks="none", coder="=A")
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row["text"] for row in csv.DictReader(file)]
    assert cells == ["'=HYPERLINK(1) says Iraq.", "'@Iraq waits.", "</script><script>alert(1)</script> Iraq & Iran.", "'Tis Iraq."]
    html = (tmp_path / "sheet.html").read_text(encoding="utf8")
    assert html.count("</script>") == 2
    assert "http" not in html.replace("http-equiv", "")
    assert score_sample(analysis, drawn).scores.loc[0, "n_sentences"] == 4


@pytest.mark.parametrize(("task", "n", "message"), [("tokens", 1, "'mentions', .*; not 'tokens'"), ("cues", 0, "from 1; not 0")])
def test_what_cannot_be_drawn(analysis, task, n, message):
    with pytest.raises(ValueError, match=message):
        draw_sample(analysis, task, n)


# ----------------------------------------------------------------------------------------------------------------- score
def test_scores_on_paper(analysis):
    """Coded: Iraq; nothing; Russia as Iran, the second Iraq; nobody as Iran.  Found: Iraq, Russia, Iraq, Iraq."""
    marks = ["Iraq = Iraq", "none", "Russia = Iran | Iraq#2 = iraq", "Nobody = Iran"]
    scores = score_sample(analysis, sheet(analysis, "mentions", *marks)).scores
    everything = scores.iloc[0]
    assert everything[["label", "n_sentences", "n_coded", "n_found", "n_right"]].tolist() == ["all", 4, 4, 4, 2]
    assert everything[["precision", "recall", "f1"]].tolist() == [0.5, 0.5, 0.5]
    exact = stats.binomtest(2, 4).proportion_ci(method="exact")
    assert everything[["precision_low", "precision_high"]].tolist() == pytest.approx([exact.low, exact.high])
    iran = scores[scores["label"] == "Iran"].iloc[0]
    assert iran[["n_coded", "n_found", "n_right", "recall"]].tolist() == [2, 0, 0, 0]
    assert np.isnan(iran["precision"])


def test_errors_open_like_any_rows(analysis):
    marks = ["none", "Nobody = Mali", "Russia = Iran | Iraq = Iraq | Iraq#2 = Iraq", "none"]
    result = score_sample(analysis, sheet(analysis, "mentions", *marks))
    rows = result.errors[["text", "error", "coded", "found"]].values.tolist()
    assert rows == [["Iraq", "not there", "", "Iraq"], ["Nobody", "missed", "Mali", ""], ["Russia", "other label", "Iran", "Russia"]]
    assert evidence(analysis, result.errors)["mark"].tolist() == ["Iraq", "Nobody", "Russia"]
    table = result.confusion.set_index("coded")
    assert table.loc["Iran", "Russia"] == table.loc["Mali", "none"] == table.loc["none", "Iraq"] == 1
    assert table.loc["Iraq", "Iraq"] == 2
    assert result.entries[["entry", "n_found", "n_wrong"]].values.tolist() == [["Iraq", 3, 1], ["Russia", 1, 1]]


def test_entries_that_err(analysis):
    result = score_sample(analysis, sheet(analysis, "cues", "none", "none", "might = hedge", "none"))
    assert result.entries[["entry", "n_found", "n_wrong"]].values.tolist()[:2] == [["may", 1, 1], ["might", 1, 0]]


def test_sentiment_of_sentences(analysis):
    result = score_sample(analysis, sheet(analysis, "sentiment", "neutral", "positive", "negative", "neutral"))
    assert result.scores.loc[0, ["n_coded", "n_found"]].tolist() == [4, 4]
    assert result.confusion.drop(columns=["coder", "coded"]).to_numpy().sum() == 4


def test_what_reaches_over_two_sentences_counts_in_both():
    analysis = analyze(Article("a", "“We buy tanks. We sell oil,” Iraq said."))
    marks = [f"{text.strip('“ ').split(',”')[0]} = direct" for text in draw_sample(analysis, "attributions")["text"]]
    scores = score_sample(analysis, sheet(analysis, "attributions", *marks)).scores
    assert scores.loc[0, ["n_coded", "n_found", "n_right"]].tolist() == [len(marks)] * 3


def test_rows_without_marks_are_not_coded(analysis):
    scores = score_sample(analysis, sheet(analysis, "mentions", "Iraq = Iraq", "", "", "")).scores
    assert scores.loc[0, ["n_sentences", "n_found", "recall"]].tolist() == [1, 1, 1]
    empty = score_sample(analysis, draw_sample(analysis, "mentions"))
    assert empty.scores.empty
    assert empty.errors.empty
    assert empty.agreement.empty


def test_agreement_on_paper(analysis):
    """Two coders, four sentences, three alike.  Kappa: observed 3/4, expected (2*1 + 1*2 + 1*1) / 16.  Alpha: do 1/4, de 22/28."""
    first = sheet(analysis, "sentiment", "positive", "positive", "negative", "neutral", coder="A")
    second = sheet(analysis, "sentiment", "positive", "negative", "negative", "neutral", coder="B")
    row = score_sample(analysis, [first, second]).agreement.iloc[0]
    assert row[["coders", "n_sentences", "n_units", "agreement"]].tolist() == ["A, B", 4, 4, 0.75]
    assert row["kappa"] == pytest.approx((3 / 4 - 5 / 16) / (1 - 5 / 16))
    assert row["alpha"] == pytest.approx(1 - (2 / 8) / ((3 * 3 + 3 * 2 + 3 * 2) * 2 / (8 * 7)))


def test_published_alpha():
    """Krippendorff (2011), nominal data of two observers, ten units: alpha 0.095."""
    analysis = analyze(Article("a", " ".join(["Rain fell."] * 10)))
    first, second = "0100000000", "1110010010"
    sheets = [
        sheet(analysis, "cues", *("Rain = hedge" if code == "1" else "none" for code in codes), coder=coder)
        for coder, codes in (("A", first), ("B", second))
    ]
    by_word = score_sample(analysis, sheets).agreement.iloc[0]
    assert by_word["n_units"] == 20
    tones = [table.assign(task="sentiment", marks=["positive" if c == "1" else "neutral" for c in codes]) for table, codes in
             zip(sheets, (first, second))]  # fmt: skip
    assert score_sample(analysis, tones).agreement.loc[0, "alpha"] == pytest.approx(0.095, abs=0.0005)


def test_published_kappa():
    """Cohen (1968), table 1: two psychiatrists, three diagnoses, here for 200 patients; kappa .492."""
    table = [("positive", (88, 14, 18)), ("negative", (10, 40, 10)), ("neutral", (2, 6, 12))]
    analysis = analyze(Article("a", " ".join(["Rain fell."] * 200)))
    labels = [label for label, _ in table]
    first = [label for label, row in table for n in row for _ in range(n)]
    second = [other for _, row in table for other, n in zip(labels, row) for _ in range(n)]
    drawn = draw_sample(analysis, "sentiment", 200)
    row = score_sample(analysis, [drawn.assign(coder="A", marks=first), drawn.assign(coder="B", marks=second)]).agreement.iloc[0]
    assert row["agreement"] == pytest.approx(0.70)
    assert row["kappa"] == pytest.approx(0.492, abs=0.0005)


def test_three_coders_are_compared_in_pairs_and_together(analysis):
    sheets = [sheet(analysis, "mentions", "Iraq = Iraq", "none", "none", "none", coder=coder) for coder in "ABC"]
    agreement = score_sample(analysis, sheets).agreement
    assert agreement["coders"].tolist() == ["A, B", "A, C", "B, C", "A, B, C"]
    assert (agreement[["agreement", "kappa", "alpha"]] == 1).all(axis=None)


def test_agreement_where_nobody_marked_anything_is_missing(analysis):
    sheets = [sheet(analysis, "mentions", *["none"] * 4, coder=coder) for coder in "AB"]
    assert score_sample(analysis, sheets).agreement[["kappa", "alpha"]].isna().all(axis=None)


def test_sheets_from_a_spreadsheet(analysis, tmp_path):
    """Saved with commas or semicolons; the file's name stands for a coder without name."""
    drawn = draw_sample(analysis, "mentions", path=tmp_path / "sheet.csv")
    text = (tmp_path / "sheet.csv").read_text(encoding="utf-8-sig")
    for name, delimiter in (("anna.csv", ","), ("ben.csv", ";")):
        rows = [[*row[:6], "none", ""] if row[0] != "task" else row for row in csv.reader(text.splitlines())]
        with (tmp_path / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
    result = score_sample(analysis, [tmp_path / "anna.csv", tmp_path / "ben.csv"])
    everything = result.scores[result.scores["label"] == "all"]
    assert everything[["coder", "n_sentences"]].values.tolist() == [["anna", len(drawn)], ["ben", len(drawn)]]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"marks": "Iran = Iran"}, "row 1: the sentence does not hold 'Iran'"),
        ({"marks": "Iraq#2 = Iraq"}, "does not hold 'Iraq#2'"),
        ({"marks": "Iraq"}, "'Iraq' must be words = label"),
        ({"text": "Iraq may buy."}, "reads otherwise"),
        ({"sent_id": 9}, "has no sentence '9'"),
        ({"article_id": "b"}, "article 'b' has no sentence"),
        ({"sent_id": 1, "text": "Nobody sings."}, "coded this sentence before"),
    ],
)
def test_rows_that_cannot_be_read_are_told(analysis, row, message):
    table = sheet(analysis, "mentions", *["none"] * 4).astype(object)
    for column, value in row.items():
        table.loc[0, column] = value
    with pytest.raises(ValueError, match=message):
        score_sample(analysis, table)


def test_an_unknown_label_is_told(analysis):
    with pytest.raises(ValueError, match="'doubt' must be one of hedge, "):
        score_sample(analysis, sheet(analysis, "cues", "may = doubt", *["none"] * 3))
    with pytest.raises(ValueError, match="'bad' must be one of negative"):
        score_sample(analysis, sheet(analysis, "sentiment", "bad", *["neutral"] * 3))


def test_sheets_that_do_not_go_together(analysis):
    with pytest.raises(ValueError, match="one task; not of 'cues', 'mentions'"):
        score_sample(analysis, [draw_sample(analysis, "cues"), draw_sample(analysis, "mentions")])
    with pytest.raises(ValueError, match="marks is missing in coder 1"):
        score_sample(analysis, draw_sample(analysis, "cues").drop(columns="marks"))
    with pytest.raises(ValueError, match="at least one sheet"):
        score_sample(analysis, [])


@pytest.mark.parametrize("task", TASKS)
def test_scored_against_itself_it_is_right(task, seed_analysis):
    """What was found, written down as a coder would, gives precision and recall 1 on the article."""
    from analysis.samples import found_spans, places

    drawn, marks = draw_sample(seed_analysis, task), []
    sentences = seed_analysis.sentences[seed_analysis.sentences["zone"] == "body"]
    for place, spans in found_spans(seed_analysis, task, places(sentences)).items():
        text, cells = seed_analysis.texts[place[0]][place[2] : place[3]], []
        for start, end, label, _ in spans:
            words, offset = text[start - place[2] : end - place[2]].strip(), start - place[2]
            number = sum(text.startswith(words, at) for at in range(offset + 1))
            cells.append(label if task == "sentiment" else f"{words}#{max(number, 1)} = {label}")
        marks.append(" | ".join(cells) or "none")
    result = score_sample(seed_analysis, drawn.assign(marks=marks, coder="itself"))
    assert result.scores[["precision", "recall", "f1"]].to_numpy() == pytest.approx(1)
    assert result.errors.empty
