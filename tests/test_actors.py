from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from analysis import Article, check_actors, find_mentions, load_lexicon
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
        ("Singers from Senegal opened it.", ["place"]),
        ("pressure from Iran", ["actor"]),
        ("ships bound for Kuwait", ["place"]),
        ("trains between Budapest and Belgrade", ["place", "place"]),
        ("the outskirts of Damascus", ["place"]),
        ("the Iran nuclear deal", ["modifier"]),
        ("PYONGYANG FIRES TWO ROCKETS", ["actor"]),
        ("Three were hurt and a German died.", ["actor"]),
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


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2016-03-01", "Germany"), ("2023-03-01", "European Commission"), (None, "European Commission")],
)
def test_one_office_after_another(date, expected):
    article = Article("a", "Ursula von der Leyen arrived.", date=date)
    assert find_mentions(article)["actor"].tolist() == [expected]


def test_offices_in_one_table():
    table = pd.DataFrame({"entry": ["Tusk"] * 3, "actor": ["A", "B", "C"], "from": ["2007", "2023", "2014"], "to": ["2013", "", "2019"]})
    years = ["2010", "2015", "2021", "2024"]
    found = [find_mentions(Article("a", "Tusk left.", date=year), actors=table)["actor"].tolist() for year in years]
    assert found == [["A"], ["C"], [], ["B"]]
    assert check_actors(table, Article("a", "Tusk left."))["problem"].tolist().count("stands for several actors") == 0
    with pytest.raises(ValueError, match="stands for"):
        find_mentions(Article("a", "Tusk left."), actors=table.assign(to=""))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brussels rejected the plan.", ["European Union"]),
        ("She lives in Brussels.", ["Belgium"]),
        ("Belgium will pay. Brussels rejected the plan.", ["Belgium", "Belgium"]),
        ("Belgium left the EU waiting. Brussels rejected it.", ["Belgium", "European Union", "European Union"]),
    ],
)
def test_a_seat_stands_for_its_body(text, expected):
    assert find_mentions(Article("a", text))["actor"].tolist() == expected


def test_list_is_sound():
    table = load_lexicon("actors")
    assert set(table["kind"]) <= set(KINDS)
    assert not table.duplicated(["entry", "actor", "from"]).any()
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


CHECK = Path(__file__).parent / "data" / "actors_check.csv"


def test_check_set(record_property):
    """Hard sentences, half of them traps: ``text=State:reading`` for every mention of a country."""
    rows = load_lexicon(CHECK)
    assert (rows["expected"] == "").mean() > 0.45
    mentions = find_mentions([Article(str(i), sentence) for i, sentence in enumerate(rows["sentence"])])
    mentions = mentions[mentions["state"].notna()]
    expected: Counter[tuple[str, ...]] = Counter()
    for i, cell in enumerate(rows["expected"]):
        for part in filter(None, cell.split("; ")):
            text, _, rest = part.rpartition("=")
            expected[(str(i), text, *rest.rsplit(":", 1))] += 1
    names = ["article_id", "text", "state", "reading"]
    found = Counter(tuple(map(str, row)) for row in mentions[names].itertuples(index=False))
    right = sum((Counter(key[:3] for key in found.elements()) & Counter(key[:3] for key in expected.elements())).values())
    precision, recall = right / found.total(), right / expected.total()
    reading = (found & expected).total() / right
    for name, value in [("precision", precision), ("recall", recall), ("reading", reading)]:
        record_property(name, round(value, 3))
    assert precision >= 0.97
    assert recall >= 0.97
    assert reading >= 0.95


def test_a_newspaper_is_a_body_without_a_state():
    assert found("The Kabul Courier reported it.", "text", "actor", "kind") == [["Kabul Courier", "Kabul Courier", "institution"]]
    assert find_mentions(Article("t", "The Kabul Courier reported it."))["state"].isna().all()


@pytest.mark.parametrize(
    "text",
    [
        "Mali Smith won the race.",  # a first name, by the family name after it
        "Peru Anders teaches yoga.",  # by any name that the sentence goes on from
        "Poland Spring water was recalled.",
        "Kenya, 7, drew a picture.",
        "Jordan, a nurse from Ohio, won.",
        "Chad is a plumber.",
        "Tyler, Jordan and Chad split the winnings.",
        "Detective Ireland knocked.",  # a family name, by a title, a first name or an initial
        "Keiko Lebanon finished second.",
        "J. Israel wrote the report.",
        "Her sons Israel and Jordan play hockey.",  # so called
        "A racehorse called Lima won.",
        "He fought under the name Kid Havana.",
        "She lives at Casa Lima.",
        "Lebanon, a town of 20,000 in Tennessee, voted.",  # a town elsewhere
        "The Texas town of Palestine has a new mayor.",
        "Florida closed bridges in Panama City.",
        "Georgia lawmakers passed a budget.",  # a U.S. state
        "The Paris Opera Ballet dismissed him.",  # bodies
        "UNICEF Ireland raised money.",
        "Chad's Diner burned down.",
        "German potato salad was served.",  # kinds of things
        "Congo eels are no eels.",
        "The Paris climate accord was signed.",
        "He reread the novel Notes from Havana.",  # works
        'They sang "Farewell to Jamaica" twice.',
        "She starred in Norwegian Affair.",
        "The schooner Jamaica sank.",
        "She was fluent in Polish, Czech and Ukrainian.",  # languages
        "Norwegian and Danish are mutually intelligible.",
        "Their Chinese was better than his.",
        "The word is from the Greek for sorrow.",
        "Turkey dries out fast in the oven.",  # a common word
        "The Danish on the breakfast tray was stale.",
    ],
)
def test_names_of_other_things(text):
    assert find_mentions(Article("t", text))["state"].isna().all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Moscow John Smith said little.", ["Russia"]),
        ("He spoke to Iraq Oil Ministry staff.", ["Iraq"]),
        ("Will Israel respond?", ["Israel"]),
        ("On Monday Iran fired a rocket.", ["Iran"]),
        ("Communist China changed.", ["China"]),
        ("The Central Bank of Turkey cut rates.", ["Turkey"]),
        ("The victims, French and Belgian, were tourists.", ["France", "Belgium"]),
        ("Russian translators worked all night.", ["Russia"]),
        ("WELLINGTON SCRAPS SMOKING BAN", ["New Zealand"]),
        ("The film angered Russia.", ["Russia"]),
        ("A suburb of Damascus was bombed.", ["Syria"]),
    ],
)
def test_what_only_looks_like_another_name(text, expected):
    assert find_mentions(Article("t", text))["state"].dropna().tolist() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russian Ambassador to Iraq Oleg Sidorin spoke. Sidorin left.",
            [
                ["Oleg Sidorin", "Russia", "Russian Ambassador to Iraq Oleg Sidorin"],
                ["Sidorin", "Russia", "Russian Ambassador to Iraq Oleg Sidorin"],
            ],
        ),
        ("PMU leader Karim al-Tamimi left.", [["Karim al-Tamimi", "PMU", "PMU leader Karim al-Tamimi"]]),
        ("Igor Belkin, head of Russia’s grain agency, left.", [["Igor Belkin", "Russia", "Igor Belkin, head of Russia"]]),
        ("Prime Minister Luis Andrade of Peru left.", [["Luis Andrade", "Peru", "Prime Minister Luis Andrade of Peru"]]),
        ("Chinese Foreign Ministry spokesman Gao Renfu spoke. Gao left.", [["Gao Renfu", "China"], ["Gao", "China"]]),
        ("the Kenyan Trade Union Council (KTUC) met. KTUC agreed.", [["KTUC", "Kenyan Trade Union Council"]] * 2),
        ("In Moscow John Smith said no. Smith left.", []),  # a place makes nobody Russian
        ("Russia’s president met his envoy for Syria, Oleg Sidorin.", []),
        ("Iraqi media chief Ali Hadi spoke.", []),
        ("Russian opposition leader Anna Belova spoke.", []),
        ("pro-Russian leader Anna Belova spoke.", []),
        ("A critic of Russia, John Smith, spoke.", []),
        ("Kenyan Trade Secretary Wanjiru Odera met Jane Odera.", [["Wanjiru Odera", "Kenya"]]),  # another Odera
    ],
)
def test_people_and_bodies_are_learned_from_the_article(text, expected):
    rows = find_mentions(Article("t", text))
    rows = rows[rows["learned_by"] != ""]
    width = len(expected[0]) if expected else 3
    assert rows[["text", "actor", "learned_by"]].to_numpy(dtype=object)[:, :width].tolist() == expected
    assert all(phrase in text for phrase in rows["learned_by"])


def test_people_are_learned_for_own_actors():
    actors = pd.DataFrame({"entry": ["Acme"], "actor": ["Acme"]})
    assert found("Acme chairman Paul Reed spoke. Reed left.", "text", "actor", actors=actors)[1:] == [
        ["Paul Reed", "Acme"],
        ["Reed", "Acme"],
    ]


def test_own_meaning_of_a_name_has_no_guard():
    text = "Voters in Georgia and Arizona decide."
    assert found(text, "text") == []
    assert found(text, "text", actors=pd.DataFrame({"entry": ["Georgia"], "actor": ["State of Georgia"]})) == [["Georgia"]]


def test_check_actors():
    actors = pd.DataFrame(
        {"entry": ["Bolt", "Bolt", "Acme", "Acme Bank", "Gone", "Bell"], "actor": ["Bolt", "Usain", "Acme", "Acme Bank", "Gone", "Bell"]}
    )
    text = "Bolt ran. Acme Bank paid Cargo Ships. Then Cargo Ships rang Bell with a bell."
    assert check_actors(actors, Article("a", text)).to_numpy(dtype=object).tolist() == [
        ["Bolt", "Bolt", 1, "stands for several actors"],
        ["Bolt", "Usain", 1, "stands for several actors"],
        ["Acme", "Acme", 0, "part of a longer entry"],
        ["Acme Bank", "Acme Bank", 1, ""],
        ["Gone", "Gone", 0, "never found"],
        ["Bell", "Bell", 1, "also a common word"],
        ["Cargo Ships", "", 2, "not covered"],
    ]
    assert check_actors(actors.head(0), Article("a", "")).shape == (0, 4)


def test_capitals_agree_with_countryinfo():
    countryinfo = pytest.importorskip("countryinfo")
    table = load_lexicon("actors")
    capital_of = dict(table.loc[table["kind"] == "capital", ["entry", "state"]].to_numpy().tolist())
    state_of = dict(table.loc[table["kind"] == "name", ["entry", "state"]].to_numpy().tolist())
    listed = [(country.name(), country.capital()) for country in countryinfo.all_countries()]
    facts = [(name, city) for name, cities in listed for city in ([cities] if isinstance(cities, str) else cities or [])]
    wrong = [
        (name, capital)
        for name, capital in facts
        if state_of.get(name) == name and capital_of.get(capital, state_of[name]) != state_of[name]
    ]
    assert wrong == []
