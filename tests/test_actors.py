import pandas as pd
import pytest

from analysis import Article, find_mentions, load_lexicon
from analysis.entries import KINDS


def found(text, *columns, **options):
    return find_mentions(Article("t", text), **options)[list(columns)].to_numpy(dtype=object).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the U.S. military", [["U.S.", "United States"]]),  # a dot is not a wildcard
        ("they told us", []),  # a pronoun is not a country
        ("Iraqification", []),  # whole words only
        ("It was published in The Moscow Times.", []),
        ("This article was published by RIAC.", []),
        ("the position of The Moscow", []),  # a newspaper's name, cut off by the page
        ("Moscow's offer; Moscow’s offer", [["Moscow", "Russia"], ["Moscow", "Russia"]]),
        ("the Americans and Patrushev", [["Americans", "United States"], ["Patrushev", "Russia"]]),
        ("Popular Mobilization Unit (PMU) positions", [["Popular Mobilization Unit (PMU)", "Iraq"]]),  # one party, named once
        ("PMU leader Falah al-Fayyad", [["PMU", "Iraq"], ["Falah al-Fayyad", "Iraq"]]),
        ("the U.S.-led strikes on Iran-linked targets", [["U.S.", "United States"], ["Iran", "Iran"]]),
        ("info@iraq.uk and www.china.cn", []),
    ],
)
def test_states(text, expected):
    rows = find_mentions(Article("t", text))
    rows = rows[rows["state"].notna()]
    assert rows[["text", "state"]].to_numpy(dtype=object).tolist() == expected


def test_a_militia_is_its_own_party():
    assert found("The PMU waits.", "actor", "state", "kind") == [["PMU", "Iraq", "group"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow said it was ready.", ["actor"]),
        ("The attacks on Iraq continued.", ["actor"]),
        ("It sold tanks to Iraq.", ["actor"]),
        ("Israeli strikes hit Iraqi airspace.", ["modifier", "modifier"]),
        ("Iraq’s airspace and U.S. sanctions", ["modifier", "modifier"]),
        ("He was in Moscow.", ["place"]),
        ("He flew from Baghdad to Moscow.", ["place", "place"]),
        ("targets in Syria, Lebanon and Iraq", ["place", "place", "place"]),
        ("Fayyad visited Moscow.", ["actor", "place"]),
        ("cooperation between Moscow and Baghdad", ["actor", "actor"]),
        ("to provide Iraq air defense systems", ["actor"]),
        ("Kremlin officials and the Pentagon said", ["modifier", "actor"]),
    ],
)
def test_reading(text, expected):
    assert [reading for (reading,) in found(text, "reading")] == expected


def test_own_actors():
    actors = pd.DataFrame({"entry": ["Acme", "Acme Corp.", "Bolt"], "actor": ["Acme", "Acme", "Bolt"]})
    assert found("Acme Corp. sued Bolt.", "text", "actor", "state", "kind", actors=actors) == [
        ["Acme Corp.", "Acme", "Acme", "name"],
        ["Bolt", "Bolt", "Bolt", "name"],
    ]


@pytest.mark.parametrize(
    ("actors", "message"),
    [
        ({"entry": ["A"]}, "'actor' is missing"),
        ({"entry": ["A", "A"], "actor": ["B", "C"]}, "stands for 'B' and 'C'"),
        ({"entry": [""], "actor": ["B"]}, "an entry and an actor"),
        ({"entry": ["A"], "actor": ["B"], "kind": ["planet"]}, "'planet'"),
    ],
)
def test_bad_actors(actors, message):
    with pytest.raises(ValueError, match=message):
        find_mentions(Article("t", "A"), actors=pd.DataFrame(actors))


def test_leaders_count_in_their_years():
    text = "Obama spoke."
    assert len(find_mentions(Article("t", text, date="2012-05-01"))) == 1
    assert len(find_mentions(Article("t", text, date="1950-05-01"))) == 0


def test_seed_article(seed_analysis):
    """Counted by hand in the body text, with the PMU, State of Law and their people under Iraq."""
    body = seed_analysis.sentences.query("zone == 'body'")["sent_id"]
    mentions = seed_analysis.mentions[seed_analysis.mentions["sent_id"].isin(body)]
    counts = mentions["state"].value_counts()
    assert counts[["Iraq", "Russia", "United States", "Israel"]].to_dict() == {"Iraq": 49, "Russia": 32, "United States": 9, "Israel": 7}


def test_empty_text_gives_the_same_columns(seed):
    full, empty = find_mentions(seed), find_mentions(Article("a", ""))
    assert len(empty) == 0
    assert empty.dtypes.astype(str).to_dict() == full.dtypes.astype(str).to_dict()


def test_list_is_sound():
    table = load_lexicon("actors")
    assert set(table["kind"]) <= set(KINDS)
    assert not table["entry"].duplicated().any()
    names = set(table.loc[table["kind"] == "name", "actor"])
    assert set(table["state"]) - {""} <= names


def test_every_country_is_there():
    pycountry = pytest.importorskip("pycountry")
    text = set(load_lexicon("actors")["entry"])
    territories = {  # not counted among the states by most readers
        "AX", "AS", "AI", "AQ", "AW", "BM", "BQ", "BV", "IO", "KY", "CX", "CC", "CK", "CW", "FK", "FO", "GF", "PF", "TF", "GI", "GL", "GP",
        "GU", "GG", "HM", "HK", "IM", "JE", "MO", "MQ", "YT", "MS", "NC", "NU", "NF", "MP", "PN", "PR", "RE", "BL", "SH", "MF", "PM", "SX",
        "GS", "SJ", "TK", "TC", "UM", "VG", "VI", "WF", "EH",
        "VA",  # "Holy See (Vatican City State)" there, "Vatican City" and "Holy See" here
    }  # fmt: skip
    missing = [
        country.name
        for country in pycountry.countries
        if country.alpha_2 not in territories
        and not {country.name, getattr(country, "common_name", ""), country.name.split(",")[0], getattr(country, "official_name", "")}
        & text
    ]
    assert missing == []
