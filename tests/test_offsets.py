"""Offsets are true and no text is lost, whatever the text; no public function raises on any text that an Article takes."""

from dataclasses import fields

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from calls import CALLS, Given
from hypothesis import example, given, settings
from hypothesis import strategies as st

import analysis
from analysis import Article, analyze

PIECES = [
    "Iraq", "Russia’s foreign minister", "U.S.", "said", " said that ", "“", "”", "\"", "'", "‘", "«", "(", "[", "]", ")", ".", "...", "…",
    "?!", ",", ";", "—", "-", "al-", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\f", "\v", "\x00", "\x85", "\u2028", "\u00a0", "\u00ad",
    "\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\ufffd", "e\u0301", "\u0301", "İ", "ß", "ﬁ", "ǅ", "ﷺ", "العراق", "伊拉克", "ирак",
    "👩\u200d👩\u200d👧", "🇮🇶", "\U0001f600", "\U000e0001", "\U0010ffff", "\ue000", "May", "may", "not", "he", "the former", "Georgia",
    "John Smith", "President", "denied", "attacked", "was hit by", "if", "http://x.y/z", "a@b.cd", "5%", "$3.5bn", "1.", "IRAQ", "x" * 50,
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=("Cs",))
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), CHARACTERS), max_size=40).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
)


def check_spans(name, table, article, at="", column="text"):
    """Every row's offsets hold its text."""
    texts, starts, ends = table[column], table[f"{at}start"], table[f"{at}end"]
    for text, start, end in zip(texts, starts, ends, strict=True):
        if not pd.isna(start):
            assert 0 <= start <= end <= len(article.text), (name, at)
            assert article.text[start:end] == text, (name, at)


def check_analysis(found, article):
    sentences = found.sentences
    for field in fields(found):
        table = getattr(found, field.name)
        if not isinstance(table, pd.DataFrame) or "start" not in table or field.name == "corrections":
            continue
        check_spans(field.name, table, article)
        for at in ("cue", "source"):
            if {at, f"{at}_start", f"{at}_end"} <= set(table):
                check_spans(field.name, table, article, f"{at}_", at)
        if field.name not in ("speakers", "actions", "attributions"):  # whose rows may share a span
            keys = list(zip(table["start"], table["end"], strict=True))
            assert keys == sorted(keys), field.name
        holding = sentences.iloc[table["sent_id"]]
        assert (holding["start"].to_numpy() <= table["start"].to_numpy()).all(), field.name
        assert (table["start"].to_numpy() < holding["end"].to_numpy()).all(), field.name
        if field.name in ("tokens", "mentions", "cues", "clauses", "sentiment"):
            assert (table["end"].to_numpy() <= holding["end"].to_numpy()).all(), field.name
    assert sentences["sent_id"].tolist() == list(range(len(sentences)))
    assert "".join("".join(sentences["text"]).split()) == "".join(article.text.split())
    assert (sentences["start"].to_numpy()[1:] >= sentences["end"].to_numpy()[:-1]).all()
    assert (found.tokens["start"].to_numpy()[1:] >= found.tokens["end"].to_numpy()[:-1]).all()
    assert (found.tokens["end"] > found.tokens["start"]).all()


@settings(max_examples=100)
@given(TEXTS)
@example("")
@example("x")
@example("İİİ Iraq’s may “Iraq said”")
@example("Iraq. " * 1500)
@example("Iraq said that " * 600)
def test_offsets_are_true(text):
    article = Article("t", text)
    check_analysis(analyze(article), article)


def test_offsets_are_true_in_a_batch():
    articles = [Article("a", "Iraq may wait. “No,” said Russia."), Article("b", ""), Article("c", "Moscow said that Iraq waits.")]
    together = analyze(articles)
    for article in articles:
        alone = analyze(article)
        for name in ("sentences", "tokens", "mentions", "cues", "attributions", "actions"):
            table = getattr(together, name)
            own = table[table["article_id"] == article.article_id].reset_index(drop=True)
            assert own.astype(str).equals(getattr(alone, name).astype(str)), name


def test_a_wrong_offset_is_noticed():
    article = Article("a", "Iraq may wait.")
    found = analyze(article)
    found.mentions.loc[0, "start"] = 1
    with pytest.raises(AssertionError):
        check_analysis(found, article)


def test_every_public_name_is_called():
    assert set(analysis.__all__) - set(CALLS) == set()


SLOW = {name for name in CALLS if name.startswith("plot_")} | {"robustness", "write_report", "explore", "compare", "compare_terms"}


@pytest.mark.parametrize(("names", "n"), [(CALLS.keys() - SLOW, 6), (SLOW, 1)], ids=["quick", "slow"])
def test_no_function_raises_on_any_text(names, n):
    @settings(max_examples=n)
    @given(TEXTS)
    @example("")
    @example("\n\n")
    @example("Iraq said: “Russia may ‘attack.")
    def check(text):
        given = Given(Article("t", text))
        for name in sorted(names):
            CALLS[name](given)
        plt.close("all")

    check()
