"""The page of an article: its numbers have the rows of the tables behind them, and what a text holds stays text."""

import base64
import hashlib
import html
import json
import re
from dataclasses import dataclass, fields
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from analysis import (
    Analysis,
    Article,
    analyze,
    evidence,
    explore,
    highlight,
    load_lexicon,
    summarize_actions,
    summarize_framing,
    summarize_voices,
    write_report,
)
from analysis.files import write_whole
from analysis.framing import in_body
from analysis.highlights import LAYERS, Mark, article_html, find_marks, mark_up, show_analysis
from analysis.palette import DARK_PAPER, PAPER, contrast, readable
from analysis.report import file_name, page, page_data
from analysis.report_figures import dispersion, dodge, profile, score, stance
from analysis.report_findings import findings
from analysis.report_roles import actions, sentiment, tone, voices
from analysis.report_rows import sheets, tables_of

TEXT = "Iraq may buy tanks. “Never,” Iran said. Russia clearly sells. Iraq waits for Russian tanks.\n\nIsrael struck Syria."
HOSTILE = "</script><script>alert(1)</script> \u2028 <img src=x onerror=alert(2)> & \"'"


@dataclass(frozen=True)
class WithTone(Analysis):
    """An analysis that has one table more."""

    tone: pd.DataFrame


def with_tone(analysis):
    """The analysis with a tone for each mention."""
    tone = analysis.mentions.assign(negative=0.5, neutral=0.25, positive=0.25, tone=np.linspace(-0.5, 0.5, len(analysis.mentions)))
    own = {field.name: getattr(analysis, field.name) for field in fields(analysis)}
    return WithTone(**{**own, "tone": tone})


@pytest.fixture(scope="module")
def small():
    return sheets(analyze(Article("a", TEXT)))[0]


@pytest.fixture(scope="module")
def sheet(seed_analysis):
    return sheets(seed_analysis)[0]


def plain(markup):
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def rows_behind(markup, key):
    return re.search(rf'data-key="{re.escape(key)}"[^>]*? data-rows="([^"]*)"', markup)[1].split()


# ------------------------------------------------------------------------------------------------------- numbers and rows
def test_a_number_of_the_profile_has_as_many_rows(sheet):
    own = sheet.framing.set_index(sheet.framing["state"].astype(str))
    checked = {(state, column): len(place.ids) for (state, column), place in sheet.profile.items() if not column.endswith("words")}
    assert len(checked) > 100
    assert checked == {(state, column): own.loc[state, column] for state, column in checked}


def test_words_of_a_speaker_have_passages(sheet):
    for row in sheet.framing.to_dict("records"):
        for column in ("n_quoted_words", "n_reported_words"):
            assert (row[column] > 0) == bool(sheet.profile[str(row["state"]), column].ids)


def test_what_is_said_adds_up_to_the_voices(sheet, seed_analysis):
    own = summarize_voices(seed_analysis).set_index("speaker")["n_attributions"]
    assert sheet.said["speaker"].value_counts().to_dict() == own[own > 0].to_dict()


def test_the_cell_of_a_figure_has_its_rows(small):
    markup = dispersion(small)
    assert rows_behind(markup, "Iraq/in/0") == ["m0"]
    assert "Iraq is named most, 2 times" in plain(markup)
    assert rows_behind(profile(small), "Iraq/sentences") == ["s0", "s3"]
    assert rows_behind(stance(small), "cue/hedge/may") == ["c0"]
    assert rows_behind(voices(small), "Iran/attributions") == ["a0"]
    assert rows_behind(score(small), "mention/2") == ["m2"]


def test_titles_are_computed(small):
    titles = [plain(re.search(r"<h[23]>(.*?)</h", draw(small))[1]) for draw in (score, profile, stance, voices, sentiment)]
    assert titles[:4] == [
        "The article as a score: 7 mentions in 5 sentences",
        "Iraq and Russia: 4 of 7 mentions",
        "1 hedge against 1 booster in 5 sentences",
        "Quoted most: Iran, 1 word",
    ]
    assert re.fullmatch(r"Sentiment by sentence: \d below zero, \d above", titles[4])


@pytest.mark.parametrize("text", ["", "Nothing is here.", "Iraq."])
def test_a_page_without_findings_says_so(text):
    for own in sheets(analyze(Article("a", text))):
        markup = page(own)
        assert "<h3>No cue of stance is found</h3>" in markup
        assert "<h3>No words of others are found</h3>" in markup


def test_marks_stand_apart_as_long_as_there_are_lanes():
    assert dodge([0, 1, 5], 2, [10, 20]) == [10, 20, 10]


# --------------------------------------------------------------------------------------------------------------- findings
def test_a_finding_is_a_sentence_with_its_numbers(small):
    told = [plain(each["html"]) for each in findings(small)]
    rest = "; no action of it is found; it never speaks, and its own clauses hold "
    assert told[0] == f"Iraq is named 2 times, in 2 of 5 sentences, 2 times as an actor{rest}1 hedge."
    assert told[1] == f"Russia is named 2 times, in 2 of 5 sentences, once as an actor and once as a modifier{rest}1 booster."
    assert "once as an actor; no action of it is found; it speaks in 1 passage (1 word quoted, 0 reported), and no hedge" in told[2]
    assert all(each["is_few"] for each in findings(small))


def test_those_without_a_state_are_told():
    sheet = sheets(analyze(Article("a", "The EU and the United Nations met Iraq. The EU waits.")))[0]
    told = findings(sheet)[-1]["html"]
    assert plain(told) == "Counted to no state, and in none of the figures: European Union 2, United Nations 1."
    assert 'data-rows="m0 m3"' in told


def test_a_rank_that_hangs_on_a_choice_is_told():
    analysis = analyze(Article("a", "Iraq may wait. " * 6 + "Iraq waits. " * 6 + "Russia waits. " * 11))
    robust = pd.DataFrame(
        [("a", "Iraq", "uncertain_rate", "without hedge", False), ("a", "Iraq", "n_mentions", "by party", True)],
        columns=["article_id", "state", "measure", "choice", "keeps"],
    )
    first, second = findings(sheets(analysis, robust)[0])
    assert first["note"] == "Does not hold under every choice: its rank in uncertainty (without hedge)."
    assert second["note"] == ""


def test_corrections_are_counted():
    line = {"table": "mentions", "start": 0, "end": 4, "action": "accept", "column": "", "value": "", "by": "A. B.", "why": ""}
    corrections = pd.DataFrame([line]).assign(digest=hashlib.sha256(TEXT.encode()).hexdigest())
    assert "1 row checked or corrected by hand" in page(sheets(analyze(Article("a", TEXT), corrections=corrections))[0])


# ------------------------------------------------------------------------------------------------------- actions and tone
@pytest.fixture(scope="module")
def roles():
    return sheets(with_tone(analyze(Article("a", "Israel struck Syria. Syria may have been attacked."))))[0]


def test_layers_come_with_their_tables(roles):
    assert [layer.name for layer in roles.layers] == [layer.name for layer in LAYERS]
    assert [layer.table for layer in roles.layers] == [layer.table for layer in LAYERS if layer.table in roles.tables]


def test_who_acts_on_whom(roles):
    markup = actions(roles)
    assert rows_behind(markup, "acts/Israel/Syria") == ["x0"]
    assert rows_behind(markup, "acts//Syria") == ["x1"]
    assert "1 of 2 actions has no named doer" in plain(markup)


def test_actions_are_as_many_as_in_the_summary(sheet, seed_analysis):
    pairs = summarize_actions(seed_analysis)
    pairs = pairs[pairs["n_actions"] > 0].set_index(["agent", "patient"])["n_actions"]
    markup = actions(sheet)
    assert {pair: len(rows_behind(markup, f"acts/{pair[0]}/{pair[1]}")) for pair in pairs.index} == pairs.to_dict()


def test_an_action_is_marked_with_its_roles(roles):
    one, other = find_marks(roles.tables, {}, ["actions"])
    assert (one.row_id, one.tag, other.tag) == ("x0", "Israel → Syria", "— → Syria")
    assert one.label.startswith("Israel → Syria: attack, harmful to Syria (active, done). Rule “")
    assert other.label.startswith("— → Syria: attack, harmful to Syria (agentless, possible). Rule “")


def test_findings_tell_who_acts(roles):
    told = [plain(each["html"]) for each in findings(roles)]
    assert "Israel is named once, in 1 of 2 sentences, once as an actor; it acts in 1 mention; it never speaks" in told[1]
    assert "; it is acted upon in 2 mentions; " in told[0]


def test_each_mention_with_a_tone_is_a_mark(roles):
    markup = tone(roles)
    assert len(re.findall(r'data-key="tone/\d+"', markup)) == 3
    assert markup.count("too few") == 2  # both states have less than ten mentions


def test_a_page_with_roles_is_whole(roles):
    markup = page(roles)
    assert 'id="fig-actions"' in markup
    assert 'data-layer="tone"' in markup


# ----------------------------------------------------------------------------------------------------------------- the text
def test_marks_add_no_text(sheet):
    marks = find_marks(sheet.tables, sheet.colors[0], [layer.name for layer in sheet.layers])
    markup = article_html(sheet.analysis.sentences, sheet.text, marks)
    found = re.findall(r'<span class="s" data-s="(\d+)">(.*?)</span>(?= <span class="s"|</p>)', markup)
    assert {int(sent_id): plain(words) for sent_id, words in found} == dict(
        zip(sheet.analysis.sentences["sent_id"], sheet.analysis.sentences["text"], strict=True)
    )


def test_every_row_of_a_layer_is_marked(sheet):
    marks = find_marks(sheet.tables, sheet.colors[0], ["actors", "voices", "stance"])
    markup = article_html(sheet.analysis.sentences, sheet.text, marks)
    ids = {each for group in re.findall(r'data-id="([^"]+)"', markup) for each in group.split()}
    assert ids == {mark.row_id for mark in marks}
    assert len(ids) == sum(len(getattr(sheet.analysis, name)) for name in ("mentions", "attributions", "cues"))


@pytest.mark.parametrize("spans", [[(0, 6), (3, 9)], [(0, 9), (3, 6)], [(0, 3), (0, 3)], [(2, 2)], [(0, 9), (0, 9), (1, 2)]])
@pytest.mark.parametrize("layer", ["actors", "voices"])
def test_marks_may_overlap(spans, layer):
    marks = [Mark(f"m{k}", start, end, layer, "k", "x, direct", "label") for k, (start, end) in enumerate(spans)]
    markup = mark_up("a < b & c", 0, 9, marks)
    assert plain(markup) == "a < b & c"
    assert markup.count("<span") == markup.count("</span>")


def test_a_highlight_tells_rule_and_entry(small):
    marks = {mark.row_id: mark.label for mark in find_marks(small.tables, {}, ["actors", "stance", "voices"])}
    assert marks["m0"] == "Iraq (name, actor). List of actors, “Iraq”."
    assert marks["c0"] == "hedge. Entry “may”, rule “list”."
    assert marks["a0"] == "Iran: direct, by “said”. Rule “quote-tag”, tier A, “said”."


def test_what_does_not_count_is_told():
    article = Article("a", "Iraq waits.\n\nRelated: Iran.", zones=((13, 27, "link"),))
    assert '<p class="para zone-link" dir="auto" data-zone="link">' in page(sheets(analyze(article))[0])


# ------------------------------------------------------------------------------------------------------------------ hostile
def test_what_a_text_holds_stays_text():
    article = Article(HOSTILE, f"Iraq {HOSTILE} waits.", title=HOSTILE, source=HOSTILE, date=HOSTILE, url="javascript:alert(1)")
    analysis = analyze(article)
    (sheet,) = sheets(analysis)
    for markup in (
        page(sheet),
        explore(analysis)._repr_html_(),
        analysis_html(analysis),
        highlight(evidence(analysis, analysis.mentions))._repr_html_(),
    ):
        assert "<script>alert" not in markup
        assert "<img" not in markup
        assert not re.search(r"""(href|src)=["']?\s*javascript:""", markup)
    data = json.loads(re.search(r'class="fa-data">(.*?)</script>', page(sheet), re.DOTALL)[1])
    assert data["text"] == analysis.texts[HOSTILE]


class Attributes(HTMLParser):
    """Names of the attributes and tags of a page."""

    def __init__(self, markup):
        super().__init__()
        self.names, self.tags = set(), set()
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}


def test_a_name_in_an_attribute_stays_in_it():
    """What a reader's own list names an actor stands in labels, titles and data."""
    name = "A\" onmouseover=\"alert(1)\"><img src=x> ' onclick='alert(2)"
    actors = pd.DataFrame({"entry": ["Iraq", "Iran"], "actor": name, "state": name})
    analysis = analyze(Article("a", "Iraq may attack Iran. “No,” Iran said.", title=name, source=name), actors=actors)
    (sheet,) = sheets(analysis)
    for markup in (page(sheet), explore(analysis)._repr_html_(), analysis_html(analysis)):
        found = Attributes(markup)
        assert "img" not in found.tags
        assert {each for each in found.names if each.startswith("on")} == set()
        assert "alert(1)" in markup


def analysis_html(analysis):
    return show_analysis(tables_of(analysis), analysis.texts)


def test_a_link_is_a_web_address():
    (sheet,) = sheets(analyze(Article("a", "Iraq waits.", url="https://news.example/a?b=1&c=2")))
    assert '<a href="https://news.example/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">' in page(sheet)


# -------------------------------------------------------------------------------------------------------------------- data
def test_the_data_of_a_page_are_the_tables(sheet):
    data = json.loads(page_data(sheet))
    for name, table in tables_of(sheet.analysis).items():
        if name == "articles":
            continue
        own = data["tables"][name]
        rows = table.drop(columns="article_id").astype(object)
        assert own["rows"] == rows.where(rows.notna(), None).to_numpy().tolist()
        assert own["columns"] == list(rows)
    assert len(data["tables"]["framing"]["rows"]) == len(summarize_framing(sheet.analysis))
    assert data["tables"]["cues"]["editable"] == {"category": sorted(sheet.analysis.cues["category"].cat.categories)}


# -------------------------------------------------------------------------------------------------------------------- files
def test_a_page_asks_nothing_from_outside(seed_analysis, tmp_path):
    text = write_report(seed_analysis, tmp_path / "a.html").read_text(encoding="utf8")
    assert re.findall(r"""(?:src|href|url\()\s*=?["']?(?!#|data:)[\w/:.]+""", text) == []
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; script-src &#39;sha256-{digest}&#39;" in text


def test_the_same_article_gives_the_same_bytes(seed_analysis, tmp_path):
    one, other = (write_report(seed_analysis, tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert one == other
    assert str(tmp_path).encode() not in one


def test_a_long_article_stays_below_2_mb(seed):
    paragraphs = [text for text in seed.text.split("\n\n") if len(text) > 100]
    long = "\n\n".join(" ".join([text] * 3) for text in paragraphs)
    (sheet,) = sheets(analyze(Article("a", long)))
    assert len(sheet.analysis.tokens) > 2300
    assert len(page(sheet).encode()) < 2_000_000


def test_several_articles_are_compared(tmp_path):
    articles = [
        Article("../x", "Iraq waits. Iran waits.", title="X"),
        Article("../x?", "Iraq waits."),
        Article("con", "Iraq.", source="S", date="D"),
    ]
    index = write_report(analyze(articles), tmp_path / "pages")
    assert sorted(path.name for path in index.parent.iterdir()) == ["1-x.html", "2-x.html", "3-con.html", "index.html"]
    text = plain(index.read_text(encoding="utf8"))
    assert "Named in every article: Iraq." in text
    assert "Named in one article alone: Iran." in text
    assert "1 (50 %)" in text
    assert "Shares of mentions differ most for Iraq: 100 % in “../x?”, 50 % in “X”." in text
    assert '<a href="1-x.html#show=Iran/mentions">' in index.read_text(encoding="utf8")
    assert 'href="index.html"' in (index.parent / "1-x.html").read_text(encoding="utf8")


@pytest.mark.parametrize(
    ("texts", "path", "message"),
    [
        ([], "a.html", "must hold an article"),
        (["Iraq."], "folder", r"must be a file that ends in \.html, for one article; not "),
        (["Iraq.", "Iran."], "a.html", "must be a folder, for 2 articles; not "),
    ],
)
def test_a_wrong_path_is_refused(tmp_path, texts, path, message):
    analysis = analyze([Article(str(k), text) for k, text in enumerate(texts)])
    with pytest.raises(ValueError, match=message):
        write_report(analysis, tmp_path / path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    file = tmp_path / "a.html"
    write_whole(file, b"old")

    def fail(self, target):
        raise OSError("the disk is full")

    monkeypatch.setattr(type(file), "replace", fail)
    with pytest.raises(OSError, match="the disk is full"):
        write_whole(file, b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.html", b"old")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b:c*d?", "a-b-c-d"),
        ("\u202ex\x00y", "x-y"),
        ("", "article"),
        ("..", "article"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_file_name_holds_nothing_strange(text, name):
    assert file_name(text) == name


# ------------------------------------------------------------------------------------------------------------------ colours
@pytest.mark.parametrize("color", sorted(set(load_lexicon("colors")["category"])))
def test_colours_are_seen_on_both_papers(color):
    assert contrast(readable(color, PAPER), PAPER) >= 3
    assert contrast(readable(color, DARK_PAPER), DARK_PAPER) >= 3


def test_contrast_is_that_of_wcag():
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)  # the grey that fails 4.5 by a hair


# ------------------------------------------------------------------------------------------------------------- in notebooks
def test_an_analysis_shows_its_article(seed_analysis):
    markup = analysis_html(seed_analysis)
    assert "<script" not in markup
    assert "40 sentences" in markup
    assert 'title="Moscow' not in markup  # the label alone: the word stands there already
    assert 'title="Russia (capital, actor). List of actors, “Moscow”."' in markup


def test_evidence_is_shown_with_its_words_marked():
    analysis = analyze(Article("a", "Iraq waits. Moscow may <b> sell."))
    markup = highlight(evidence(analysis, analysis.cues))._repr_html_()
    assert "Moscow <mark>may</mark> &lt;b&gt; sell." in markup


def test_explore_is_the_same_each_time(seed_analysis):
    markup = explore(seed_analysis)._repr_html_()
    assert markup == explore(seed_analysis)._repr_html_()
    assert not re.findall(r"https?://", markup)
    assert len(markup.encode()) < 300_000


def test_body_rows_alone_stand_in_figures(sheet):
    ids = {each for group in re.findall(r'data-rows="([^"]*)"', dispersion(sheet)) for each in group.split()}
    body = in_body(sheet.analysis, sheet.analysis.mentions)
    assert ids <= {f"m{i}" for i in body.index}
