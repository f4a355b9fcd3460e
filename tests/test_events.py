"""Conflict events and their doers: text in, chain out."""


import pytest

from analysis import Article, analyze, event_chain, summarize_events


def chain(*texts, **options):
    articles = [Article(f"a{i}", text, **options) for i, text in enumerate(texts)]
    return event_chain(analyze(articles))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Israel bombed Gaza.", [("bombed", "active", "Israel", "clause")]),
        ("Gaza was bombed by Israel.", [("bombed", "passive", "Israel", "clause")]),
        ("Gaza was bombed at dawn.", [("bombed", "agentless", "", "no")]),
        ("Israeli strikes went on.", [("strikes", "noun", "Israel", "noun phrase")]),
        ("The strikes by Israel went on.", [("strikes", "noun", "Israel", "clause")]),
        ("Israel launched air strikes on Gaza.", [("air strikes", "noun", "Israel", "clause")]),
        ("The strikes went on.", [("strikes", "noun", "", "no")]),
        ("Nobody struck.", []),
        ("The economy hit a record.", []),  # a weak word needs somebody acted upon
        ("The air force has attack helicopters.", []),  # the helicopters are the head
        ("Talks went on.", []),  # no conflict
    ],
)
def test_references(text, expected):
    table = chain(text)
    assert list(zip(table["text"], table["form"], table["doer"], table["doer_named"])) == expected


def test_labels_and_classes():
    table = chain("Israeli air strikes and U.S. sanctions: Iran was bombed.")
    assert list(zip(table["label"], table["event_class"])) == [("air strike", "attack"), ("sanction", "coerce"), ("bomb", "attack")]


def test_two_doers():
    assert chain("Iran and Oman bombed Iraq.")["doer"].tolist() == ["Iran, Oman"]


def test_a_hedge_counts_in_its_own_clause():
    assert chain("Israel may have bombed Gaza, but Iran bombed Oman.")["hedged"].tolist() == [True, False]


def test_voice():
    assert chain("“Israel bombed Gaza,” he said. Iran bombed Oman.")["voice"].tolist() == ["quoted", "author"]


def test_only_the_body_counts():
    text = "Related: strikes\nIran bombed Oman."
    assert chain(text, zones=((0, 16, "link"),))["text"].tolist() == ["bombed"]


def test_shares_by_hand():
    table = summarize_events(
        chain("Israel bombed Gaza. The strikes went on. Israeli raids followed. The attacks stopped.", "The siege went on.")
    )
    assert table[["article_id", "event_class", "form", "n", "n_clause", "n_noun_phrase", "n_no"]].values.tolist() == [
        ["a0", "attack", "active", 1, 1, 0, 0],
        ["a0", "attack", "noun", 3, 0, 1, 2],
        ["a1", "attack", "noun", 1, 0, 0, 1],
    ]
    assert table["share"].tolist() == pytest.approx([1, 1 / 3, 0])


def test_nothing_found_gives_the_same_columns():
    empty, full = chain(""), chain("Iran bombed Oman.")
    assert empty.dtypes.to_dict().keys() == full.dtypes.to_dict().keys()
    assert [str(dtype) for dtype in empty.dtypes] == [str(dtype) for dtype in full.dtypes]
    empty, full = summarize_events(empty), summarize_events(full)
    assert [*empty.columns] == [*full.columns]
    assert [str(dtype) for dtype in empty.dtypes] == [str(dtype) for dtype in full.dtypes]


def test_the_article_loses_its_doer_in_nouns(seed, seed_analysis):
    table = event_chain(seed_analysis)
    assert [seed.text[start:end] for start, end in zip(table["start"], table["end"])] == table["text"].tolist()
    strikes = table[table["event_class"] == "attack"]
    assert set(strikes["form"]) == {"noun"}  # never a clause with its doer as subject
    assert set(strikes["doer"]) == {"Israel", ""}
    assert strikes["doer_named"].value_counts().to_dict() == {"no": 8, "noun phrase": 4, "clause": 0}
