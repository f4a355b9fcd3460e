"""Write every table of the seed article and of articles that are made up, so that two environments can be compared.

``python tests/bench/tables.py FOLDER`` writes; ``python tests/bench/tables.py FOLDER OTHER`` compares: equal words, and numbers
to four decimals.
"""

from __future__ import annotations

import sys
import warnings
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[2]


def write(folder: Path) -> None:
    """Write the tables of all public functions that return one, and those of the analysis."""
    sys.path.insert(0, str(ROOT / "tests"))
    from calls import CALLS, Given

    import analysis

    folder.mkdir(parents=True, exist_ok=True)
    invented = analysis.read_articles(analysis.invent_articles(130))
    given = Given(analysis.read_article(next((ROOT / "seeds").glob("*.txt"))))
    tables = {name: call(given) for name, call in CALLS.items() if not name.startswith("plot_")}
    for prefix, found in (("seed", given.analysis), ("invented", analysis.analyze(invented))):
        tables |= {f"{prefix}-{field.name}": getattr(found, field.name) for field in fields(found)}
        tables[f"{prefix}-summarize_framing"] = analysis.summarize_framing(found)
    written = 0
    for name, table in tables.items():
        if isinstance(table, pd.DataFrame):
            table.reset_index().to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
            written += 1
    print(f"{written} tables, pandas {pd.__version__}, Python {sys.version.split()[0]}")


def differences(one: Path, other: Path) -> list[str]:
    """Names of tables that differ, with the first column that does."""
    names = sorted({path.name for path in [*one.glob("*.csv"), *other.glob("*.csv")]})
    found = []
    for name in names:
        if not (one / name).exists() or not (other / name).exists():
            found.append(f"{name}: only in one")
            continue
        left, right = (pd.read_csv(folder / name, dtype=str, keep_default_na=False) for folder in (one, other))
        if left.columns.tolist() != right.columns.tolist() or len(left) != len(right):
            found.append(f"{name}: other columns or rows")
            continue
        for column in left:
            a, b = (pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float) for table in (left, right))
            equal = (left[column] == right[column]).to_numpy() | (np.abs(a - b) < 5e-5)
            if not equal.all():
                at = int(np.flatnonzero(~equal)[0])
                found.append(f"{name}: {column} of row {at} is {left[column][at]!r} and {right[column][at]!r}")
                break
    return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if len(sys.argv) == 2:
        write(Path(sys.argv[1]))
    else:
        differing = differences(Path(sys.argv[1]), Path(sys.argv[2]))
        print("\n".join(differing) or "All tables are equal.")
        sys.exit(bool(differing))
