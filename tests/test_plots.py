import base64
import json
from itertools import pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text

import analysis
from analysis import (
    Article,
    add_role,
    analyze,
    count_terms,
    event_chain,
    robustness,
    summarize_actions,
    summarize_corpus,
    summarize_framing,
    summarize_voices,
)
from analysis.canvas import actor_colors, plain

ROOT = Path(__file__).parents[1]
FIGURES = {
    "plot_terms": lambda a: (count_terms(a.tokens), a.tokens),
    "plot_kinds": lambda a: (a.mentions,),
    "plot_dispersion": lambda a: (a.mentions, a.sentences),
    "plot_cooccurrence": lambda a: (a.mentions,),
    "plot_stance": lambda a: (a.cues, a.sentences),
    "plot_sentiment": lambda a: (a.sentiment,),
    "plot_framing": lambda a: (summarize_framing(a),),
    "plot_score": lambda a: (a.mentions, a.cues, a.sentences),
    "plot_actions": lambda a: (summarize_actions(a),),
    "plot_events": lambda a: (event_chain(a), a.sentences),
    "plot_roles": lambda a: (add_role(a.mentions, a.actions),),
    "plot_tone": lambda a: (a.tone, summarize_framing(a)),
    "plot_voices": lambda a: (summarize_voices(a),),
    "plot_speakers": lambda a: (a.attributions, a.speakers, a.sentences),
}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts] + [label.get_text() for label in (*ax.get_xticklabels(), *ax.get_yticklabels())]


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("text", ["", "Nobody came.", "Iraq waits."])
def test_a_small_article_gives_a_plot(name, text):
    ax = getattr(analysis, name)(*FIGURES[name](analyze(Article("a", text))))
    ax.figure.canvas.draw()
    assert texts(ax)


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_to_show_is_said(name):
    ax = getattr(analysis, name)(*FIGURES[name](analyze(Article("a", ""))))
    assert ax.texts[0].get_text().startswith("No ")


@pytest.mark.parametrize("name", FIGURES)
def test_draws_on_the_axes_it_is_given(name, seed_analysis):
    own = plt.subplots()[1]
    assert getattr(analysis, name)(*FIGURES[name](seed_analysis), ax=own) is own


@pytest.mark.parametrize("name", FIGURES)
def test_text_of_a_user_starts_no_formula(name):
    actors = pd.DataFrame({"entry": ["A$P", "Ke$ha"], "actor": ["A$P", "Ke$ha"]})
    ax = getattr(analysis, name)(*FIGURES[name](analyze(Article("a", "A$P may meet Ke$ha."), actors=actors)))
    ax.figure.canvas.draw()


def test_every_mention_is_one_square(seed_analysis):
    mentions = seed_analysis.mentions[seed_analysis.mentions["state"].isin(["Iraq", "Russia", "United States", "Israel"])]
    ax = analysis.plot_kinds(mentions)
    assert len(ax.patches) == len(mentions)
    assert ax.get_title(loc="left") == f"{(mentions['kind'] == 'name').sum()} of {len(mentions)} mentions are by name"


def test_ticks_of_the_dispersion_plot_are_mentions():
    ax = analysis.plot_dispersion(analyze(Article("a", "Iraq and Iraq. Iran. Iraq.")).mentions)
    ticks = [lines for lines in ax.collections if lines.get_linewidth()[0] > 2]
    assert sorted(len(lines.get_segments()) for lines in ticks) == [1, 3]
    assert ax.get_title(loc="left") == "Iraq is named most, 3 times"


def test_matrix_counts_shared_sentences():
    ax = analysis.plot_cooccurrence(analyze(Article("a", "Iraq and Iran. Iraq. Iraq met Iran.")).mentions)
    assert [text.get_text() for text in ax.texts] == ["3", "2", "2"]
    assert ax.get_title(loc="left") == "Iraq and Iran share 2 sentences"


def test_notes_of_the_score_are_mentions_and_cues(seed_analysis):
    body = seed_analysis.sentences.query("zone == 'body'")
    ax = analysis.plot_score(seed_analysis.mentions, seed_analysis.cues, body)
    notes = sum(len(collection.get_offsets()) for collection in ax.collections)
    inside = [table[table["sent_id"].isin(body["sent_id"])] for table in (seed_analysis.mentions, seed_analysis.cues)]
    shown = inside[0]["state"].value_counts().head(6).sum()
    assert notes == shown + inside[1]["category"].isin(["hedge", "booster", "condition", "obligation"]).sum()


def test_bars_of_the_voices_are_words():
    voices = summarize_voices(analyze(Article("a", "“Iran is rash,” Israel claimed. Iraq said it would wait. Syria waits.")))
    ax = analysis.plot_voices(voices)
    assert [bar.get_width() for bar in ax.patches] == [3, 3]  # "Iran is rash" and "it would wait"
    assert [text for text in texts(ax) if text == "never speaks"] == ["never speaks"] * 2  # Iran and Syria
    assert ax.get_title(loc="left") == "Quoted most: Israel, 3 words"


def test_cells_of_the_matrix_are_actions():
    pairs = summarize_actions(analyze(Article("a", "Iran attacked Iraq. Iran aided Oman. Oman was attacked.")))
    ax = analysis.plot_actions(pairs)
    assert len(ax.collections) == 3
    assert sorted(text for text in texts(ax) if text[-1] in "+−") == ["1+", "1−", "1−"]
    assert "nobody named" in texts(ax)
    assert ax.get_title(loc="left").startswith("1 of 3 actions have no named doer")


def test_marks_of_roles_count_all_mentions(seed_analysis):
    mentions = add_role(seed_analysis.mentions, seed_analysis.actions)
    shown = mentions["state"].value_counts().head(8).index
    ax = analysis.plot_roles(mentions)
    assert sum(int(text.get_text()) for text in ax.texts if text.get_text().isdecimal()) == mentions["state"].isin(shown).sum()


def test_references_of_the_chain_are_marks(seed_analysis):
    body = seed_analysis.sentences.query("zone == 'body'")
    chain = event_chain(seed_analysis)
    ax = analysis.plot_events(chain, body)
    marks = [each for each in ax.collections if type(each).__name__ == "PathCollection"]
    hollow = [each for each in marks if each.get_facecolor()[0].tolist() == [1, 1, 1, 1]]
    assert (len(marks), len(hollow)) == (len(chain), chain["hedged"].sum())


def test_dots_of_tone_are_mentions():
    report = analyze(Article("a", "Iraq waits. " * 10 + "“Iran lies,” Iraq said."))
    ax = analysis.plot_tone(report.tone, summarize_framing(report))
    dots = [each for each in ax.collections if type(each).__name__ == "PathCollection"]
    assert sorted(len(each.get_offsets()) for each in dots) == [1, 11]
    hollow = [face for each in dots for face in each.get_facecolor().tolist() if face == [1, 1, 1, 1]]
    assert len(hollow) == 1  # what Iraq says of Iran
    assert ax.get_title(loc="left").startswith("Lowest mean: Iraq, ")  # Iran has too few mentions for a mean


def test_the_score_shows_roles(seed_analysis):
    body = seed_analysis.sentences.query("zone == 'body'")
    plain_score, roles = (
        analysis.plot_score(mentions, seed_analysis.cues, body)
        for mentions in (seed_analysis.mentions, add_role(seed_analysis.mentions, seed_analysis.actions))
    )
    assert ["▶ doer" in ax.get_xlabel() for ax in (plain_score, roles)] == [False, True]
    count = [sum(len(each.get_offsets()) for each in ax.collections) for ax in (plain_score, roles)]
    assert count[0] == count[1]


def test_marks_of_the_speakers_are_attributions(seed_analysis):
    body = seed_analysis.sentences.query("zone == 'body'")
    ax = analysis.plot_speakers(seed_analysis.attributions, seed_analysis.speakers, body)
    marks = sum(len(each.get_offsets()) for each in ax.collections if type(each).__name__ == "PathCollection")
    assert marks == summarize_voices(seed_analysis)["n_attributions"].sum()


def test_findings_that_flip_are_hollow():
    found = robustness(Article("a", "Iraq may wait. " * 6 + "Iraq waits. " * 6 + "Russia waits. " * 11))
    ax = analysis.plot_robustness(found)
    cells = found[~found["choice"].str.startswith("without “") & (found["choice"] != "as told")]
    hollow = [each for each in ax.collections if each.get_facecolor()[0].tolist() == [1, 1, 1, 1]]
    assert (len(ax.collections), len(hollow)) == (len(cells), (~cells["keeps"]).sum())
    assert "“may”" in texts(ax)
    kept = found.groupby(["state", "measure"])["keeps"].all()
    assert 0 < kept.sum() < len(kept) == 16
    assert ax.get_title(loc="left") == f"{kept.sum()} of 16 findings hold under every choice"
    assert texts(analysis.plot_robustness(robustness(Article("a", "Iraq waits."))))[0] == "No actor has 10 mentions."


def test_the_profile_tells_what_its_intervals_are_over(seed_analysis):
    for summarize, unit in ((summarize_framing, "paragraphs"), (summarize_corpus, "articles")):
        ax = analysis.plot_framing(summarize(seed_analysis))
        assert f"interval over {unit}" in " ".join(text.get_text() for text in ax.figure.findobj(Text))


def test_an_actor_keeps_its_colour():
    everyone = actor_colors(["Iraq", "Russia", "United States", "Israel", "Iran", "Syria"])
    assert len(set(everyone.values())) == 6
    for name, color in everyone.items():
        assert actor_colors([name])[name] == color
    assert actor_colors(["Fiji"]) == actor_colors(["Fiji"])


def test_colours_of_the_compared_differ_in_grey():
    def luminance(color):
        red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    values = sorted(luminance(color) for color in actor_colors(["Iraq", "Russia", "United States", "Israel"]).values())
    assert min(b - a for a, b in pairwise(values)) > 0.09


def test_plain():
    assert plain("a$b$") == r"a\$b\$"


def test_picture_in_the_readme_is_that_of_the_notebook():
    notebook = json.loads((ROOT / "notebooks" / "01-article.ipynb").read_text(encoding="utf8"))
    (cell,) = [cell for cell in notebook["cells"] if cell["id"] == "score"]
    stored = next(output["data"]["image/png"] for output in cell["outputs"] if "image/png" in output.get("data", {}))
    assert base64.b64decode(stored) == (ROOT / ".github" / "score.png").read_bytes()
