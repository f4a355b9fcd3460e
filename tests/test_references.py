import json
from pathlib import Path

import pandas as pd
import pytest

from analysis import Article, find_mentions

CHECK = Path(__file__).parent / "data" / "references_check.jsonl"


def added(text, *columns, **options):
    """What `resolve` adds: rows at spans that name nobody themselves."""
    plain = find_mentions(Article("t", text), **options)
    rows = find_mentions(Article("t", text), resolve=True, **options)
    named = set(zip(plain["start"], plain["end"], strict=True))
    is_new = [span not in named for span in zip(rows["start"], rows["end"], strict=True)]
    rows = rows[pd.Series(is_new, dtype="bool")]
    return rows[list(columns)].to_numpy(dtype=object).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia said it would sell tanks.", [["it", "Russia"]]),
        ("Poland recalled its envoy. It accused Belarus of lies.", [["its", "Poland"], ["It", "Poland"]]),
        ("Macron flew to Kigali. He apologised.", [["He", "France"]]),
        ("Merkel urged Putin to wait. She told him that the offer stood.", [["She", "Germany"], ["him", "Russia"]]),
        ("Iranian officials said they had no plans to leave.", [["they", "Iran"]]),
        ("India and China blamed each other. They have held talks.", [["They", "China"], ["They", "India"]]),  # two are two rows
        ("Saudi Arabia cut output. The kingdom will hold talks.", [["The kingdom", "Saudi Arabia"]]),
        ("Estonia protested to Russia. The Baltic state wants an answer.", [["The Baltic state", "Estonia"]]),
        ("Hezbollah fired rockets. The group said nothing.", [["The group", "Hezbollah"]]),
        ("The Iraqi government fell. The government had promised reform.", [["The government", "Iraq"]]),
        ("Foreign Minister Lavrov flew to Cairo. The minister was late.", [["The minister", "Russia"]]),
        ("Turkey and Qatar signed. The two countries are close.", [["The two countries", "Qatar"], ["The two countries", "Turkey"]]),
        ("China thanked Brazil for its patience.", [["its", "Brazil"]]),
        ("They urged Iran to curb its programme.", [["its", "Iran"]]),
        ("Moldova waits. Its president said that she would try.", [["Its", "Moldova"], ["she", "Moldova"]]),
    ],
)
def test_links(text, expected):
    actors = pd.DataFrame({"entry": ["Lavrov"], "actor": ["Russia"], "kind": ["person"]})
    assert added(text, "text", "actor", **({"actors": actors} if "Lavrov" in text else {})) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Israel waited. It rained.",  # nobody rains
        "It is unclear whether Israel will attend.",
        "Egypt lost the vote. It was close.",  # the vote
        "Malawi imported maize from Tanzania. It arrived late.",  # maize
        "Erdogan met Putin in Sochi. He smiled.",  # either
        "Armenia accused Azerbaijan of lies. It denied the charge.",
        "A teacher in Minsk said that he had voted against Lukashenko.",
        "The company sold its shares in Iran.",
        "Sanctions hurt Iran, and they are illegal.",  # plural, but nobody
        "Russia left.\nIt wants to come back.",  # not across paragraphs
        "“Russia is strong,” he said. It wants peace.",  # nor out of a quotation
        "Russia left. “It wants to come back,” a man said.",
        "Iraq fought Iran. The country is large.",
        "Iraq is large. The other country waits.",
        "Iraq is large. The country that hosts the games waits.",
        "Putin will meet whoever becomes president, if he or she likes.",
        "Mr. Lavrov, the minister, left.",  # the name beside it counts
        "The wall is finished. It belongs to nobody.",
        "",
    ],
)
def test_open(text):
    assert added(text, "text", "actor") == []


def test_a_description_takes_the_place_of_the_mention_inside_it():
    text = "Ambassador to Iraq Maxim Maximov of Russia spoke. The Russian diplomat was brief."
    actors = pd.DataFrame(
        {"entry": ["Maxim Maximov", "Russian", "Iraq"], "actor": ["Russia", "Russia", "Iraq"], "kind": ["person", "adjective", "name"]}
    )
    rows = find_mentions(Article("t", text), actors=actors, resolve=True)
    assert rows[["text", "actor", "kind", "reading"]].to_numpy(dtype=object).tolist()[-1] == [
        "The Russian diplomat",
        "Russia",
        "person",
        "actor",
    ]
    assert "Russian" not in rows["text"].tolist()


def test_an_unnamed_diplomat_stays_an_adjective():
    assert find_mentions(Article("t", "The Russian diplomat was brief."), resolve=True)["text"].tolist() == ["Russian"]


def test_kind_is_that_of_the_referent_and_learned_by_the_mention():
    text = "Moscow denied it. The government in Baghdad said that it was ready."
    assert added(text, "text", "kind", "learned_by") == [["it", "institution", "Baghdad"]]
    assert added("Moscow said it would wait.", "kind", "learned_by") == [["name", "Moscow"]]


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("Russia said it would wait.", "actor"),
        ("Russia called back its envoy.", "modifier"),
        ("Venezuela is poor. Millions left the country.", "place"),
        ("Venezuela is poor. The country’s banks have closed.", "modifier"),
    ],
)
def test_reading(text, reading):
    assert added(text, "reading") == [[reading]]


def test_contractions_end_before_the_apostrophe():
    assert added("Putin waited. He’s said to be angry.", "text") == [["He"]]


def test_the_actor_of_an_organ_may_be_new():
    assert added("The PMU attacked. The army answered.", "actor", "state") == [["Iraq", "Iraq"]]


def test_other_mentions_stay_as_they_are(seed):
    plain, rows = find_mentions(seed), find_mentions(seed, resolve=True)
    assert rows.dtypes.drop(["actor", "state"]).equals(plain.dtypes.drop(["actor", "state"]))
    assert all(seed.text[start:end] == text for start, end, text in zip(rows["start"], rows["end"], rows["text"], strict=True))
    assert rows["start"].is_monotonic_increasing
    gone = plain.merge(rows, how="left", on=["start", "end"], indicator=True).query("_merge == 'left_only'")
    assert gone["text_x"].tolist() == ["Russian"]  # in "the Russian diplomat"
    links = rows.merge(plain[["start", "end"]], how="left", on=["start", "end"], indicator=True).query("_merge == 'left_only'")
    assert links[["text", "state"]].to_numpy(dtype=object).tolist() == [
        ["the Russian diplomat", "Russia"],
        ["its", "United States"],
        ["it", "Iraq"],
        ["The coalition", "Iraq"],
        ["the country", "Iraq"],
        ["its", "Russia"],
        ["the country", "Iraq"],
        ["its", "Russia"],
    ]


def test_empty_text_keeps_columns_and_types():
    plain, rows = find_mentions(Article("t", "")), find_mentions(Article("t", ""), resolve=True)
    assert rows.dtypes.equals(plain.dtypes)
    assert len(rows) == 0


@pytest.mark.parametrize(
    "text", ["Iran its its its", "Iran the", "Iran “", "the the Russia the", "Iran, he's", "Iran. Its", "it’s Iran’s it", "R. It ."]
)
def test_never_raises(text):
    find_mentions(Article("t", text), resolve=True)


def test_time_grows_with_the_text():
    rows = find_mentions(Article("t", "Iran said it would wait, " * 2000), resolve=True)
    assert len(rows) >= 2000  # a sentence is looked at only so far


def test_check_set():
    """Paragraphs of our own with every reference that has an answer; anything else that is linked is wrong."""
    rows = [json.loads(line) for line in CHECK.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 40
    right = wrong = missed = 0
    for row in rows:
        want = {(each["start"], each["text"], each["actor"]) for each in row["references"]}
        got = {
            (start, text, actor if pd.isna(state) else state)
            for start, text, actor, state in added(row["text"], "start", "text", "actor", "state")
        }
        right, wrong, missed = right + len(want & got), wrong + len(got - want), missed + len(want - got)
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.95
