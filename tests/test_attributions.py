"""Attributions, speakers and voices: text in, table out."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import Article, add_voice, find_attributions, find_mentions, find_speakers, load_lexicon, match_phrases, read_article
from analysis.quotations import find_quotations

CHECK = [json.loads(line) for line in Path(__file__).with_name("data").joinpath("attributions_check.jsonl").read_text("utf8").splitlines()]
SEED = Path(__file__).parents[1] / "seeds" / "000_6614e5132b03cbec.txt"
TEXT = str(pd.Series(dtype="str").dtype)  # "object" in pandas 2
COLUMNS = {
    "article_id": "category",
    "sent_id": "int64",
    "start": "int64",
    "end": "int64",
    "text": TEXT,
    "para_id": "int64",
    "attribution_id": "int64",
    "kind": "category",
    "cue": TEXT,
    "cue_start": "Int64",
    "cue_end": "Int64",
    "act": "category",
    "commitment": "category",
    "source": TEXT,
    "source_start": "Int64",
    "source_end": "Int64",
    "source_kind": "category",
    "tier": "category",
    "rule": TEXT,
}


def one(text, **options):
    """The only attribution of a text."""
    table = find_attributions(Article("t", text), **options)
    assert len(table) == 1
    return table.iloc[0]


def states(text):
    """State of each speaker, missing ones as None."""
    article = Article("t", text)
    speakers = find_speakers(find_attributions(article), find_mentions(article))
    return [state if isinstance(state, str) else None for state in speakers["state"]]


@pytest.mark.parametrize("case", CHECK, ids=range(len(CHECK)))
def test_check_set(case):
    article = Article("t", case["text"])
    table = find_attributions(article)
    speakers = find_speakers(table, find_mentions(article))
    found = []
    for row in table.to_dict("records"):
        state = speakers.loc[speakers["attribution_id"] == row["attribution_id"], "state"]
        found.append(
            {
                **{name: row[name] for name in ("kind", "cue", "source", "text")},
                "speakers": [name if isinstance(name, str) else "-" for name in state],
            }
        )
    assert found == case["expected"]


def test_check_set_is_large_and_holds_traps():
    assert len(CHECK) >= 60
    assert sum(not case["expected"] for case in CHECK) >= 5


def test_columns_and_offsets_are_true():
    article = Article("t", "Iraq’s envoy, who smiled, said: “Go.” The “free” zone closed, according to Kenya.")
    table = find_attributions(article, tiers=("A", "B", "C"))
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COLUMNS
    assert len(table)
    for row in table.to_dict("records"):
        assert article.text[row["start"] : row["end"]] == row["text"]
        for name in ("cue", "source"):
            if row[name]:
                assert article.text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
            else:
                assert pd.isna(row[f"{name}_start"])


@pytest.mark.parametrize("articles", [[], Article("t", ""), Article("t", "Oil fell.")])
def test_nothing_found_has_the_same_columns(articles):
    table = find_attributions(articles)
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COLUMNS
    assert list(table["kind"].cat.categories) == ["direct", "indirect", "mixed", "scare"]
    speakers = find_speakers(table, find_mentions(articles))
    assert {name: str(dtype) for name, dtype in speakers.dtypes.items()} == {
        **{name: COLUMNS[name] for name in ("article_id", "sent_id", "start", "end", "text", "attribution_id")},
        "actor": "category",
        "state": "category",
    }


def test_numbers_count_from_zero_in_each_article():
    table = find_attributions([Article("a", "Iraq said no. Iran said yes."), Article("b", "Syria said no one left.")])
    assert list(zip(table["article_id"], table["attribution_id"])) == [("a", 0), ("a", 1), ("b", 0)]


def test_many_articles_give_the_rows_of_each():
    texts = ["“Go,” Iran said.\n\nIt left.", "Kenya denied it.", "", "“A.\n\n“B,” Peru said."]
    articles = [Article(str(n), text) for n, text in enumerate(texts)]
    together = find_attributions(articles)
    alone = pd.concat([find_attributions(article) for article in articles])
    assert together.drop(columns="article_id").values.tolist() == alone.drop(columns="article_id").values.tolist()


def test_a_row_counts_to_the_sentence_it_starts_in():
    """A quotation of two sentences joins them with what follows, in which another one stands."""
    text = "“Is it so? It is,” he said of the “plan” and of a “deal”."
    table = find_attributions(Article("t", text))
    assert table[["sent_id", "text"]].values.tolist() == [[0, "“Is it so? It is,”"], [1, "“plan”"], [1, "“deal”"]]


def test_unknown_tier_raises():
    with pytest.raises(ValueError, match="`tiers` must be some of A, B, C; not"):
        find_attributions(Article("t", ""), tiers=("D",))


@pytest.mark.parametrize(
    ("text", "act", "commitment"),
    [
        ("Iraq said it was ready.", "assert", "neutral"),
        ("Iraq revealed that it was ready.", "assert", "endorsing"),
        ("Iraq claimed that it was ready.", "assert", "distancing"),
        ("Iraq denied that it was ready.", "deny", "distancing"),
        ("Iraq urged Iran to wait.", "urge", "neutral"),
        ("Iraq pledged to wait.", "commit", "neutral"),
        ("Iraq believes that Iran waits.", "believe", "neutral"),
        ("Iraq condemned the strikes.", "evaluate", "neutral"),
    ],
)
def test_act_and_commitment(text, act, commitment):
    row = one(text)
    assert (row["act"], row["commitment"]) == (act, commitment)


def test_tiers_are_a_choice():
    text = "Iraq wants to wait."
    assert find_attributions(Article("t", text)).empty
    assert one(text, tiers=("C",))["tier"] == "C"
    assert one("Iraq’s claim that Iran waits is bold.")["tier"] == "B"


def test_a_plan_inside_a_report_is_less_sure():
    table = find_attributions(Article("t", "Peru said that Chile plans to sell and had vowed to wait."), tiers=("A", "B", "C"))
    assert table["tier"].tolist() == ["A", "C", "C"]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Kenya made several rather vague claims about Cuba.", "Kenya", "made several rather vague claims", "Cuba"),
        ("In the words of the envoy, the talks are dead.", "the envoy", "In the words of", "the talks are dead"),
        ("The road was open, per Reuters.", "Reuters", "per", "The road was open"),
        ("The road, it is widely assumed, will open.", "", "is widely assumed", "The road, it is widely assumed, will open"),
        ("The road was proposed by Cuba.", "Cuba", "was proposed", "The road"),
        ("Port Will Reopen By Friday: Minister", "Minister", ":", "Port Will Reopen By Friday"),
        ("Cuban PM: “Never again in my time”", "Cuban PM", ":", "“Never again in my time”"),
        ("Said Orlov: “Go.”", "Orlov", "Said", "“Go.”"),
        ("Orlov wrote on Twitter:\n\n“Go.”\n\nHe left.", "Orlov", "wrote", "“Go.”"),
        ("Many of those in the north say it rained.", "Many of those in the north", "say", "it rained"),
        ("Orlov, during a visit to Lima, Peru, said it rained.", "Orlov, during a visit to Lima, Peru", "said", "it rained"),
        ("Russia, for its part, said it rained.", "Russia", "said", "it rained"),
        ("“Go,” said He Yadong, a spokesman.", "He Yadong, a spokesman", "said", "“Go,”"),
        ("The ruling family of Qatar said it rained.", "The ruling family of Qatar", "said", "it rained"),
        ("After a storm hit Lima, Orlov began calling for help.", "Orlov", "calling for", "help"),
        ("Kenya announced Sunday it will wait.", "Kenya", "announced", "it will wait"),
        ("“Why?” Orlov asked quietly.", "Orlov", "asked", "“Why?”"),
    ],
)
def test_rules(text, source, cue, content):
    row = one(text)
    assert (row["source"], row["cue"], row["text"]) == (source, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "The minister said nothing.",
        "Kenya would not say how many had died.",
        "Cuba’s claim to the island is old.",
        "The notes that arrived are lost.",
        "The treaty makes no mention of fish.",
        "Fewer voters show up in May.",
        "The jobs report was late.",
        "Cuba waits, considering that Peru left.",
        "Related articles: Peru Is Ready",
        "Cuba’s interest in ships is old.",
        "It costs two dollars per day.",
        "Norway opened detailed lists on Friday.",
        "Turkey was struck by an earthquake.",
        "Cuba would not mind ships in, say, Peru.",
        "Subsidies are legal, a view Peru denies.",  # what "a view" is stands before, and no rule goes there
    ],
)
def test_no_speech(text):
    assert find_attributions(Article("t", text)).empty


def test_words_of_the_tag_do_not_make_a_quotation_mixed():
    assert one("“Go,” Iran said, waving its hand. “Now.”")["kind"] == "direct"


def test_a_tag_may_stand_inside_what_is_reported():
    table = find_attributions(Article("t", "Cuban media reported that the deal, the envoy said, was near."))
    assert table[["source", "text"]].values.tolist() == [
        ["Cuban media", "that the deal, the envoy said, was near"],
        ["the envoy", "the deal, the envoy said, was near"],
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The poll said that he won.", "document"),
        ("Reports said that he won.", "unnamed"),
        ("A diplomat said that he won.", "unnamed"),
        ("The parties said that he won.", "collective"),
        ("Mr. Lavrov said that he won.", "named"),
        ("It is believed that he won.", "unnamed"),
        ("The United States said that he won.", "named"),
        ("A senior Cuban official said that he won.", "unnamed"),
        ("A spokesman, Avi Cohen, said that he won.", "named"),
        ("Residents said that he won.", "unnamed"),
        ("Cuban officials said that he won.", "collective"),
    ],
)
def test_source_kind(text, kind):
    assert one(text)["source_kind"] == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “a b “c d” e", ["“a b", "“c d”"]),
        ('"a," he said, "b"', ['"a,"', '"b"']),
        ("5'10\" tall", []),
        ("the ministers' plan and the envoys' car", []),
        ("‘the ministers’ plan’ is here", ["‘the ministers’ plan’"]),
        ("“a b.\n“c d.” e", ["“a b.", "“c d.”"]),
        ("She said “stop. They left.", ["“stop."]),
        ("“ ” \" ' ’", []),
    ],
)
def test_find_quotations(text, expected):
    assert [text[start:end] for start, end, _ in find_quotations(text)] == expected


@pytest.mark.parametrize("marks", ['"', "“", "”", "'", "‘", "’", "''", "«", "[“", '"“', "”“\n"])
def test_unbalanced_marks_do_not_raise(marks):
    article = Article("t", f"{marks}He said {marks}no{marks} and {marks} left.\n{marks}\n{marks}{marks} Iran said{marks}")
    table = find_attributions(article, tiers=("A", "B", "C"))
    assert all(article.text[s:e] == text for s, e, text in zip(table["start"], table["end"], table["text"]))
    add_voice(table, table)


@pytest.mark.parametrize(
    "piece",
    [
        *("said ", "he said ", "“Go,” he said. ", '"', "“a ", "‘", "that, ", "Iran said that ", "according to ", "N, ", "A\n", "("),
        "of the wise old man in the big old house ",
        "said in the big old house of the wise young man, ",
        "and the big old man of Rome said, ",
        "the deal, the envoy of Rome said, was ",
        "his claim in the words of the man that ",
        "was told by the man of Rome on Monday ",
    ],
)
def test_time_grows_with_the_length(piece):
    def seconds(size):
        article = Article("t", piece * (size // len(piece)))
        start = time.process_time()
        table = find_attributions(article, tiers=("A", "B", "C"))
        add_voice(table, table)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(100_000) < max(30 * seconds(10_000), 1.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iraqi media reported that he left.", [None]),
        ("Russian analysts said that he left.", [None]),
        ("The government in Baghdad said that he left.", ["Iraq"]),
        ("A man in Baghdad said that he left.", []),
        ("The U.S. envoy to Iraq said that he left.", ["United States"]),
        ("Iran left. He said that it was over.", []),
        ("Peru will wait, its minister said.", ["Peru"]),
        ("A poll by a Warsaw institute showed that he won.", []),
        ("A statement by the Iraqi army said that he won.", ["Iraq"]),
        ("Envoys of Peru and Chile both said that he won.", ["Peru", "Chile"]),
        ("Peru denied that Chile had won and accused Cuba of lying.", ["Peru", "Peru"]),
        ("Russia’s Dmitri Orlov said no. “Never,” Orlov said.", ["Russia", "Russia"]),
    ],
)
def test_find_speakers(text, expected):
    assert states(text) == expected


def voices(text, words):
    article = Article("t", text)
    return add_voice(match_phrases(article, words), find_attributions(article))["voice"].tolist()


def test_voice_of_each_kind():
    text = "Iran said it would sell oil. “Peru [not Cuba] buys,” it said. Kenya waits."
    assert voices(text, ["Iran", "oil", "Peru", "Cuba", "Kenya"]) == ["author", "reported", "quoted", "editor", "author"]


def test_voice_of_the_tag_is_the_authors():
    assert voices("“Go,” Iran said. “Now.”", ["Go", "Iran", "Now"]) == ["quoted", "author", "quoted"]


def test_voice_of_a_nested_tag_is_reported():
    assert voices("Iraq reported that Iran said Cuba was ready.", ["Iraq", "Iran", "Cuba"]) == ["author", "reported", "reported"]


def test_voice_needs_the_whole_span():
    article = Article("t", "Iran said the “free zone” was closed.")
    table = pd.DataFrame({"article_id": ["t", "t", "t"], "start": [0, 10, 15], "end": [9, 25, 19]})
    assert add_voice(table, find_attributions(article))["voice"].tolist() == ["author", "reported", "quoted"]


def test_add_voice_keeps_rows_and_index():
    article = Article("t", "Iran said Cuba left.")
    table = match_phrases(article, ["Cuba", "Iran"]).set_index(pd.Index([7, 5]))
    voiced = add_voice(table, find_attributions(article).iloc[:0])
    assert voiced.drop(columns="voice").equals(table)
    assert voiced["voice"].tolist() == ["author", "author"]
    assert list(voiced["voice"].cat.categories) == ["author", "quoted", "reported", "editor"]


def test_list_of_verbs_is_sound():
    table = load_lexicon("reporting_verbs")
    assert set(table["act"]) == {"assert", "deny", "urge", "commit", "believe", "evaluate"}
    assert set(table["commitment"]) == {"endorsing", "neutral", "distancing"}
    assert set(table["tier"]) == {"A", "B", "C"}
    assert not table.duplicated(["entry", "category"]).any()
    sources = set(load_lexicon("sources")["source"])
    assert set(table["source"]) | set(load_lexicon("attribution_words")["source"]) <= sources


@pytest.fixture(scope="module")
def seed():
    article = read_article(SEED)
    table = find_attributions(article)
    return table, find_speakers(table, find_mentions(article))


@pytest.mark.parametrize(
    ("quotation", "kind", "expected"),
    [
        ("“full support for these actions.”", "mixed", ["United States"]),
        ("“for all Iraqi and foreign parties.”", "mixed", ["Iraq"]),
        ("“steer toward Russia and China in order to provide international protection [for Iraq].”", "mixed", ["State of Law"]),
        ("“ways to achieve regional stability and security”", "mixed", ["PMU", "Russia"]),
        ("“avoid foreign intervention”", "mixed", ["PMU", "Russia"]),
        ("serves their common interests,”", "direct", ["Russia"]),
        ("“special relations”", "scare", []),
    ],
)
def test_quotations_of_the_article(seed, quotation, kind, expected):
    table, speakers = seed
    row = table[table["text"].str.contains(quotation, regex=False)].iloc[0]
    assert row["kind"] == kind
    assert speakers.loc[speakers["attribution_id"] == row["attribution_id"], "actor"].tolist() == expected


@pytest.mark.parametrize(
    ("source", "cue", "expected"),
    [
        ("Iraqi media", "reported", [("Iraqi media", None)]),
        ("the Russian diplomat", "said", [("Russia", "Russia")]),
        ("the United States", "expressed", [("United States", "United States")]),
        ("", "presumed", []),
        ("The State of Law parliamentary coalition", "claimed", [("State of Law", "Iraq")]),
        ("The coalition", "said", [("State of Law", "Iraq")]),
        ("reports", "circulated", []),
        ("Iraqi government officials", "denied", [("Iraq", "Iraq")]),
    ],
)
def test_indirect_speech_of_the_article(seed, source, cue, expected):
    table, speakers = seed
    row = table[(table["source"] == source) & table["cue"].str.endswith(cue)].iloc[0]
    rows = speakers[speakers["attribution_id"] == row["attribution_id"]]
    assert [(actor, state if isinstance(state, str) else None) for actor, state in zip(rows["actor"], rows["state"])] == expected
