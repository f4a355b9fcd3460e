"""A codebook of one's own: spans of a reader go through evidence, voice, plots, comparison and agreement like ours."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import analysis as package
from analysis import (
    Article,
    analyze,
    compare,
    compare_terms,
    concordance,
    evidence,
    export_standoff,
    methods_paragraph,
    read_spans,
    read_standoff,
    recode,
    score_coders,
    summarize_corpus,
    summarize_framing,
    write_report,
)

COLUMNS = ["article_id", "start", "end", "label", "coder"]
TEXT = "Strikes may go on. “We will pay a price,” Iraq said.\nTalks failed, and the price rose."
ARTICLE = Article("a", TEXT)
ANALYSIS = analyze(ARTICLE)


def rows(*marked, coder="A. B.", text=TEXT, article_id="a"):
    """Rows of (words, label): where the words stand first."""
    return pd.DataFrame([[article_id, text.index(w), text.index(w) + len(w), label, coder] for w, label in marked], columns=COLUMNS)


CODED = rows(("Strikes", "conflict"), ("pay a price", "cost"), ("Talks", "remedy"), ("the price rose", "cost"))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_spans_get_sentence_words_and_voice():
    spans = read_spans(CODED, ANALYSIS)
    assert spans[["sent_id", "para_id", "text", "label", "voice"]].values.tolist() == [
        [0, 0, "Strikes", "conflict", "author"],
        [1, 0, "pay a price", "cost", "quoted"],
        [2, 1, "Talks", "remedy", "author"],
        [2, 1, "the price rose", "cost", "author"],
    ]


def test_spaces_at_the_ends_are_left_out():
    found = analyze(Article("a", "\n\nTalks?\n\nIraq waits."))
    spans = read_spans(pd.DataFrame([["a", 0, 8, "remedy", "A."], ["a", 8, 15, "actor", "A."]], columns=COLUMNS), found)
    assert spans[["sent_id", "start", "end", "text"]].values.tolist() == [[0, 2, 8, "Talks?"], [1, 10, 14, "Iraq"]]


def test_a_file_says_the_same_as_a_table(tmp_path):
    CODED.to_csv(tmp_path / "spans.csv", index=False)
    pd.testing.assert_frame_equal(read_spans(tmp_path / "spans.csv", ANALYSIS), read_spans(CODED, ANALYSIS))


def test_ids_that_pandas_made_numbers():
    spans = pd.DataFrame([[7, 0.0, 4.0, "x", "A."]], columns=COLUMNS)
    assert read_spans(spans, analyze(Article("7", "Iraq waits.")))["text"].tolist() == ["Iraq"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"article_id": "b"}, "row 1: article 'b' was not analysed"),
        ({"end": 900}, rf"must be a span of the text's {len(TEXT)} characters; not '0' and '900'"),
        ({"start": 7}, "not '7' and '7'"),
        ({"start": 7, "end": 8}, "has no words from 7 to 8"),
        ({"label": ""}, "`label` and `coder` must not be empty"),
        ({"coder": None}, "`label` and `coder` must not be empty"),
        ({"text": "Strike"}, "the text reads 'Strikes' from 0 to 7; not 'Strike'"),
    ],
)
def test_what_does_not_fit_is_refused(change, message):
    row = {"article_id": "a", "start": 0, "end": 7, "label": "conflict", "coder": "A. B."} | change
    with pytest.raises(ValueError, match=message):
        read_spans(pd.DataFrame([row]), ANALYSIS)


def test_missing_columns_are_named():
    with pytest.raises(ValueError, match="label, coder is missing"):
        read_spans(CODED[["article_id", "start", "end"]], ANALYSIS)


def test_evidence_and_concordance():
    spans = read_spans(CODED, ANALYSIS)
    assert evidence(ANALYSIS, spans)["mark"].tolist() == ["Strikes", "pay a price", "Talks", "the price rose"]
    table = concordance(recode(ANALYSIS, spans), recode(ANALYSIS, spans).mentions.head(1))
    assert table[["text", "voice", "cues"]].values.tolist() == [["Strikes", "author", "may (hedge)"]]


def test_summary_by_hand():
    table = summarize_framing(recode(ANALYSIS, read_spans(CODED, ANALYSIS))).set_index("state")
    assert table["n_mentions"].to_dict() == {"cost": 2, "conflict": 1, "remedy": 1}
    assert table["n_by_hand"].tolist() == [2, 1, 1]
    assert table.loc["cost", ["n_author", "n_quoted", "n_sentences", "n_shared"]].tolist() == [1, 1, 2, 1]
    assert table.loc["conflict", ["n_hedge_clause", "hedge_rate"]].tolist() == [1, 1]
    assert table["shared_with"].to_dict() == {"cost": "remedy 1", "conflict": "", "remedy": "cost 1"}
    assert table[["n_name", "n_actor"]].eq(0).all(axis=None)
    assert table["tone"].isna().all()


@pytest.mark.parametrize("name", ["dispersion", "cooccurrence", "framing", "score", "kinds", "voices"])
def test_figures(name):
    coded = recode(ANALYSIS, read_spans(CODED, ANALYSIS))
    given = {
        "framing": (summarize_framing(coded),),
        "score": (coded.mentions, coded.cues, coded.sentences),
        "voices": (package.summarize_voices(coded),),
        "dispersion": (coded.mentions, coded.sentences),
    }
    ax = getattr(package, f"plot_{name}")(*given.get(name, (coded.mentions,)))
    ax.figure.canvas.draw()
    shown = " ".join(text.get_text() for text in [*ax.get_yticklabels(), *ax.texts])
    assert ("No actor is named" if name == "kinds" else "cost") in shown  # labels have no kind


def test_every_span_is_a_note_of_the_score():
    coded = recode(ANALYSIS, read_spans(CODED, ANALYSIS))
    ax = package.plot_score(coded.mentions, coded.cues.iloc[:0], coded.sentences)
    assert sum(len(each.get_offsets()) for each in ax.collections) == 4


def test_comparison_of_outlets():
    texts = {"A": "The attack goes on. Peace may come.", "B": "The attack goes on."}
    articles = [Article(f"a{i}", texts["AB"[i % 2]], source="AB"[i % 2]) for i in range(40)]
    codes = {"A": [("attack", "conflict"), ("Peace", "remedy")], "B": [("attack", "conflict")]}
    marked = [rows(*codes[each.source], text=each.text, article_id=each.article_id) for each in articles]
    found = analyze(articles)
    coded = recode(found, read_spans(pd.concat(marked), found))
    share = summarize_corpus(coded, by="source").set_index(["source", "state"])["article_share"]
    assert share.to_dict() == {("A", "conflict"): 1, ("A", "remedy"): 1, ("B", "conflict"): 1}
    table = compare(coded).set_index(["source", "state", "measure"])
    assert table.loc[("A", "conflict", "share"), ["value", "rest", "difference"]].tolist() == [0.5, 1, -0.5]
    assert table.loc[("B", "remedy", "article_share"), "is_left_out"]
    assert table.loc[("A", "remedy", "hedge_rate"), "value"] == 1
    assert compare_terms(coded, "conflict")["term"].tolist() == ["goes"] * 2


def test_one_coder_at_a_time():
    spans = read_spans(pd.concat([CODED, CODED.assign(coder="C. D.")]), ANALYSIS)
    with pytest.raises(ValueError, match=r"of one coder; not of A\. B\., C\. D\."):
        recode(ANALYSIS, spans)
    assert len(recode(ANALYSIS, spans[spans["coder"] == "C. D."]).mentions) == 4


def test_agreement_by_hand():
    """Seven words; A marks the first two as x, B the first as x and the second as y: kappa = (6/7 - p) / (1 - p)."""
    text = "Iraq waits. Oman waits for new tanks."
    found = analyze(Article("a", text))
    spans = pd.concat([rows(("Iraq waits", "x"), text=text), rows(("Iraq", "x"), ("waits", "y"), text=text, coder="C. D.")])
    table = score_coders(found, read_spans(spans, found)).set_index("label")
    assert table["n_spans"].to_dict() == {"all": 3, "x": 2, "y": 1}
    chance = (2 / 7) * (1 / 7) + (5 / 7) * (5 / 7)
    assert table.loc["all", "kappa"] == pytest.approx((6 / 7 - chance) / (1 - chance))
    # Krippendorff: 1 - (n - 1) * disagreements / pairs of unlike values; of 14 values 3 are x, 1 is y, 10 nothing.
    assert table.loc["all", "alpha"] == pytest.approx(1 - 13 * 2 / (14**2 - 3**2 - 1 - 10**2))
    assert table["agreement"].tolist() == pytest.approx([6 / 7] * 3)
    assert table.loc["y", "kappa"] == 0


def test_a_coder_who_found_nothing_says_so():
    nothing = rows(("Strikes", "none"), coder="C. D.")
    spans = read_spans(pd.concat([CODED, nothing]), ANALYSIS)
    table = score_coders(ANALYSIS, spans)
    assert table["n_units"].eq(len(ANALYSIS.tokens)).all()
    assert table["label"].tolist() == ["all", "conflict", "cost", "remedy"]
    assert recode(ANALYSIS, spans[spans["coder"] == "C. D."]).mentions.empty
    with pytest.raises(ValueError, match=r"two coders at least; not of A\. B\."):
        score_coders(ANALYSIS, read_spans(CODED, ANALYSIS))


def test_nothing_coded():
    spans = read_spans(pd.DataFrame(columns=COLUMNS), ANALYSIS)
    assert spans.dtypes.astype(str).to_dict() == read_spans(CODED, ANALYSIS).dtypes.astype(str).to_dict()
    none, some = recode(ANALYSIS, spans), recode(ANALYSIS, read_spans(CODED, ANALYSIS))
    assert none.mentions.dtypes.astype(str).to_dict() == some.mentions.dtypes.astype(str).to_dict()
    assert summarize_framing(none).empty


def test_methods_standoff_and_report(tmp_path):
    coded = recode(ANALYSIS, read_spans(CODED, ANALYSIS))
    assert "4 spans were coded by hand with 3 labels by A. B." in methods_paragraph(coded)
    back = read_standoff(export_standoff(coded, tmp_path / "s.json"), ARTICLE)
    pd.testing.assert_frame_equal(back.mentions, coded.mentions)
    assert "pay a price" in write_report(coded, tmp_path / "r.html").read_text(encoding="utf8")


def test_the_coded_article_goes_through_like_any_other(seed, seed_analysis):
    """Spans at our own mentions give our own counts."""
    mentions = seed_analysis.mentions.dropna(subset=["state"])
    spans = mentions[["article_id", "start", "end", "text"]].assign(label=mentions["state"].astype(str), coder="A. B.")
    coded = summarize_framing(recode(seed_analysis, read_spans(spans, seed_analysis))).set_index("state")
    ours = summarize_framing(seed_analysis).set_index("state").loc[coded.index]
    same = ["n_mentions", "n_sentences", "share", "n_shared", "shared_with", "n_quoted", "n_doer", "n_hedge_clause", "compound_masked"]
    assert coded[same].equals(ours[same])
