"""Word lists: one CSV a list in ``data/``, one row an entry, every entry with its source.

Lists are data that a reader can open, question and change; no word stands in code.  What a column may hold, and what each
value means, is in ``data/codebook.csv``; a row that breaks it is told with its number, as a spreadsheet counts it.

Columns of the list of cues besides `entry`, `category` and `source`; an empty cell asks for nothing:

========================  ===================================================================================
forms                     ``verb``: the first word takes its regular endings.  ``passive``: a participle that
                          counts only after a form of "be" (or "widely") and without "by"; its span starts there.
                          ``inversion``: "should", "were" and "had" before their subject.  Anything else: other
                          forms of the first word, separated by spaces; one in "n't" marks a verb that "not" follows.
negation                  What a negation of the entry in its own clause makes of it: ``keep`` (also where
                          empty) its category, ``hedge``, ``booster``, or ``drop`` it.
capital                   ``no``: not where it is written with a capital ("May", "US"), save in a headline
                          that has capitals throughout; ``only``: nowhere else.
only_before, not_before   Regular expression that the text right after the entry must, or must not, begin with.
only_after, not_after     The same for the end of the text right before it.
========================  ===================================================================================

Guards read lower-cased text with straight apostrophes inside the sentence, 60 characters far; they match whole words, and
``^`` and ``$`` are the ends of the sentence.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES = (
    "hedge",
    "booster",
    "attitude",
    "obligation",
    "condition",
    "contrast",
    "self_mention",
    "evidential",
    "vague",
    "presupposition",
)
GUARDS = ("only_before", "not_before", "only_after", "not_after")
_COLUMNS = ("entry", "category", "forms", "negation", "capital", *GUARDS, "source")
_FORMS = {"verb": "regular endings", "passive": "after a form of “be”, no agent named", "inversion": "before its subject"}
_CAPITAL = {"no": "not with a capital", "only": "with a capital"}


def load_lexicon(name: str | os.PathLike[str]) -> pd.DataFrame:
    """Load a word list of the package, or one of your own.

    Parameters
    ----------
    name : str or path
        The name of a list in ``analysis/data`` ("cues", "actors", "sources", ...), or a path to a CSV file.

    Returns
    -------
    DataFrame
        One row an entry, all columns text; an empty cell is "".

    Raises
    ------
    ValueError
        If there is no such list (the message names those there are), if a row has more cells than there are columns, or
        if a list of the package breaks its codebook.

    Examples
    --------
    >>> load_lexicon("zones")["zone"].unique().tolist()
    ['headline', 'standfirst', 'link', 'note', 'caption', 'byline']
    """
    import pandas as pd

    path = Path(os.fspath(name))
    if path.suffix != ".csv":
        header, cells = _packaged_cells(os.fspath(name))
    elif path.is_file():
        header, cells = _cells(_decoded(path), path.name)
    else:
        raise FileNotFoundError(f"{name} does not exist; expected a word list (.csv).")
    return pd.DataFrame(cells, columns=header, dtype="str")


def read_list(name: str) -> dict[str, list[str]]:
    """The columns of a word list of the package, for what needs no DataFrame and would wait for it.

    Examples
    --------
    >>> read_list("stop_words")["category"][0]
    'article'
    """
    header, cells = _packaged_cells(name)
    return dict(zip(header, map(list, zip(*cells, strict=True)), strict=True)) if cells else {column: [] for column in header}


@cache
def word_lists(name: str) -> dict[str, frozenset[str]]:
    """The entries of a word list of the package by category."""
    lists: dict[str, set[str]] = {}
    for entry, category in read_rows(name, "entry", "category"):
        lists.setdefault(category, set()).add(entry)
    return {category: frozenset(entries) for category, entries in lists.items()}


def read_rows(name: str, *columns: str) -> Iterator[tuple[str, ...]]:
    """Some cells of each row of a word list of the package."""
    return zip(*map(read_list(name).__getitem__, columns), strict=True)


def _packaged_cells(name: str) -> tuple[list[str], list[list[str]]]:
    header, cells = _cells(_packaged(name), name)
    if name in _codebook():
        check_rows(dict(zip(header, zip(*cells, strict=True), strict=True)), name, name, rows=range(2, len(cells) + 2))
    return header, cells


def _cells(text: str, name: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file; rows without any content are left out, short ones filled up."""
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, [])
    width, cells = len(header), []
    for number, row in enumerate(rows, start=2):
        if len(row) != width:
            if any(row[width:]):
                raise ValueError(f"`{name}`, row {number}: there must be {width} cells, one a column; not {len(row)}.")
            row = row[:width] + [""] * (width - len(row))
        if any(row):
            cells.append(row)
    return header, cells


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"`{path.name}`, row {row}: a list must be CSV in UTF-8; save it as “CSV UTF-8”.") from None


def check_rows(columns: Mapping[str, Sequence[str]], lexicon: str, name: str, *, rows: Iterable[int], also: tuple[str, ...] = ()) -> None:
    """Raise an error that names row and column where a row breaks the codebook of a list, or gives an entry twice.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        The columns of the list.
    lexicon : str
        The list whose codebook holds.
    name : str
        What the message calls the list.
    rows : iterable of int
        Number of each row, as a spreadsheet counts them: the header is row 1.
    also : tuple of str
        Categories that are allowed besides.
    """
    entries, rows = columns["entry"], list(rows)
    for row, entry in zip(rows, entries, strict=True):
        if not entry.strip():
            raise ValueError(f"`{name}`, row {row}: `entry` must not be empty.")
    for column, (values, several) in _codebook()[lexicon].items():
        allowed = {**values, **dict.fromkeys(also)} if column == "category" else values
        wrong: dict[str, str] = {}
        for cell in set(columns[column]):
            parts = [part.rstrip("?") for part in cell.split()] if several else [cell]
            unknown = [part for part in parts if part not in allowed]
            if unknown:
                wrong[cell] = unknown[0]
        if wrong:
            row, entry, cell = next(each for each in zip(rows, entries, columns[column], strict=True) if each[2] in wrong)
            options = ", ".join(filter(None, allowed))
            raise ValueError(f"`{name}`, row {row} ({entry!r}): `{column}` must be one of {options}; not {wrong[cell]!r}.")
    first: dict[tuple[str, str], int] = {}
    for row, entry, category in zip(rows, entries, columns["category"], strict=True):
        before = first.setdefault((entry, category), row)
        if before != row:
            raise ValueError(f"`{name}`, row {row}: {entry!r} must stand once as {category}; it does so in row {before} too.")


def read_cue_list(lexicon: pd.DataFrame | str | os.PathLike[str] | None) -> tuple[pd.DataFrame, frozenset[str]]:
    """Our list of cues with the rows of `lexicon` in the place of those they replace, and the phrases that are removed."""
    import pandas as pd

    ours = load_lexicon("cues")
    if lexicon is None:
        return ours, frozenset()
    table = lexicon if isinstance(lexicon, pd.DataFrame) else load_lexicon(lexicon)
    for name in ("entry", "category"):
        if name not in table:
            raise ValueError(f"`lexicon` must have the columns entry and category; {name!r} is missing.")
    table = table.reset_index(drop=True).reindex(columns=list(_COLUMNS), fill_value="").astype(object)
    table = table.where(table.notna(), "").astype(str).apply(lambda column: column.str.strip())
    table["entry"] = table["entry"].str.lower().str.replace("’", "'").str.split().str.join(" ")
    table["source"] = table["source"].replace("", "lexicon")
    table = table.drop_duplicates(list(_COLUMNS[:-1]))
    check_rows({name: table[name].tolist() for name in table}, "cues", "lexicon", rows=table.index + 2, also=("-",))
    removed = frozenset(table.loc[table["category"] == "-", "entry"])
    table = table[table["category"] != "-"]
    replaced = set(zip(table["entry"], table["category"], strict=True))
    keys = zip(ours["entry"], ours["category"], strict=True)
    kept = [entry not in removed and (entry, category) not in replaced for entry, category in keys]
    return pd.concat([table, ours[kept]], ignore_index=True), removed


def load_word_list(path: str | os.PathLike[str], category: str, *, verbs: bool = False) -> pd.DataFrame:
    r"""Load a published word list that you have as a file, for `find_cues`.

    The lists of Hyland (2005), Hooper (1975), Karttunen (1971) and Recasens et al. (2013) may not be shipped.  They go
    round as text files: one entry a line, lines that begin with ``#`` or ``;`` are remarks, empty lines do not count; UTF-8 or
    Latin-1.  What follows a tab is not read, and an underscore is a space.

    ==========================================  ===========================================
    list                                        `category`
    ==========================================  ===========================================
    Hyland: hedges, boosters, attitude markers  ``hedge``, ``booster``, ``attitude``
    Hyland: self mention; engagement markers    ``self_mention``; no category is their own,
                                                directives come nearest to ``obligation``
    Hooper: assertives; factives                ``evidential``; ``presupposition``
    Karttunen: implicatives                     ``presupposition``
    Recasens et al.: report verbs; bias words   ``evidential``; ``attitude``
    ==========================================  ===========================================

    Parameters
    ----------
    path : str or path
    category : str
        The category that all entries get.
    verbs : bool
        Entries are verbs in their dictionary form, as Hooper's and Karttunen's are, and take their other forms.

    Returns
    -------
    DataFrame
        A `lexicon` for `find_cues`: one row an entry, with `entry`, `category`, `source` (the file's name) and the
        further columns of our list.  An entry that our list has in this category keeps its guards.

    Raises
    ------
    ValueError
        If `category` is unknown or the file holds no entry.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "verbs.txt")
    >>> _ = path.write_text("# Author (1900)\nturn_out\nsay\n", encoding="utf8")
    >>> load_word_list(path, "evidential", verbs=True)[["entry", "forms"]].values.tolist()
    [['turn out', 'verb'], ['say', 'says said saying']]
    """
    import pandas as pd

    _check_category(category)
    data = Path(path).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if "\0" in text:
        raise ValueError(f"{path} must be a text file in UTF-8 or Latin-1, one entry a line; it holds zero bytes.")
    lines = [line.partition("\t")[0].replace("_", " ").replace("’", "'").lower().split() for line in text.splitlines()]
    entries = list(dict.fromkeys(" ".join(words) for words in lines if words and words[0][0] not in "#;"))
    if not entries:
        raise ValueError(f"{path} must hold one entry a line; it holds none.")
    ours = load_lexicon("cues")
    known = {row["entry"]: row for row in ours[ours["category"] == category].to_dict("records")}
    irregular = {row["entry"].partition(" ")[0]: row["forms"] for row in load_lexicon("reporting_verbs").to_dict("records") if row["forms"]}
    empty = dict.fromkeys(_COLUMNS, "")
    rows = [{**empty, **known.get(entry, {}), "entry": entry, "category": category, "source": Path(path).name} for entry in entries]
    for row in rows:
        if verbs and row["entry"] not in known:
            row["forms"] = irregular.get(row["entry"].partition(" ")[0], "verb")
    return pd.DataFrame(rows, columns=list(_COLUMNS), dtype="str")


def lexicon_card(
    category: str, cues: pd.DataFrame | None = None, *, lexicon: pd.DataFrame | str | os.PathLike[str] | None = None
) -> pd.DataFrame:
    """Show what a category of cues is made of: its entries, where each comes from and how often it counts.

    Parameters
    ----------
    category : str
        One of the ten categories of `find_cues`.
    cues : DataFrame, optional
        As `find_cues` returns it.
    lexicon : DataFrame or path, optional
        The same that `find_cues` was given.

    Returns
    -------
    DataFrame
        One row an entry: `entry`; `negation` ("counts negated too", "counts unless negated", or "counts only negated":
        "not clearly" is a hedge, "clearly" a booster); `forms` that count besides; `guards`, the context that it needs
        or must not have, as regular expressions; `source`, `licence` ("" for entries of your own).  With `cues` also
        `n_hits` and `share` (0 to 1) of all cues of the category, most frequent first; without, in the order of the
        alphabet.

    Raises
    ------
    ValueError
        If `category` is unknown, or `cues` holds entries that the list does not have.

    Examples
    --------
    >>> from analysis import Article, find_cues
    >>> card = lexicon_card("hedge", find_cues(Article("a", "Iraq may buy them; perhaps Iran may not. It is not certain.")))
    >>> card[["entry", "negation", "n_hits", "share"]].head(3).values.tolist()
    [['may', 'counts negated too', 2, 0.5], ['certain', 'counts only negated', 1, 0.25], ['perhaps', 'counts negated too', 1, 0.25]]
    """
    _check_category(category)
    table, _ = read_cue_list(lexicon)
    turned = (table["category"] != category) & (table["negation"] == category)
    table = table.assign(turned=turned)[turned | (table["category"] == category)]
    negation = table["negation"].isin(["", "keep"]).map({True: "counts negated too", False: "counts unless negated"})
    sources = load_lexicon("sources").set_index("source")["licence"]
    card = table[["entry", "turned"]].assign(
        negation=negation.mask(table["turned"], "counts only negated"),
        forms=[_FORMS.get(forms, ", ".join(forms.split())) for forms in table["forms"]],
        guards=[_guards(row) for row in table.to_dict("records")],
        source=table["source"],
        licence=table["source"].map(sources).fillna("").astype("str"),
    )
    order, ascending = ["entry", "turned"], [True, True]
    if cues is not None:
        hits = cues[cues["category"] == category]
        keys = zip(hits["entry"], hits["rule"] == "list-negated", strict=True)
        counts: dict[tuple[str, bool], int] = {}
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
        found = [counts.pop(key, 0) for key in zip(card["entry"], card["turned"], strict=True)]
        if counts:
            raise ValueError(f"`cues` must hold entries of the list only; not {min(counts)[0]!r}. Give the `lexicon` they were found with.")
        card = card.assign(n_hits=found, share=[n / len(hits) if len(hits) else float("nan") for n in found])
        order, ascending = ["n_hits", *order], [False, *ascending]
    return card.sort_values(order, ascending=ascending, ignore_index=True).drop(columns="turned")


def _guards(row: Mapping[Hashable, str]) -> str:
    parts = [_CAPITAL[row["capital"]]] if row["capital"] else []
    return "; ".join([*parts, *(f"{guard.replace('_', ' ')}: {row[guard]}" for guard in GUARDS if row[guard])])


def _check_category(category: str) -> None:
    if category not in CATEGORIES:
        raise ValueError(f"`category` must be one of {', '.join(CATEGORIES)}; not {category!r}.")


@cache
def _codebook() -> dict[str, dict[str, tuple[dict[str, None], bool]]]:
    """For each list and closed column the values it may hold, in their order, and whether a cell may hold several."""
    book: dict[str, dict[str, tuple[dict[str, None], bool]]] = {}
    for row in csv.DictReader(io.StringIO(_packaged("codebook"), newline="")):
        values, _ = book.setdefault(row["list"], {}).setdefault(row["column"], ({}, row["several"] == "yes"))
        values[row["value"]] = None
    return book


@cache
def _packaged(name: str) -> str:
    data = files("analysis") / "data"
    known = sorted(item.name[:-4] for item in data.iterdir() if item.name.endswith(".csv"))
    if name not in known:
        raise ValueError(f"`name` must be a path to a CSV file or one of {', '.join(known)}; not {name!r}.")
    return (data / f"{name}.csv").read_text(encoding="utf8")
