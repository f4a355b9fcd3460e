"""What a layout did to a text, undone: measured on wraps of our own texts, and shown by hand."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_lexicon
from analysis.cleaning import decode, drop_page_marks, find_zones, join, plain, repair, unwrap

TEXTS = (Path(__file__).parent / "data" / "wrap_texts.txt").read_text(encoding="utf-8").strip().split("\n\n")


def syllables(word):
    """Where a simple hyphenator would break a word: between a vowel and a consonant with a vowel, three letters from each end."""
    if "-" in word or not word.strip(".,;:“”\"()'’?!").isalpha():
        return []
    return [
        m.end(1)
        for m in re.finditer(r"([aeiouy][bcdfghjklmnpqrstvwxz]?)(?=[bcdfghjklmnpqrstvwxz][aeiouy])", word)
        if 3 <= m.end(1) <= len(word) - 3
    ]


def wrap(paragraph, width, *, hyphenate, indent=""):
    """Lines of a paragraph, and the character of the paragraph at which each line begins."""
    lines, starts, line = [], [0], indent
    for match in re.finditer(r"\S+", paragraph):
        parts = re.findall(r"[^-]+-+(?=\w)|[^-]+-*$|-+", match[0]) or [match[0]]  # a line may end at a hyphen of the word
        for k, part in enumerate(parts):
            space = " " if k == 0 and line.strip() else ""
            if len(line) + len(space) + len(part) <= width:
                line += space + part
                continue
            cuts = [cut for cut in syllables(part) if len(line) + len(space) + cut + 1 <= width] if hyphenate else []
            cut = max(cuts, default=0)
            start = match.start() + sum(map(len, parts[:k])) + cut
            lines.append(line + space + part[:cut] + "-" if cut else line)
            starts.append(start)
            line = part[cut:]
    return [*lines, line], starts


def wrapped_texts():
    original = "\n\n".join(TEXTS)
    for width in (60, 72, 90):
        for hyphenate in (False, True):
            for indent in ("", "   "):
                blocks, breaks, at = [], [], 0
                for text in TEXTS:
                    lines, starts = wrap(text, width, hyphenate=hyphenate, indent=indent)
                    blocks.append("\n".join(lines))
                    breaks += [at + start for start in starts]
                    at += len(text) + 2
                yield (width, hyphenate, bool(indent)), ("\n" if indent else "\n\n").join(blocks), breaks, original


def lines_right(wrapped, breaks, original):
    """For each line: whether its beginning stands in the result as it stands in the original."""
    result = unwrap(plain(wrapped))
    return [original[max(0, at - 20) : at + 20] in result for at in breaks]


def test_wraps_of_our_texts_come_back():
    right = [is_right for _, wrapped, breaks, original in wrapped_texts() for is_right in lines_right(wrapped, breaks, original)]
    assert len(right) > 600
    assert sum(right) / len(right) >= 0.99


@pytest.mark.parametrize(
    "word",
    [
        "Iran-linked",
        "so-called",
        "not-so-subtle",
        "out-and-out",
        "anti-government",
        "UN-backed",
        "Houthi-controlled",
        "al-Muhandis",
        "S-400",
        "Saudi-led",
    ],
)
def test_a_hyphen_of_the_word_stays(word):
    first, last = word.rsplit("-", 1)
    assert join(f"the {first}-", f"{last} troops") == f"the {word} troops"


@pytest.mark.parametrize("broken", ["develop-ment", "Bagh-dad", "Patru-shev", "gov-ernment", "MILI-TARY", "annul-led", "Iran-ian"])
def test_a_hyphen_of_the_layout_goes(broken):
    first, last = broken.split("-")
    assert join(f"the {first}-", f"{last} x") == f"the {first}{last} x"


def test_the_text_itself_tells_how_a_word_is_spelled():
    assert join("a policy-", "maker", {"policy-maker"}) == "a policy-maker"
    assert join("short-", "and long-term") == "short- and long-term"
    assert join("half-fin-", "ished") == "half-finished"
    assert join("side-by-", "pass") == "side-by-pass"  # though "bypass" is a word: compounds of several words break between them


@pytest.mark.parametrize(
    "text",
    [
        "Iraq\nRussia\nIsrael\nUnited States",
        "- Iraq bought tanks\n- Russia sold missiles\n- Israel struck twice",
        "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you",
        "Dear editor,\nI write to you from Basra.\nYours,\nAnn",
        "\n\n".join(TEXTS),
        "\n".join(TEXTS),
    ],
)
def test_text_that_is_not_wrapped_is_unchanged(text):
    assert unwrap(plain(text)) == text


@given(st.lists(st.sampled_from([s for text in TEXTS for s in re.findall(r"[A-Z].{30,}?[.?!](?= |$)", text)]), min_size=1, max_size=8))
def test_a_paragraph_a_line_is_unchanged(sentences):
    for gap in ("\n", "\n\n"):
        assert unwrap(gap.join(sentences)) == gap.join(sentences)


def test_double_spaced_lines():
    wrapped = "\n\n".join("\n".join(wrap(text, 60, hyphenate=False)[0]) for text in TEXTS)
    assert unwrap(wrapped.replace("\n", "\n\n")) == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("de\u00adfense\u200b of\u00a0the of\ufb01ce", "defense of the office"),
        ("\U0001f469\u200d\U0001f680 flew", "\U0001f469\u200d\U0001f680 flew"),  # one astronaut, not a woman and a rocket
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),  # Persian
        ("Ira\u200dq", "Iraq"),
        ("\u200eIraq\u200f", "Iraq"),
    ],
)
def test_plain(raw, expected):
    assert plain(raw) == expected


def test_soft_hyphen_at_the_end_of_a_line():
    assert unwrap(plain("Iraq wants air de\u00ad\nfense, and soon.")) == "Iraq wants air defense, and soon."


def test_mojibake_is_repaired_and_told():
    text, notes = repair("It didnâ€™t help.\nNothing did.")
    assert text == "It didn’t help.\nNothing did."
    assert notes == ["Wrongly decoded characters were repaired in 1 line, such as “didnâ€™t” to “didn’t”."]


def test_lone_surrogates_are_replaced_and_told():
    text, notes = repair("a\ud800b \ud83d\ude80")
    assert text == "a\ufffdb \U0001f680"
    assert len(notes) == 1


@pytest.mark.parametrize("encoding", ["utf8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_encodings(encoding):
    text = "Iraq’s minister didn’t sign. “We will decide alone,” he said — and that was Côte d’Ivoire’s view, too. " * 5
    assert decode(text.encode(encoding))[0] == text


def test_cyrillic_code_page():
    text = "Министр иностранных дел заявил, что переговоры продолжатся в Москве. Россия готова поддержать инициативу. " * 5
    decoded, notes = decode(text.encode("cp1251"))
    assert decoded == text
    assert "guess" in notes[0]


def test_utf8_with_a_broken_character_stays_utf8():
    text, notes = decode("“Iraq’s” — “Syria’s”".encode()[:-1] + b"x")
    assert text.startswith("“Iraq’s” — “Syria’s")
    assert len(notes) == 1


PAGE = "The Harbor Post\n{}\nthe {} line ends in the middle of a\nPage {} of 3"


def test_page_marks_are_dropped_and_told():
    pages = "\f".join(PAGE.format(f"sentence {word} of the article, which", word, n) for n, word in enumerate(("one", "two", "three"), 1))
    text, notes = drop_page_marks(pages)
    assert "Harbor" not in text
    assert "Page" not in text
    assert notes == ["Dropped 3 page numbers.", "Dropped 3 repeated header or footer lines."]


def test_numbers_that_are_no_page_numbers_stay():
    text = "Seats won:\n\n3\n\n7\n\nThe vote was in 2019."
    assert drop_page_marks(text) == (text, [])
    assert drop_page_marks("In all\n12\fmore\n99") == ("In all\n12\fmore\n99", [])


def test_a_sentence_goes_on_over_the_page_before_a_name():
    first = [
        "The ministers met for the first time in",
        "a year and agreed that the United Nations",
        "should send its observers to the north of",
    ]
    second = ["Mali, where the fighting had resumed in", "January."]
    assert unwrap("\n".join(first) + "\f" + "\n".join(second)) == " ".join(first + second)


def test_page_numbers_in_text_whose_pages_are_lost():
    lines = wrap(" ".join(TEXTS[:5]), 60, hyphenate=False)[0]
    for number in ("Page {} of 3", "{}"):
        pages = ["\n".join([*lines[at : at + 15], "", number.format(n), ""]) for n, at in enumerate(range(0, len(lines), 15), 1)]
        text, notes = drop_page_marks("\n".join(pages))
        assert unwrap(text) == " ".join(TEXTS[:5])
        assert notes == [f"Dropped {len(pages)} page numbers."]


def zone_of(paragraph, *, first=False):
    prose = ["The prose of the article goes on here.", "It goes on.", "And on it goes."]
    text = "\n\n".join(["A Headline Stands Here", paragraph, *prose] if first else [*prose, paragraph, "The last paragraph."])
    return next((zone for start, end, zone, _ in find_zones(text) if text[start:end] == paragraph), None)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The report was originally described as a draft, but it was published in March by the ministry.",
        "The report was published in March by the United Nations.",
        "This report was published by the ministry on Monday.",
        "The story appeared in an Iraqi newspaper.",
        "The positions are held by three thousand soldiers.",
        "The positions expressed by Moscow surprised the envoys.",
        "The views expressed by the minister drew criticism in Baghdad.",
        "The views expressed in the Iraqi parliament were sharper.",
        "The views are stunning from the palace in Tehran.",
        "The opinions of Baghdad count.",
        "The views of Baghdad count.",
        "Positions are shifting in Baghdad.",
        "Copyright law in Iraq is weak.",
        "(c) Iraq shall withdraw its forces.",
        "Reporting by Iraqi media suggests that the strikes were planned.",
        "Editing by committee has ruined many treaties.",
        "The author has argued that Moscow will wait.",
        "The writer was arrested in Minsk.",
        "Image by image, the film shows what the war did.",
        "Pictures from Basra show the damage.",
        "By Friday the army had taken the town.",
        "By Friday, Moscow and Tehran had agreed.",
        "Related parties met in Basra.",
        "Read next to the treaty, the speech sounds hollow.",
        "Recommended by the commission, the deal passed.",
        "Correction of the border took ten years.",
        "Watch out, the minister said.",
        "Subscribe to this theory and the war makes sense.",
        "First published accounts differ.",
        "Published in Moscow, the paper is close to the Kremlin.",
        "Credit is cheap in Doha.",
        "Video of the attack was shown in Tehran.",
        "See also how Turkey reacted, the envoy said.",
        "Follow us on the map, he said.",
        "Photographs taken by the army show the ruins.",
        "The statements contained threats against Israel.",
        "Originally published figures were revised.",
    ],
)
def test_body_prose_is_not_lost(paragraph):
    assert zone_of(paragraph) is None


@pytest.mark.parametrize(
    ("zone", "paragraph"),
    [
        ("link", "Read more: Israel strikes again"),
        ("link", "READ MORE: Israel strikes again"),
        ("link", "Related Article: Oil"),
        ("link", "See also: The pipeline war"),
        ("link", "You may also like: Oil"),
        ("link", "Sign up for our daily newsletter."),
        ("link", "Follow us on Telegram"),
        ("link", "Watch: The envoy speaks"),
        ("note", "This article was originally published by RIAC."),
        ("note", "This piece first appeared in The Diplomat."),
        ("note", "The views expressed in opinion pieces do not"),
        ("note", "The views expressed"),
        ("note", "The views expressed in"),
        ("note", "The views and opinions expressed in this article are those of the author."),
        ("note", "Views expressed are the author's own."),
        ("note", "The opinions expressed by the authors do not reflect those of the editors."),
        ("note", "© 2021 The Courier"),
        ("note", "All rights reserved."),
        ("note", "Copyright 2020 Reuters"),
        ("note", "Editor's note: This story was updated."),
        ("note", "Correction: An earlier version misspelled a name."),
        ("note", "(Reporting by Ann Lee in Basra; Editing by Bob Ray)"),
        ("note", "Additional reporting by Ann Lee and Bob Ray in Oslo."),
        ("note", "Translated by Ann Lee"),
        ("note", "The author is a former ambassador to Iraq."),
        ("note", "About the author"),
        ("caption", "Photo: A tank in Basra."),
        ("caption", "FILE PHOTO: A tank in Basra, Iraq, June 2, 2019. REUTERS/Ann Lee"),
        ("caption", "A tank in Basra. [Ann Lee/AFP]"),
        ("caption", "A tank in Basra. Photograph: Ann Lee/Getty Images"),
        ("caption", "A tank rolls through Basra (AP Photo/Ann Lee)"),
        ("caption", "Image credit: NASA"),
        ("byline", "By Ann Lee"),
        ("byline", "BY ANN LEE AND BOB RAY"),
        ("byline", "By Ann Lee, Middle East correspondent"),
        ("byline", "Published 3 March 2021 10:45 GMT"),
        ("byline", "Updated: March 3, 2021"),
    ],
)
def test_what_is_not_prose_has_its_zone(zone, paragraph):
    assert zone_of(paragraph, first=zone == "byline") == zone


def test_standfirst_between_headline_and_byline():
    text = "Small states\n\nThey have few friends.\n\nBy Ann Lee\n\nMongolia borders Russia and China."
    rules = ["headline-first", "standfirst-between", "byline-by"]
    assert [rule for *_, rule in find_zones(text)] == rules
    assert set(rules) <= set(load_lexicon("zones")["rule"])


def test_headline_that_the_file_tells():
    text = "Will Iraq buy tanks?\n\nIt may, officials say."
    assert [rule for *_, rule in find_zones(text + "\n\nOr not.", "Will Iraq Buy Tanks?")] == ["headline-title"]
