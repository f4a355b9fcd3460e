"""Pages in a real browser: no request leaves, no error appears, and every number leads to its sentences by mouse and keyboard.

The browser is the system's Chromium.  Where there is none the tests are skipped with a line; in CI they fail.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from analysis import Article, analyze, summarize_framing, summarize_voices, write_report

ROOT = Path(__file__).parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]
EVERYTHING = "#show=Iraq/hedge_clause&open=m2&layers=actors.voices.stance.actions.sentiment&context=1&table=cues"
SHOWN_ANEW = """address => {
  document.activeElement.blur();
  scrollTo(0, 0);
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}"""
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \u202egnirts\u202c $x^2$ {{ 7*7 }} &amp; =1+1"


def executable():
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def missing(reason):
    """Skip where something is not installed; in CI it must be."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser():
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    if executable() is None:
        missing(f"no browser is installed; looked for {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield chromium
        chromium.close()


def heard_by(page):
    """What a page does that it should not."""
    heard = []
    page.on("request", lambda request: heard.append(request.url) if request.url.startswith(("http", "ws")) else None)
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    return heard


@pytest.fixture(scope="session")
def opened(browser):
    """Pages that are open, by path, with what was heard of each."""
    pages = {}
    yield pages
    for page, _ in pages.values():
        page.context.close()


@pytest.fixture
def visit(browser, opened):
    """Open a page, or show one anew that is open already; at the end hold that it did nothing that it should not."""
    own = []

    def go(path, fragment="", *, anew=False, width=1400, height=900):
        page, _ = opened.get(path, (None, None))
        if anew or page is None or not page.url.startswith(path.as_uri()):
            page = browser.new_context().new_page()
            page.set_default_timeout(20_000)
            page.set_viewport_size({"width": width, "height": height})
            opened[(path, len(opened)) if path in opened else path] = page, heard_by(page)
            page.goto(path.as_uri() + fragment)
        else:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(media="null", color_scheme="light")
            page.evaluate(SHOWN_ANEW, fragment or path.as_uri())
        own.append(page)
        return page

    yield go
    assert [heard for page, heard in opened.values() if page in own and heard] == []


@pytest.fixture(scope="session")
def report(seed_analysis, tmp_path_factory):
    return write_report(seed_analysis, tmp_path_factory.mktemp("report") / "seed.html")


def shown(page):
    """The line above the article, and the sentences that are to be seen."""
    ids = page.eval_on_selector_all(".article .s", "all => all.filter((s) => s.getClientRects().length).map((s) => +s.dataset.s)")
    return page.inner_text(".shown"), ids


def mark(page, key):
    return page.locator(f'[data-key="{key}"]').first


# --------------------------------------------------------------------------------------------------------------- listeners
def test_the_listeners_hear(browser, tmp_path):
    tmp_path.joinpath("bad.html").write_text(
        "<script>alert(1); console.error('loud'); fetch('https://a.invalid/x').catch(() => 0); nothing.at.all</script><img src='http://192.0.2.1/i.png'>"
    )
    page = browser.new_page()
    heard = heard_by(page)
    page.goto(tmp_path.joinpath("bad.html").as_uri())
    page.close()
    assert {"1", "loud", "https://a.invalid/x", "http://192.0.2.1/i.png"} <= set(heard)
    assert any("nothing is not defined" in each for each in heard)


# ------------------------------------------------------------------------------------------------- numbers and their sentences
@pytest.mark.parametrize("column", ["n_mentions", "n_sentences", "n_modifier", "n_hedge_clause", "n_attributions"])
def test_a_number_of_the_profile_opens_its_sentences(visit, report, seed_analysis, column):
    page = visit(report)
    row = summarize_framing(seed_analysis).iloc[0]
    mark(page, f"{row['state']}/{column[2:]}").click()
    line, ids = shown(page)
    if column == "n_sentences":
        assert len(ids) == row[column]
    else:
        assert re.search(rf": {row[column]} \w+ in {len(ids)} of {len(seed_analysis.sentences)} sentences$", line)
    if column == "n_mentions":
        own = seed_analysis.mentions[seed_analysis.mentions["state"] == row["state"]]
        body = seed_analysis.sentences.loc[seed_analysis.sentences["zone"] == "body", "sent_id"]
        assert ids == sorted(set(own["sent_id"]) & set(body))
        assert page.locator(".article .m.hit").count() == row["n_mentions"]


def test_every_mark_of_every_figure_opens_sentences(visit, report):
    page = visit(report)
    opened = page.evaluate(
        """() => [...document.querySelectorAll('.fig [data-rows]')].map((mark) => {
          mark.dispatchEvent(new MouseEvent('click', { bubbles: true }));
          const sentences = [...document.querySelectorAll('.article .s')].filter((s) => s.getClientRects().length).length;
          const told = document.querySelector('.shown').textContent.match(/(\\d+) of \\d+ sentences$/)[1];
          if (mark.matches('button, span')) document.querySelector('.show-all').click(); // the same key may follow
          return [mark.dataset.key, sentences, Number(told)];
        })"""
    )
    assert len(opened) > 300
    assert [each for each in opened if each[1] == 0 or each[1] != each[2]] == []
    assert {key.split("/")[0] for key, *_ in opened} >= {"mention", "cue", "said", "sentence", "Iraq"}


@pytest.mark.parametrize("width", [360, 1400])
def test_no_mark_covers_another(visit, report, width):
    page = visit(report, width=width, height=20_000)
    covered = page.evaluate(
        """() => [...document.querySelectorAll('g.mark')].filter((mark) => {
          const box = mark.querySelector('.full, .hollow').getBoundingClientRect();
          const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return hit?.closest('g.mark') && hit.closest('g.mark') !== mark; // a wide figure is scrolled on a phone
        }).map((mark) => mark.dataset.key)"""
    )
    assert covered == []


def test_marks_are_as_many_as_rows(visit, report, seed_analysis):
    page = visit(report)
    zones = seed_analysis.sentences.set_index("sent_id")["zone"]
    body = {
        name: getattr(seed_analysis, name)[getattr(seed_analysis, name)["sent_id"].map(zones) == "body"] for name in ("mentions", "cues")
    }
    assert page.locator("#fig-score .head").count() == body["mentions"]["state"].value_counts().head(8).sum()
    assert page.locator("#fig-stance .mark").count() == len(body["cues"])
    assert page.locator("#fig-sentiment .mark").count() == (zones == "body").sum()
    assert page.locator("#fig-voices .mark").count() == summarize_voices(seed_analysis)["n_attributions"].sum()


def test_by_keyboard_from_a_figure_to_its_sentence_and_back(visit, report):
    page = visit(report)
    page.locator("#fig-score [tabindex='0']").focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    key = page.evaluate("document.activeElement.dataset.key")
    assert page.locator(".tip").inner_text()
    page.keyboard.press("Enter")
    line, ids = shown(page)
    assert len(ids) == 1
    assert "1 of 40 sentences" in line
    assert page.evaluate("document.activeElement.className") == "shown"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show all"
    page.keyboard.press("Escape")
    assert len(shown(page)[1]) == 40
    assert page.evaluate("document.activeElement.dataset.key") == key


def test_a_figure_is_one_stop_of_the_tab_key(visit, report):
    page = visit(report)
    page.locator("#fig-dispersion [tabindex='0']").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('figure').id") == "fig-stance"


@pytest.mark.parametrize("layer", ["actors", "voices", "stance", "actions", "sentiment"])
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_layers_switch(visit, report, layer, by):
    page = visit(report)
    switch = page.locator(f".switch[data-layer={layer}]")
    probe = {
        "actors": "getComputedStyle(document.querySelector('.article .actors')).textDecorationLine === 'underline'",
        "voices": "getComputedStyle(document.querySelector('.article .chip')).display !== 'none'",
        "stance": "getComputedStyle(document.querySelector('.article .tag.stance')).display !== 'none'",
        "actions": "getComputedStyle(document.querySelector('.article .tag.actions')).display !== 'none'",
        "sentiment": "getComputedStyle(document.querySelector('.article .margin')).display !== 'none'",
    }[layer]
    was = page.evaluate(probe)
    assert str(was).lower() == switch.get_attribute("aria-pressed")
    if by == "mouse":
        switch.click()
    else:
        switch.focus()
        page.keyboard.press("Space")
    assert page.evaluate(probe) is not was
    assert str(not was).lower() == switch.get_attribute("aria-pressed")


def test_a_highlight_tells_its_rule_and_entry(visit, report, seed_analysis):
    page = visit(report, "#layers=stance")
    cue = seed_analysis.cues.iloc[3]
    place = page.locator('.article [data-id~="c3"]')
    place.hover()
    assert f"Entry “{cue['entry']}”, rule “{cue['rule']}”" in page.inner_text(".tip")
    place.click()
    assert page.inner_text(".detail h3") == cue["text"]
    assert f"entry “{cue['entry']}”, rule “{cue['rule']}”" in page.inner_text(".detail")
    page.keyboard.press("Escape")
    assert page.locator(".detail").is_hidden()


# -------------------------------------------------------------------------------------------------------------- tables, CSV
def saved(page, button):
    with page.expect_download() as download:
        page.click(button)
    return download.value.suggested_filename, Path(download.value.path()).read_text(encoding="utf-8")


def test_tables_are_sorted_and_saved_as_csv(visit, report, seed_analysis):
    page = visit(report)
    page.click(".switch[data-table=mentions]")
    assert page.inner_text(".table-count") == f"mentions: {len(seed_analysis.mentions)} rows"
    name, text = saved(page, ".table-save")
    assert re.fullmatch(r"[\w-]+\.csv", name)
    table = pd.read_csv(io.StringIO(text.removeprefix("\ufeff")), keep_default_na=False, dtype=str)
    expected = seed_analysis.mentions.astype(object).where(seed_analysis.mentions.notna(), "").astype(str)
    pd.testing.assert_frame_equal(table, expected, check_dtype=False)
    page.locator(".data th button", has_text="actor").first.click()
    head = page.locator(".data th[aria-sort]")
    assert (head.inner_text(), head.get_attribute("aria-sort")) == ("actor ↑", "ascending")
    column = page.eval_on_selector_all(".data tbody tr", "rows => rows.map((row) => row.children[5].textContent)")
    assert column == sorted(column)


def test_a_row_of_a_table_opens_its_sentence(visit, report, seed_analysis):
    page = visit(report, "#table=cues")
    page.locator(".data tbody button").nth(5).click()
    assert shown(page)[1] == [seed_analysis.cues["sent_id"].iloc[5]]


def test_long_tables_are_shown_in_part(visit, report, seed_analysis):
    page = visit(report, "#table=tokens")
    assert page.locator(".data tbody tr").count() == 200
    page.click(".table-more")
    assert page.locator(".data tbody tr").count() == len(seed_analysis.tokens)


# -------------------------------------------------------------------------------------------------------------- corrections
def test_corrections_are_saved_as_analyze_takes_them(visit, tmp_path):
    article = Article("a 1", "Iraq may wait 🙂. “Never,” Moscow said. Allegedly Mali Smith sings in Baghdad.")
    before = analyze(article)
    page = visit(write_report(before, tmp_path / "a.html"), "#layers=actors.voices.stance")
    at = {text: i for i, text in enumerate(before.mentions["text"])}
    page.locator(f'.article [data-id~="m{at["Baghdad"]}"]').click()
    page.select_option(".detail select", "reading")
    page.fill(".detail [aria-label^='new value']", "actor")
    page.fill(".detail .why", "=a formula")
    page.click(".detail button:has-text('Change')")
    page.locator(f'.article [data-id~="m{at["Moscow"]}"]').click()
    page.click(".detail button:has-text('Reject')")
    cue = before.cues[before.cues["text"] == "Allegedly"]
    page.locator(f'.article [data-id~="c{cue.index[0]}"]').click()
    page.locator(".detail section").first.locator("button:has-text('Reject')").click()
    page.click(".switch[data-layer=stance]")
    page.click(".switch[data-layer=tone]")
    page.locator(f'.article [data-id~="t{at["Iraq"]}"]').click()
    form = page.locator(".detail section").nth(1)
    form.locator("select").select_option("tone")
    form.locator("[aria-label^='new value']").fill("-0.5")
    form.locator("button:has-text('Change')").click()
    assert page.locator(".fixes li").count() == 4
    page.click(".fix-save")
    assert "your name" in page.inner_text(".fix-status")
    page.fill(".fix-by", "A. B.")
    name, text = saved(page, ".fix-save")
    assert name == "a-1-corrections.csv"
    assert [row[-1] for row in csv.reader(io.StringIO(text))][1] == "'=a formula"  # no spreadsheet runs it
    file = tmp_path / "corrections.csv"
    file.write_text(text, encoding="utf-8")
    after = analyze(article, corrections=file)
    assert after.corrections["reason"].tolist() == ["", "", "", ""]
    assert after.tone.loc[after.tone["text"] == "Iraq", "tone"].tolist() == [-0.5]
    assert "=a formula" in after.corrections["why"].tolist()
    assert after.mentions.loc[after.mentions["text"] == "Baghdad", "reading"].tolist() == ["actor"]
    assert "Moscow" not in after.mentions["text"].tolist()
    assert len(after.cues) == len(before.cues) - 1


def test_corrections_outlive_a_reload_and_can_be_undone(visit, report):
    page = visit(report)
    page.locator('.article [data-id~="m0"]').click()
    page.click(".detail button:has-text('Accept')")
    page.reload()
    assert page.locator('.article [data-id~="m0"]').get_attribute("data-fix") == "accept"
    page.click(".fixes button")
    assert page.locator(".fixes li").count() == 0


# --------------------------------------------------------------------------------------------------------------- the address
def test_the_address_restores_what_was_seen(visit, report):
    page = visit(report)
    page.click(".switch[data-layer=stance]")
    page.click(".switch[data-table=cues]")
    page.locator(".data th button", has_text="category").click()
    mark(page, "Russia/modifier").click()
    page.click(".in-context")
    page.locator(".article .m.hit").first.click()
    seen = [*shown(page), page.inner_text(".detail h3"), page.inner_text(".data tbody tr"), page.get_attribute(".fa", "data-layers")]
    again = visit(report, "#" + page.url.partition("#")[2], anew=True)
    assert [
        *shown(again),
        again.inner_text(".detail h3"),
        again.inner_text(".data tbody tr"),
        again.get_attribute(".fa", "data-layers"),
    ] == seen
    assert again.locator(".text-column.context").count() == 1


def test_a_strange_address_shows_the_whole_article(visit, report):
    page = visit(report, "#show=no/such&open=zz9&layers=nix&table=__proto__&sort=-nothing")
    assert len(shown(page)[1]) == 40


# ----------------------------------------------------------------------------------------------------------- accessibility
def serious(page, *rules):
    """What axe finds of a page, by all its rules or by these."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found if each["impact"] in ("serious", "critical")]


def test_axe_hears_what_is_wrong(browser):
    page = browser.new_page()
    page.set_content("<html><body><img src='data:,'><p style='color:#ccc;background:#fff'>pale</p></body></html>")
    assert {rule for rule, _ in serious(page)} >= {"image-alt", "color-contrast", "html-has-lang"}
    page.close()


@pytest.mark.parametrize("fragment", ["", EVERYTHING])
def test_axe_finds_nothing_serious(visit, report, fragment):
    page = visit(report, fragment)
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.querySelector('.fa')).colorScheme") == "dark"
    assert serious(page, "color-contrast", "link-in-text-block") == []  # the same elements: only what is told by colour is another


def test_the_index_is_accessible(visit, comparison):
    assert serious(visit(comparison)) == []


# ------------------------------------------------------------------------------------------------------------------ layout
OVERLAPS = """() => {
  const seen = (e) => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden';
  const clipped = (e) => {
    let { left, right, top, bottom } = e.getBoundingClientRect();
    for (let up = e.parentElement; up; up = up.parentElement) {
      if (getComputedStyle(up).overflowX === 'visible') continue;
      const box = up.getBoundingClientRect();
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
    }
    return { left, right, top, bottom };
  };
  const scrolls = (e) => e !== null && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const name = (e) => `${e.tagName} ${e.getAttribute('class') || ''}: ${e.textContent.slice(0, 40)}`;
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const boxes = [...document.querySelectorAll('h1, h2, h3, p, li, button, input, dt, dd, .label, .value, .beat, tr > *')].filter(seen);
  for (const e of boxes) {
    const box = e.getBoundingClientRect();
    if ((box.left < -1 || box.right > innerWidth + 1) && !scrolls(e)) found.push(`cut off: ${name(e)}`);
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden') found.push(`cut inside: ${name(e)}`);
  }
  const all = boxes.map((e) => [e, clipped(e)]).filter(([, a]) => a.right - a.left > 1 && a.bottom - a.top > 1);
  all.forEach(([e, a], i) => {
    for (const [f, b] of all.slice(i + 1)) {
      if (e.contains(f) || f.contains(e)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const sticky = [e, f].some((each) => each.closest('thead, .label, th[scope=row]'));
      if (wide > 2 && high > 2 && !sticky) found.push(`overlap: ${name(e)} / ${name(f)}`);
    }
  });
  return found;
}"""


def test_overlaps_are_seen(browser, tmp_path):
    tmp_path.joinpath("bad.html").write_text("<h1 style='margin:0'>A</h1><p style='margin-top:-30px;width:3000px'>B</p>")
    page = browser.new_page()
    page.goto(tmp_path.joinpath("bad.html").as_uri())
    found = " ".join(page.evaluate(OVERLAPS))
    page.close()
    assert "overlap: H1" in found
    assert "cut off: P" in found


@pytest.mark.parametrize("width", [360, 800, 1600])
def test_nothing_overlaps_or_is_cut_off(visit, report, comparison, hostile, width):
    for path in (report, comparison, hostile):
        page = visit(path, width=width)
        assert page.evaluate(OVERLAPS) == []


def test_a_line_of_the_article_has_about_65_characters(visit, report):
    page = visit(report, "#layers=actors")
    lines = page.evaluate(
        """() => { const p = [...document.querySelectorAll('.zone-body')].sort((a, b) => b.textContent.length - a.textContent.length)[0];
        return p.textContent.length / (p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight)); }"""
    )
    assert 55 <= lines <= 72


# ------------------------------------------------------------------------------------------------------------------- print
def test_print_has_every_section(visit, report, tmp_path):
    from pypdf import PdfReader

    page = visit(report)
    page.emulate_media(color_scheme="dark")
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True, print_background=True)
    pages = PdfReader(tmp_path / "a.pdf").pages
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    text = " ".join(re.sub(r"\s+", " ", each.extract_text()) for each in pages)
    titles = page.eval_on_selector_all("h1, h2, h3", "all => all.filter((h) => h.getClientRects().length).map((h) => h.textContent)")
    assert len(titles) > 8
    assert [title for title in titles if title not in text] == []
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.fa')).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator(".switches").is_hidden()


# ----------------------------------------------------------------------------------------------------------------- hostile
@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    text = f"Iraq said {HOSTILE} Russia may sell. “Iran {HOSTILE},” Moscow said.\n\n{HOSTILE}"
    article = Article(HOSTILE, text, title=HOSTILE + "x" * 300, source=HOSTILE, date=HOSTILE, url=f"javascript:alert(3)//{HOSTILE}")
    actors = pd.DataFrame({"entry": ["Iraq", "Russia", "Moscow", "Iran"], "actor": ["Iraq", HOSTILE, HOSTILE, "=cmd|' /C calc'!A0"]})
    return write_report(analyze(article, actors=actors), tmp_path_factory.mktemp("hostile") / "h.html")


def test_a_hostile_article_is_shown_as_text(visit, hostile):
    page = visit(hostile)
    assert HOSTILE in page.text_content("h1")
    assert HOSTILE in page.text_content(".meta")
    assert page.text_content(".article").count(HOSTILE.strip()) == 3
    assert page.locator("img, a[href^=javascript]").count() == 0
    for table in page.eval_on_selector_all(".pick .switch", "all => all.map((button) => button.dataset.table)"):
        page.click(f".switch[data-table={table}]")
    page.locator(".article [data-id^=m]").first.click()
    page.click(".detail button:has-text('Accept')")
    assert page.evaluate("document.querySelectorAll('script').length") == 2
    page.click(".fixes button")


def test_a_formula_is_saved_as_text(visit, hostile):
    page = visit(hostile, "#table=mentions")
    rows = list(csv.DictReader(io.StringIO(saved(page, ".table-save")[1].removeprefix("\ufeff"))))
    assert {row["actor"] for row in rows} >= {"Iraq", "'=cmd|' /C calc'!A0", HOSTILE}
    page.click(".switch[data-table=sentiment]")
    scores = [row["compound"] for row in csv.DictReader(io.StringIO(saved(page, ".table-save")[1].removeprefix("\ufeff")))]
    assert all(re.fullmatch(r"-?[\d.]+", score) for score in scores)


# --------------------------------------------------------------------------------------------------------- several articles
@pytest.fixture(scope="session")
def comparison(tmp_path_factory):
    named = "Iraq, Russia and Syria wait. Israel, the United States and Lebanon do not. Saudi Arabia, China, Turkey and India agreed."
    articles = [Article("a", named, title="A title that is longer than others " * 3, source="The Times", date="2020-01-02")]
    articles += [Article("b", "Iraq may wait. Iran waits.", title="B"), Article("c", "Nobody is named.")]
    return write_report(analyze(articles), tmp_path_factory.mktemp("several") / "reports")


def test_the_index_leads_to_each_article_and_back(visit, comparison):
    page = visit(comparison)
    page.get_by_role("link", name="B", exact=True).first.click()
    assert page.inner_text("h1") == "B"
    page.click("text=all articles")
    assert page.locator("table").first.locator("tbody tr").count() == 3


def test_a_number_of_the_index_leads_to_its_sentences(visit, comparison):
    page = visit(comparison)
    numbers = page.eval_on_selector_all("td a", "all => all.map((a) => [a.getAttribute('href'), parseInt(a.textContent)])")
    assert len(numbers) > 10
    for href, n in numbers:
        page.goto(comparison.parent.joinpath(href.partition("#")[0]).as_uri() + "#" + href.partition("#")[2])
        page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
        assert re.search(rf": {n} mentions? in " if re.search("mentions|doer|target", href) else " of ", page.inner_text(".shown")), href


# ------------------------------------------------------------------------------------------------------------- JupyterLab
@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """A JupyterLab of its own over a copy of the notebooks without outputs; its address, its token and its folder."""
    pytest.importorskip("jupyterlab")
    folder = tmp_path_factory.mktemp("lab")
    for name in ("seeds", "tests/data"):  # what notebooks read
        shutil.copytree(ROOT / name, folder / name)
    (folder / "notebooks").mkdir()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, folder / "notebooks" / path.name)
    places = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = {
        **os.environ,
        **places,
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    options = [
        "--no-browser",
        "--port=0",
        "--IdentityProvider.token=secret",
        "--allow-root",
        "--LabApp.expose_app_in_browser=True",
        f"--ServerApp.root_dir={folder}",
        "--ServerApp.ip=127.0.0.1",
    ]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options], env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        file = folder / "runtime" / f"jpserver-{server.pid}.json"
        until = time.monotonic() + 60
        while not file.exists() and time.monotonic() < until and server.poll() is None:
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))["url"], folder / "notebooks"
    finally:
        server.terminate()
        server.wait(20)


AT_ONCE = 2  # kernels that run at the same time
STARTED = "async path => { const it = await jupyterapp.commands.execute('docmanager:open', { path }); await it.sessionContext.ready; }"
DONE = """path => {
  const panel = [...jupyterapp.shell.widgets('main')].find((each) => each.context?.path === path);
  const code = panel.content.widgets.filter((cell) => cell.model.type === 'code');
  const failed = code.some((cell) => cell.model.outputs.toJSON().some((output) => output.output_type === 'error'));
  const isDone = failed || code.every((cell) => cell.model.executionCount !== null && cell.model.executionState === 'idle');
  return isDone && panel.sessionContext.session.kernel.status === 'idle';
}"""
SAVED = """async path => {
  const panel = [...jupyterapp.shell.widgets('main')].find((each) => each.context?.path === path);
  await panel.context.save();
  await panel.sessionContext.shutdown();
}"""
SEEN = """async path => {
  const panel = await jupyterapp.commands.execute('docmanager:open', { path });
  return [...panel.node.querySelectorAll('.jp-OutputArea img')].map((image) => image.getClientRects().length && image.naturalWidth);
}"""


@pytest.fixture(scope="session")
def lab_page(browser, lab):
    """JupyterLab with every notebook opened and run by its menu, two kernels at once, and saved."""
    url, folder = lab
    page = browser.new_context(viewport={"width": 1300, "height": 1000}).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{url}lab?reset&token=secret")
    page.wait_for_function("window.jupyterapp")
    page.evaluate("jupyterapp.restored")
    todo, running = sorted((path.name for path in folder.glob("*.ipynb")), reverse=True), []
    until = time.monotonic() + 300
    while todo or running:
        assert time.monotonic() < until, f"not done after 300 s: {', '.join(running + todo)}"
        if todo and len(running) < AT_ONCE:
            running.append(todo.pop())
            page.evaluate(STARTED, f"notebooks/{running[-1]}")
            page.click(".lm-MenuBar-itemLabel:text-is('Run')")
            page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")
            continue
        page.wait_for_timeout(50)
        for name in [name for name in running if page.evaluate(DONE, f"notebooks/{name}")]:
            page.evaluate(SAVED, f"notebooks/{name}")
            running.remove(name)
    yield page
    page.context.close()


@pytest.mark.parametrize("name", [path.name for path in sorted((ROOT / "notebooks").glob("*.ipynb"))])
def test_a_notebook_runs_in_jupyterlab(lab_page, lab, name):
    notebook = nbformat.read(lab[1] / name, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [output.ename for cell in code for output in cell.outputs if output.output_type == "error"] == []
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    figures = sum("image/png" in output.get("data", {}) for cell in code for output in cell.outputs)
    assert figures
    widths = lab_page.evaluate(SEEN, f"notebooks/{name}")
    assert len(widths) == figures
    assert all(widths)


def test_explore_answers_in_jupyterlab(lab_page):
    lab_page.evaluate(SEEN, "notebooks/10-your-own.ipynb")
    lab_page.locator(".fa-explore .head.mark").nth(5).click()
    assert "1 of 40 sentences" in lab_page.inner_text(".fa-explore .shown")
    lab_page.keyboard.press("Escape")
    assert lab_page.locator(".fa-explore .bar-shown").is_hidden()
    lab_page.locator(".fa-explore .head.mark").nth(5).focus()
    lab_page.keyboard.press("ArrowRight")
    lab_page.keyboard.press("Enter")
    assert "1 of 40 sentences" in lab_page.inner_text(".fa-explore .shown")


def test_explore_answers_without_a_kernel(visit, seed_analysis, tmp_path):
    from analysis import explore

    html = explore(seed_analysis)._repr_html_()
    tmp_path.joinpath("e.html").write_text(
        f"<!DOCTYPE html><html><head><link rel=icon href=data:,></head><body>{html}{html}</body></html>", encoding="utf-8"
    )
    page = visit(tmp_path / "e.html")
    second = page.locator(".fa-explore").nth(1)
    second.locator(".head.mark").nth(5).click()
    assert "1 of 40 sentences" in second.locator(".shown").inner_text()
    assert page.locator(".fa-explore").nth(0).locator(".bar-shown").is_hidden()
