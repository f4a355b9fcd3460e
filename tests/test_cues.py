from collections import Counter

import pandas as pd
import pytest

from analysis.articles import Article, read_article
from analysis.cues import CATEGORIES, find_cues
from analysis.lexicons import load_lexicon
from analysis.segmentation import split_sentences

SEED = "seeds/000_6614e5132b03cbec.txt"
CHECK = "tests/data/cues_check.csv"


def cues_in(text, **options):
    cues = find_cues(Article("t", text), **options)
    return list(zip(cues["text"], cues["category"]))


@pytest.fixture(scope="module")
def article():
    return read_article(SEED)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Moscow probably sold them.", [("probably", "hedge")]),
        ("Moscow undoubtedly sold them.", [("undoubtedly", "booster")]),
        ("It was a rash step.", [("rash", "attitude")]),
        ("Iraq must pay.", [("must", "obligation")]),
        ("Unless Iraq pays, it waits.", [("Unless", "condition")]),
        ("Nevertheless, Iraq paid.", [("Nevertheless", "contrast")]),
        ("We saw it.", [("We", "self_mention")]),
        ("According to Moscow, Iraq paid.", [("According to", "evidential")]),
        ("Critics disagree.", [("Critics", "vague")]),
        ("Iraq managed to pay.", [("managed to", "presupposition")]),
        ("The alleged strikes ended.", [("alleged", "hedge"), ("alleged", "evidential")]),  # two categories, two rows
        ("Iraq didn’t pay, PERHAPS.", [("PERHAPS", "hedge")]),
    ],
)
def test_each_category_is_found(text, expected):
    assert cues_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Even if it pays, it waits.", [("Even if", "condition")]),
        ("To some extent it did.", [("To some extent", "hedge")]),
        ("In no way did it pay.", [("In no way", "booster")]),
        ("It did not so much as answer.", [("not so much as", "booster")]),
        ("It paid, as long as it was paid.", [("as long as", "condition")]),
        ("It took as long as 10 years.", []),  # the guard fails, and no shorter entry is in it
        ("It paid because of the fact that Moscow asked.", [("the fact that", "presupposition")]),
    ],
)
def test_the_longest_entry_whose_guards_hold_counts(text, expected):
    assert cues_in(text) == expected


@pytest.mark.parametrize(
    ("cue", "deceives"),
    [
        ("Iraq [may|hedge] buy tanks.", "In May 2019 Iraq bought tanks."),
        ("Iraq [may|hedge] buy tanks.", "Theresa May said no."),
        ("Iraq [may|hedge] buy tanks.", "The 5 May attack was near the border."),
        ("Iraq [May|hedge] Buy Tanks", "May Day Parade Begins"),
        ("Iraq [might|hedge] buy tanks.", "The military might of Iran grew."),
        ("Iraq will [inevitably|booster] pay.", "It was the will of the people."),
        ("Some [about|hedge] 500 troops left.", "They talked about 500 troops."),
        ("The cost is [about|hedge] half.", "They talked about tanks."),
        ("It lost [around|hedge] 40 tanks.", "Troops stood around the base."),
        ("[Some|hedge] 500 troops left.", "For some time troops left."),
        ("[Certain|vague] officials left.", "The officials left for certain death."),
        ("Baghdad is [certain|booster] that it paid.", "It named a certain."),
        ("It is [kind of|hedge] slow.", "It is a new kind of tank."),
        ("It was [sort of|hedge] slow.", "What sort of tank was it?"),
        ("[In general,|hedge] tanks are slow.", "Stability in the region in general grew."),
        ("Troops [must|obligation] leave.", "The visit was a must."),
        ("It is [rather|hedge] slow.", "Troops rather than tanks left."),
        ("[While|contrast] Iran gained, Iraq lost.", "It slept for a while."),
        ("[While|contrast] Iran gained, Iraq lost.", "While visiting Moscow, he signed."),
        ("[While|contrast] Iran gained, Iraq lost.", "While he was in Moscow, troops left."),
        ("[However|contrast], Iraq paid.", "However much it cost, Iraq paid."),
        ("Iraq paid, [but|contrast] Iran kept it.", "Iraq saw nothing but tanks."),
        ("Iraq paid, [yet|contrast] Iran kept it.", "Iraq has yet to pay."),
        ("It left [if|condition] Iraq paid.", "They asked if Iraq paid."),
        ("It left [if|condition] Iraq paid.", "It looked as if Iraq paid."),
        ("[Since|presupposition] Iraq is poor, it waits.", "Since 2014 Iraq is poor."),
        ("[Since|presupposition] Iraq is poor, it waits.", "Since the war, Iraq left."),
        ("[Given|presupposition] the strikes, it left.", "It was given the tanks."),
        ("Moscow [claimed|evidential] that it paid.", "The group claimed responsibility."),
        ("Moscow [reported|evidential] that it paid.", "The report was long."),
        ("[Reports|vague] that it paid spread.", "He reports to Moscow."),
        ("[Sources|vague] said it paid.", "The sources of the Tigris dried."),
        ("[I|self_mention] left.", "After World War I it left."),
        ("They told [us|self_mention].", "US troops left."),
        ("It is [possible|hedge] that it left.", "It left as soon as possible."),
        ("It [appears|hedge] to wait.", "He appears on television."),
        ("It [avoided|presupposition] paying.", "It avoided the war."),
        ("It [prevented|presupposition] Iraq from paying.", "It prevented a war."),
        ("It [effectively|hedge] ended the war.", "It worked more effectively."),
        ("It was [grave|attitude] danger.", "It stood at his grave."),
        ("It is [clear|booster] that it left.", "Troops clear mines."),
        ("They are [sure|booster].", "They make sure."),
        ("[Many|vague] fear it.", "How many fear it?"),
        ("It [has to|obligation] pay.", "It has to do with tanks."),
        ("The cost is [striking|attitude].", "Iran is striking back."),
        ("It is a [worrying|attitude] sign.", "Stop worrying about Iran."),
        ("The plan is [appealing|attitude].", "Iran is appealing to Iraq."),
        ("Iraq [assumed|hedge] that it paid.", "He assumed the presidency."),
        ("It [suspects|hedge] that Iran paid.", "The main suspects left."),
        ("It is a [welcome|attitude] step.", "They welcome Iran."),
        ("Iraq [clearly|booster] paid.", "They think clearly."),
        ("[That said|contrast], Iraq paid.", "The report that said it was long."),
        ("It [admitted|presupposition] that it paid.", "He was admitted to hospital."),
        ("[Now that|presupposition] it paid, Iraq waits.", "By now that was old."),
        ("[A few|vague] officials left.", "A few weeks passed."),
    ],
)
def test_guards(cue, deceives):
    before, rest = cue.split("[")
    marked, after = rest.split("]")
    phrase, category = marked.split("|")
    assert (phrase.rstrip(","), category) in cues_in(before + phrase + after)
    assert all((text.lower(), kind) != (phrase.rstrip(",").lower(), category) for text, kind in cues_in(deceives))


def test_in_particular_is_no_hedge():
    assert cues_in("The attacks on Iraq in particular were new.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is clearly ready.", [("clearly", "booster", False)]),
        ("It is not clearly ready.", [("clearly", "hedge", True)]),
        ("It is clearly not ready.", [("clearly", "booster", False)]),  # what follows is denied, not the cue
        ("It was not lost, clearly.", [("clearly", "booster", False)]),
        ("It was not only certainly lost.", [("certainly", "booster", False)]),
        ("He did not ask, but it is clearly ready.", [("but", "contrast", False), ("clearly", "booster", False)]),  # not in its clause
        ("Iraq isn’t certain.", [("certain", "hedge", True)]),
        ("No doubt it left.", [("No doubt", "booster", False)]),
        ("It cannot possibly leave.", [("possibly", "booster", True)]),
        ("It was not perhaps ready.", [("perhaps", "hedge", True)]),
        ("Iraq may not pay.", [("may", "hedge", True)]),
        ("It is not likely.", [("likely", "hedge", True)]),
        ("It is not possible.", []),
        ("Iraq shouldn’t pay.", [("shouldn’t", "obligation", True)]),
        ("Iraq does not have to pay.", [("have to", "obligation", True)]),
        ("It did not manage to pay.", [("manage to", "presupposition", True)]),
    ],
)
def test_negation(text, expected):
    cues = find_cues(Article("t", text))
    assert list(zip(cues["text"], cues["category"], cues["negated"])) == expected


def test_entry_and_rule_lead_back_to_the_list():
    cues = find_cues(Article("t", "It isn’t certain. It was widely believed. Should it pay, it waits."))
    assert list(zip(cues["entry"], cues["rule"])) == [("certain", "list-negated"), ("believed", "passive"), ("should", "inversion")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It will be a loss should it sell tanks.", ["should"]),
        ("Should the Kremlin sell tanks, it gains.", ["Should"]),
        ("Moscow said that should Iraq pay, it gains.", ["should"]),
        ("Had they known, it was lost.", ["Had"]),
        ("It was lost had they known.", ["had"]),
        ("Had Iraq bought tanks, it was lost.", ["Had"]),
        ("Were Russia to sell tanks, it gains.", ["Were"]),
        ("Were it not for tanks, it was lost.", ["Were"]),
        ("If Russia were to sell tanks, it gains.", ["If", "were to"]),
        ("Should it sell tanks?", []),
        ("What should it sell?", []),
        ("It asks how many tanks should Iraq sell.", []),
        ("Nor should Iraq sell tanks.", []),
        ("Iraq had the tanks moved.", []),
        ("Iraq had it removed.", []),
        ("These were the first to leave.", []),
        ("The talks were to begin.", []),
    ],
)
def test_conditions_by_inversion(text, expected):
    cues = find_cues(Article("t", text))
    assert cues.loc[cues["category"] == "condition", "text"].tolist() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is widely presumed that it left.", ["It is widely presumed"]),
        ("It was said that it left.", ["It was said"]),
        ("Moscow has been described as weak.", ["been described"]),
        ("A man widely regarded as weak left.", ["widely regarded"]),
        ("It is considered by Moscow.", []),  # an agent is named
        ("Moscow is regarded as weak by Baghdad.", []),
        ("Moscow considered it.", []),
        ("The issue should be considered.", []),
    ],
)
def test_passives_that_name_no_agent_are_vague(text, expected):
    cues = find_cues(Article("t", text))
    assert cues.loc[cues["category"] == "vague", "text"].tolist() == expected


def test_a_passive_keeps_the_hedge_inside_it():
    assert cues_in("It was allegedly described as weak.") == [
        ("It was allegedly described", "vague"),
        ("allegedly", "hedge"),
        ("allegedly", "evidential"),
    ]


@pytest.mark.parametrize("text", ["", "Iraq pays.", "re-should, maybe.com", "#perhaps @maybe"])
def test_nothing_found_has_the_same_columns(text):
    empty, full = find_cues(Article("t", text)), find_cues(Article("t", "Perhaps."))
    assert empty.columns.tolist() == full.columns.tolist()
    assert empty.dtypes.astype(str).tolist() == full.dtypes.astype(str).tolist()
    assert (full["category"].cat.categories == list(CATEGORIES)).all()
    assert len(empty) == 0 or text.startswith("re-")


def test_no_articles():
    assert find_cues([]).columns.tolist() == find_cues(Article("t", "")).columns.tolist()


def test_rows_are_sorted_over_articles():
    cues = find_cues([Article("b", "Perhaps. Iraq must pay."), Article("a", "Alleged strikes.")])
    assert cues["article_id"].tolist() == ["b", "b", "a", "a"]
    assert cues["category"].tolist() == ["hedge", "obligation", "hedge", "evidential"]


def test_a_lexicon_adds_replaces_and_removes():
    own = pd.DataFrame({"entry": ["Sabre-rattling", "probably", "alleged"], "category": ["attitude", "booster", "-"]})
    text = "Sabre-rattling probably followed the alleged strikes."
    assert cues_in(text, lexicon=own) == [("Sabre-rattling", "attitude"), ("probably", "hedge"), ("probably", "booster")]
    own = pd.DataFrame(
        {"entry": ["must", "probably", "probably"], "category": ["obligation", "-", "booster"], "only_before": ["pay", None, None]}
    )
    assert cues_in("It must pay. It must go. It probably went.", lexicon=own) == [("must", "obligation"), ("probably", "booster")]


def test_a_lexicon_may_be_a_file(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("entry,category,forms\nmeddle,attitude,verb\nshould,-,\n", encoding="utf8")
    assert cues_in("Iran should stop it.", lexicon=path) == []
    assert cues_in("Iran meddled; it meddles.", lexicon=path) == [("meddled", "attitude"), ("meddles", "attitude")]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"entry": ["x"]}, "'category' is missing"),
        ({"category": ["hedge"]}, "'entry' is missing"),
        ({"entry": [""], "category": ["hedge"]}, r"`lexicon`, row 2: `entry` must not be empty"),
        ({"entry": ["x"], "category": ["doubt"]}, r"`lexicon`, row 2 \('x'\): `category` must be one of hedge, .*, -; not 'doubt'"),
        ({"entry": ["x"], "category": ["hedge"], "negation": ["flip"]}, r"row 2 \('x'\): `negation` must be one of keep, .*; not 'flip'"),
        ({"entry": ["x"], "category": ["hedge"], "capital": ["yes"]}, r"row 2 \('x'\): `capital` must be one of no, only; not 'yes'"),
        ({"entry": ["x"], "category": ["hedge"], "forms": ["inversion"]}, "`forms` of 'x'"),
        (
            {"entry": ["x"], "category": ["hedge"], "not_after": ["(the"]},
            r"row 2 \('x'\): `not_after` must be a regular expression; not '\(the'",
        ),
        (
            {"entry": ["x", "X"], "category": ["hedge", "hedge"], "negation": ["keep", "drop"]},
            "row 3: 'x' must stand once as hedge; it does so in row 2 too",
        ),
    ],
)
def test_a_faulty_lexicon_says_what_is_wrong(rows, message):
    with pytest.raises(ValueError, match=message):
        find_cues(Article("t", "x"), lexicon=pd.DataFrame(rows))


def test_offsets_hold_on_the_article(article):
    cues, sentences = find_cues(article), split_sentences(article).set_index("sent_id")
    assert all(article.text[start:end] == text for start, end, text in zip(cues["start"], cues["end"], cues["text"]))
    assert (cues["start"] >= cues["sent_id"].map(sentences["start"])).all()
    assert (cues["end"] <= cues["sent_id"].map(sentences["end"])).all()
    assert not cues.duplicated(["start", "category"]).any()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("alleged", "hedge"),
        ("alleged", "evidential"),
        ("It is widely presumed", "vague"),
        ("probably", "hedge"),
        ("indisputably", "booster"),
        ("certain", "booster"),
        ("may", "hedge"),
        ("should", "obligation"),
        ("should", "condition"),
        ("have to", "obligation"),
        ("inevitably", "booster"),
        ("essentially", "hedge"),
        ("However", "contrast"),
        ("That said", "contrast"),
        ("immense", "attitude"),
        ("rash", "attitude"),
        ("even if", "condition"),
        ("were to", "condition"),
        ("as seen by", "evidential"),
        ("claimed", "evidential"),
        ("considering that", "presupposition"),
        ("given that", "presupposition"),
        ("reports circulated", "vague"),
        ("not-so-subtle", "attitude"),
    ],
)
def test_the_article_holds(article, text, category):
    cues = find_cues(article)
    assert (text, category) in set(zip(cues["text"], cues["category"]))


def test_the_list_is_well_formed():
    table = load_lexicon("cues")
    assert set(table["category"]) == set(CATEGORIES)
    assert not table.duplicated(["entry", "category"]).any()
    assert (table["entry"] == table["entry"].str.lower().str.strip()).all()
    assert set(table["negation"]) <= {"", "keep", "hedge", "booster", "drop"}


def test_check_set(record_property):
    """Hard sentences, many of them traps: ``text|category`` for every cue, with ``|negated`` where it is."""
    rows = load_lexicon(CHECK)
    cues = find_cues([Article(str(i), sentence) for i, sentence in enumerate(rows["sentence"])])
    expected = Counter((str(i), *part.split("|")) for i, cell in enumerate(rows["expected"]) for part in filter(None, cell.split("; ")))
    columns = zip(cues["article_id"].astype(str), cues["text"], cues["category"], cues["negated"], strict=True)
    found = Counter((i, text, category) + (("negated",) if negated else ()) for i, text, category, negated in columns)
    right = (found & expected).total()
    record_property("precision", round(right / found.total(), 3))
    record_property("recall", round(right / expected.total(), 3))
    assert right / found.total() >= 0.97
    assert right / expected.total() >= 0.97


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iraq could not pay.", []),  # it was not able to
        ("Iraq may not pay.", [("may", "hedge")]),
        ("Iraq must have paid.", [("must have", "booster")]),  # the writer concludes it
        ("Iraq must have a plan.", [("must", "obligation")]),
        ("I believe it.", [("I believe", "hedge"), ("I believe", "self_mention")]),
        ("The result is anything but certain.", [("anything but", "booster"), ("certain", "hedge")]),
        ("It is believed to be rich.", [("It is believed", "vague")]),
        ("A man believed to be rich left.", [("believed to", "vague")]),
    ],
)
def test_readings_of_one_word(text, expected):
    assert cues_in(text) == expected


def test_a_verb_of_ones_own_doubles_its_last_letter():
    own = pd.DataFrame({"entry": ["meddle", "spar"], "category": "attitude", "forms": "verb"})
    assert cues_in("Iran meddled. It sparred.", lexicon=own) == [("meddled", "attitude"), ("sparred", "attitude")]
