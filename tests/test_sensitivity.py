import numpy as np
import pandas as pd
import pytest

from analysis import Article, explain, robustness

# Iraq is hedged in 6 of 12 clauses, Russia never; Iran has too few mentions to be ranked.
TEXT = "Iraq may wait. " * 6 + "Iraq waits. " * 6 + "Russia waits. " * 11 + "Iran waits."


def rows(table, measure, state="Iraq"):
    return table[(table["measure"] == measure) & (table["state"] == state)].set_index("choice")


@pytest.fixture(scope="module")
def found():
    return robustness(Article("a", TEXT))


def test_only_actors_with_enough_mentions_are_ranked(found):
    assert set(found["state"]) == {"Iraq", "Russia"}


def test_as_told_keeps_itself(found):
    told = found[found["choice"] == "as told"]
    assert told["keeps"].all()
    assert rows(told, "uncertain_rate")[["value", "rank"]].values.tolist() == [[0.5, 1]]
    assert rows(told, "n_mentions", "Russia")[["value", "rank"]].values.tolist() == [[11, 2]]


def test_the_entry_that_a_finding_hangs_on(found):
    without = rows(found, "uncertain_rate", "Russia").loc["without “may”"]
    assert (without["value"], without["rank"], without["keeps"]) == (0, 1, False)  # as uncertain as Iraq, which is not


def test_a_category_is_not_left_out_of_its_own_rate():
    table = robustness(Article("a", "Iraq clearly waits. " * 10))
    assert "without booster" not in set(table["choice"])
    assert rows(table, "booster_rate").loc["without “clearly”", "value"] == 0


def test_the_mean_changes_its_sign_with_the_mask():
    table = robustness(Article("a", "The United States waits. " * 10 + "The United States attacked. " * 3))
    row = rows(table, "compound_masked", "United States")
    assert row.loc["as told", "value"] < 0 < row.loc["names not masked", "value"]
    assert not row.loc["names not masked", "keeps"]


def test_what_others_say_can_be_left_out():
    text = "Iraq waits. " * 10 + "Russia waits. " * 9 + "Iran said: “Russia, Russia and Russia.” "
    row = rows(robustness(Article("a", text)), "n_mentions", "Russia")
    assert row.loc["as told", ["value", "rank"]].tolist() == [12, 1]
    assert row.loc["author alone", ["value", "rank", "keeps"]].tolist() == [9, 2, False]


def test_an_actor_that_a_choice_loses_keeps_nothing():
    row = rows(robustness(Article("a", "They met in Iraq. " * 12 + "Iran waits. " * 11)), "n_mentions")
    assert pd.isna(row.loc["without places", "value"])
    assert not row.loc["without places", "keeps"]


def test_nothing_to_rank():
    table = robustness(Article("a", "Nobody came."))
    assert len(table) == 0
    assert table.columns.tolist() == ["article_id", "state", "measure", "choice", "value", "rank", "keeps"]


def test_the_word_that_a_mean_of_sentiment_hangs_on():
    table = robustness(Article("a", "Iraq waits. " * 10 + "Iraq sent a brave officer."))
    row = rows(table, "compound_masked")
    assert row.loc["as told", "value"] == pytest.approx(0.5267 / 11)  # VADER: brave 2.4; 2.4 / sqrt(2.4 ** 2 + 15) = .5267
    assert row.loc["without “brave”", ["value", "keeps"]].tolist() == [0, False]


def test_a_word_is_left_out_of_tone_by_what_it_adds_to_the_log_odds():
    text = "Iraq praised Iran. "
    row = rows(robustness(Article("a", text * 10)), "tone", "Iran")
    words = explain(text.strip(), (13, 17), model="linear-countries").set_index("text")
    odds = words[["negative", "positive"]].sum() - words.loc["praised", ["negative", "positive"]]
    shares = np.exp(odds) / (1 + np.exp(odds).sum())
    assert row.loc["without “praised”", "value"] == pytest.approx(shares["positive"] - shares["negative"])


def test_topic_words_can_be_masked():
    table = robustness(Article("a", "Iraq waits. " * 10 + "Iraq sent air defense systems."))
    row = rows(table, "compound_masked")
    assert row.loc["as told", "value"] > 0
    assert row.loc["topic words masked", ["value", "keeps"]].tolist() == [0, False]
