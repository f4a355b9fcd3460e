import numpy as np
import pytest

from analysis import Article, analyze, summarize_framing, summarize_voices
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


@pytest.mark.parametrize("text", ["", "Nobody came.", "   \n "])
def test_nothing_found_gives_the_same_columns(text, seed_analysis):
    empty, full = summarize_framing(analyze(Article("a", text))), summarize_framing(seed_analysis)
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_unknown_by(seed_analysis):
    with pytest.raises(ValueError, match=r"'state', 'actor'; not 'outlet'"):
        summarize_framing(seed_analysis, by="outlet")


def test_clause_counts_never_exceed_sentence_counts(seed_analysis):
    table = summarize_framing(seed_analysis)
    for category in CATEGORIES:
        assert (table[f"n_{category}_clause"] <= table[f"n_{category}_sentence"]).all()
    assert table["n_mentions"].equals(table[["n_actor", "n_modifier", "n_place"]].sum(axis=1))


SPEECH = "“Iran is a threat to the whole region,” Israel claimed. Iraq said Israel was “rash [and Iran too]”. Observers worry. Syria waits."


def voices_of(text, **options):
    return summarize_voices(analyze(Article("a", text)), **options).set_index("speaker")


def test_voices_by_hand():
    table = voices_of(SPEECH)
    assert table.loc["Israel", ["n_attributions", "n_direct", "n_full", "n_quoted_words", "n_reported_words"]].tolist() == [1, 1, 1, 8, 0]
    assert table.loc["Iraq", ["n_attributions", "n_mixed", "n_fragment", "n_quoted_words", "n_reported_words"]].tolist() == [1, 1, 1, 1, 2]
    assert table.loc["Israel", ["n_distancing", "n_neutral"]].tolist() == [1, 0]
    assert table.loc["Iraq", ["n_distancing", "n_neutral"]].tolist() == [0, 1]
    assert table["share_quoted"].loc[["Israel", "Iraq"]].tolist() == [8 / 9, 1 / 9]  # the editor's words are nobody's


def test_said_by_against_said_about():
    table = voices_of(SPEECH)
    about = ["n_about_author", "n_about_others", "n_about_itself", "n_about_editor"]
    assert table.loc["Iran", about].tolist() == [0, 1, 0, 1]
    assert table.loc["Israel", about].tolist() == [1, 1, 0, 0]
    assert voices_of("Iraq said Iraq would wait.").loc["Iraq", about].tolist() == [1, 0, 1, 0]


def test_an_actor_who_never_speaks_keeps_its_row():
    row = voices_of(SPEECH).loc["Syria"]
    assert row["speaker_kind"] == "actor"
    assert row[["n_attributions", "share", "n_quoted_words", "n_endorsing", "n_about_author"]].tolist() == [0, 0, 0, 0, 1]


def test_media_and_unnamed_sources_are_not_a_government():
    table = voices_of("Iraqi media reported that Russia was ready. It is presumed that Iran will help.")
    assert table["speaker_kind"].to_dict() == {
        "Iraqi media": "outsider", "": "unnamed", "Iraq": "actor", "Russia": "actor", "Iran": "actor",
    }  # fmt: skip
    assert table.loc[["Iraqi media", "", "Iraq"], "n_attributions"].tolist() == [1, 1, 0]


def test_the_parties_both_speak():
    table = voices_of("Iran met Oman in Muscat on Monday. The parties discussed “ways to end the war” after the talks.")
    assert table.loc[["Iran", "Oman"], "n_quoted_words"].tolist() == [5, 5]


def test_a_report_in_a_report_counts_for_the_inner_one():
    table = voices_of("Iraqi media reported that the Russian envoy said Moscow was ready.")
    assert table.loc[["Iraqi media", "Russia"], "n_reported_words"].tolist() == [5, 3]  # that the Russian envoy said | Moscow was ready


def test_no_speech_gives_no_share():
    table = voices_of("Iraq waits.")
    assert table.loc["Iraq", ["n_attributions", "n_quoted_words"]].tolist() == [0, 0]
    assert table[["share", "share_quoted"]].isna().all(axis=None)


def test_voices_by_actor_keep_a_coalition_apart(seed_analysis):
    by_actor = summarize_voices(seed_analysis, by="actor").set_index("speaker")
    by_state = summarize_voices(seed_analysis).set_index("speaker")
    iraqi = by_actor.loc[["Iraq", "State of Law", "PMU"], "n_attributions"].sum()
    assert iraqi == by_state.loc["Iraq", "n_attributions"] > by_actor.loc["Iraq", "n_attributions"] > 0


def test_framing_tells_whose_words(seed_analysis):
    table = summarize_framing(seed_analysis).set_index("state")
    assert table["n_mentions"].equals(table[["n_author", "n_quoted", "n_reported", "n_editor"]].sum(axis=1))
    voices = summarize_voices(seed_analysis).set_index("speaker")
    assert table["n_quoted_words"].to_dict() == voices.loc[table.index.astype(str), "n_quoted_words"].to_dict()
    for category in CATEGORIES:
        assert (table[f"n_{category}_author"] <= table[f"n_{category}_clause"]).all()


def test_tone_is_the_mean_over_mentions(seed_analysis):
    table = summarize_framing(seed_analysis).set_index("state")
    body = seed_analysis.sentences.query("zone == 'body'")["sent_id"]
    own = seed_analysis.tone[seed_analysis.tone["sent_id"].isin(body) & (seed_analysis.tone["state"] == "Iraq")]
    assert table.loc["Iraq", "tone"] == pytest.approx(own["tone"].mean())
    assert table.loc["Iraq", "tone_author"] == pytest.approx(own.loc[own["voice"] == "author", "tone"].mean())
    others = own["voice"].isin(["quoted", "reported"])
    assert table.loc["Iraq", "tone_others"] == pytest.approx(own.loc[others, "tone"].mean())
    assert table.loc["Iraq", "n_negative"] == (own["negative"] >= 0.8).sum()
    assert table.loc["Iraq", "tone_low"] < table.loc["Iraq", "tone"] < table.loc["Iraq", "tone_high"]


def test_nobody_speaks_in_an_empty_text(seed_analysis):
    empty, full = (summarize_voices(each) for each in (analyze(Article("a", "")), seed_analysis))
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()
    none = summarize_voices(analyze([]))
    assert none.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


@pytest.mark.parametrize("n", [127, 128, 300])
def test_very_many_articles_are_each_summarized_as_alone(n):
    """Codes of categories take two bytes from 128 articles on."""
    texts = ["Iraq said that Russia may sell it tanks. “Never,” Iran said.", "Iran waits."]
    together = summarize_voices(analyze([Article(f"a{i}", texts[i % 2]) for i in range(n)]))
    alone = summarize_voices(analyze(Article("a0", texts[0])))
    own = together[together["article_id"] == "a0"].reset_index(drop=True)
    assert own.astype(str).equals(alone.astype(str))


def test_actions_done_and_received():
    table = summarize_framing(analyze(Article("a", "Iran and Oman attacked Iraq. Iraq thanked Oman. Mali waits."))).set_index("state")
    counts = table[["n_actions_by", "n_actions_on", "n_harmful_by", "n_harmful_on"]]
    assert counts.loc["Iran"].tolist() == [1, 0, 1, 0]
    assert counts.loc["Oman"].tolist() == [1, 1, 1, 0]
    assert counts.loc["Iraq"].tolist() == [1, 1, 0, 1]  # two agents of one attack
    assert counts.loc["Mali"].tolist() == [0, 0, 0, 0]


def test_the_most_influential_sentence_of_each_mean_is_named():
    article = Article("a", "Iraq waits. Iraq waits, but Oman may come. Iraq may wait. Iraq sent a brave officer.")
    row = summarize_framing(analyze(article)).set_index("state").loc["Iraq"]
    assert row[["hedge_rate", "hedge_rate_sent_id", "hedge_rate_without"]].tolist() == [1 / 4, 2, 0]
    assert row[["compound_masked_sent_id", "compound_masked_without"]].tolist() == [3, 0]  # “brave” alone has a value


def test_a_mean_that_no_sentence_changes_names_none():
    table = summarize_framing(analyze(Article("a", "Iraq waits. Iraq waits. Oman may wait."))).set_index("state")
    assert table.loc["Iraq", "hedge_rate_without"] == 0
    assert table[["hedge_rate_sent_id", "compound_sent_id"]].isna().all(axis=None)
    assert np.isnan(table.loc["Oman", "hedge_rate_without"])  # one clause alone


def test_what_a_mean_is_without_a_sentence_is_the_mean_of_the_others(seed_analysis):
    table = summarize_framing(seed_analysis).set_index("state")
    body = seed_analysis.sentences.query("zone == 'body'")["sent_id"]
    own = seed_analysis.tone[seed_analysis.tone["sent_id"].isin(body) & (seed_analysis.tone["state"] == "Russia")]
    sent_id = table.loc["Russia", "tone_sent_id"]
    assert table.loc["Russia", "tone_without"] == pytest.approx(own.loc[own["sent_id"] != sent_id, "tone"].mean())
    others = [own.loc[own["sent_id"] != each, "tone"].mean() for each in set(own["sent_id"])]
    assert table.loc["Russia", "tone_without"] == pytest.approx(max(others, key=lambda mean: abs(mean - own["tone"].mean())))
