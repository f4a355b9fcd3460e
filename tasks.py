"""The commands of this project on every system: ``python tasks.py run`` does what ``make run`` does.

Standard library only, because it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"  # in a virtual environment
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "-qq", "install")  # errors are still printed
LOCK = ROOT / "requirements.lock"
PROJECT = ROOT / "pyproject.toml"
OURS = (*PIP, "--no-deps", "--no-build-isolation", "--editable", ROOT)


LEAST_NOTICED = 0.85  # of the mutants
LEAST_REACHED = {"lines": 0.95, "branches": 0.90}
LOCK_ONLY = ("--ignore=tests/test_browser.py", "--ignore=tests/test_notebooks.py")  # they compare what is stored
PURELIB = "import sysconfig; print(sysconfig.get_path('purelib'))"


class Stop(Exception):
    """One clear line for the user; its second argument is the exit code."""


def environment() -> dict[str, str]:
    """Return what kernels and tests run under: the user's own matplotlib and IPython settings must not change a figure."""
    kept = {name: value for name, value in os.environ.items() if name not in ("MATPLOTLIBRC", "MPLBACKEND")}
    return {**kept, "MPLCONFIGDIR": str(VENV / "matplotlib"), "IPYTHONDIR": str(VENV / "ipython"), "PYTHONUTF8": "1"}


def python(*arguments: str | Path, venv: Path = VENV, **more: str) -> None:
    """Run the Python of .venv or of another environment, under some variables more, and stop as it stops."""
    code = subprocess.call([venv / PYTHON, *arguments], cwd=ROOT, env={**environment(), **more})
    if code:
        raise Stop("", code)


# ---------------------------------------------------------------------------------------------------------------- set-up
def check_python() -> None:
    """Say in one line what this Python lacks."""
    if sys.version_info < (3, 11):
        raise Stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} ({sys.executable}).", 2)
    if importlib.util.find_spec("ensurepip") is None:  # Debian splits it off, while `import venv` still works
        raise Stop("This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python3-venv", 2)


def setup() -> None:
    """Make .venv from the lock file and install the package into it; does nothing when that is already done."""
    check_python()
    # a moved folder, another Python or another lock asks for a new environment; a changed pyproject.toml only for the package
    stamp, place = VENV / "stamp", digest(LOCK.read_bytes(), f"{ROOT}\n{sys.version}".encode())
    done = stamp.read_text().split() if stamp.exists() else ["", ""]
    wanted = [place, digest(PROJECT.read_bytes())]
    if done == wanted:
        return
    stamp.unlink(missing_ok=True)
    if done[0] != place:
        print("Setting up .venv from requirements.lock (once, a minute or two) ...", flush=True)
        base = getattr(sys, "_base_executable", sys.executable)  # not an environment's Python: it could be .venv's own
        from_lock(base, VENV)
    print("Installing the package ...", flush=True)
    python(*OURS)
    (VENV / "matplotlib").mkdir(exist_ok=True)
    (VENV / "matplotlib" / "matplotlibrc").write_text("svg.hashsalt: framing-analysis\n")  # else every SVG has other ids
    python("-c", "import matplotlib.font_manager")  # builds the font cache, which would else put a line on a cell's stderr
    stamp.write_text("\n".join(wanted))


def from_lock(base: str, venv: Path) -> None:
    """Make an environment of a Python, with what is locked and nothing else."""
    subprocess.check_call([base, "-m", "venv", "--clear", venv])
    python(*PIP, "--require-hashes", "-r", LOCK, venv=venv)


def beside(group: str, refused: str = "") -> Path:
    """Make .venv-GROUP: what is in .venv, and over it a dependency group of its own; `refused` says what to think of a failure."""
    import tomllib  # not in an older Python, which is told so above

    setup()
    venv, stamp = ROOT / f".venv-{group}", ROOT / f".venv-{group}" / "stamp"
    wanted = tomllib.loads(PROJECT.read_text(encoding="utf8"))["dependency-groups"][group]
    place = "\n".join([(VENV / "stamp").read_text().split()[0], *wanted])
    if not stamp.exists() or stamp.read_text() != place:
        print(f"Setting up {venv.name} (once) ...", flush=True)
        base = getattr(sys, "_base_executable", sys.executable)
        subprocess.check_call([base, "-m", "venv", "--clear", venv])
        paths = {where: subprocess.check_output([where / PYTHON, "-c", PURELIB], text=True).strip() for where in (VENV, venv)}
        Path(paths[venv], "beside.pth").write_text(f"{paths[VENV]}\n{ROOT}\n", encoding="utf8")
        if subprocess.call([venv / PYTHON, *PIP, "--only-binary", ":all:", *wanted]):
            raise Stop(refused or f"{', '.join(wanted)} could not be installed.", 3)
        stamp.write_text(place)
    return venv


def digest(*parts: bytes) -> str:
    """Return one hash of all parts."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


# ----------------------------------------------------------------------------------------------------------- the commands
def run() -> None:
    """Execute every notebook and write reports/."""
    setup()
    python("-m", "analysis.pages", "notebooks", "reports")


def test() -> None:
    """Run the tests, the doctests and every notebook against its stored outputs and figures."""
    setup()
    python("-m", "pytest", *sys.argv[2:])


def lab() -> None:
    """Open the notebooks in JupyterLab."""
    setup()
    python("-m", "jupyterlab", f"--ServerApp.root_dir={ROOT}", "--LabApp.default_url=/lab/tree/notebooks", *sys.argv[2:])


def lint() -> None:
    """Check style (ruff), types (mypy, strict) and what may run code from data (bandit)."""
    setup()
    python("-m", "ruff", "check")
    python("-m", "mypy")
    python("-m", "bandit", "--quiet", "--configfile", PROJECT, "--recursive", "analysis")


def coverage() -> None:
    """Run the tests without notebooks and browser, child processes included, and print which lines and branches they reach."""
    setup()
    python("-m", "coverage", "erase")
    slow = "--ignore=tests/test_time.py"  # measures time, and reaches nothing new
    python("-m", "coverage", "run", "-m", "pytest", "tests", "-p", "no:nbval", "-o", "addopts=", *LOCK_ONLY, slow, *sys.argv[2:])
    python("-m", "coverage", "combine", "--quiet")
    python("-m", "coverage", "report")
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "coverage.json")
        python("-m", "coverage", "json", "--quiet", "-o", told)
        totals = json.loads(told.read_text(encoding="utf8"))["totals"]
    of = {"lines": "num_statements", "branches": "num_branches"}
    reached = {kind: totals[f"covered_{kind}"] / totals[name] for kind, name in of.items()}
    print(", ".join(f"{share:.1%} of {kind} (expected {LEAST_REACHED[kind]:.0%})" for kind, share in reached.items()))
    if any(share < LEAST_REACHED[kind] for kind, share in reached.items()):
        raise Stop("", 1)


def pandas2() -> None:
    """Run the tests under pandas 2, and compare every table with that under the locked pandas."""
    venv = beside("pandas2")
    compare_tables(venv)
    others = [f"--ignore=tests/test_{name}.py" for name in ("pages", "time")]  # of the locked notebooks, and of time
    python("-m", "pytest", "tests", "-p", "no:nbval", "-o", "addopts=", *LOCK_ONLY, *others, *sys.argv[2:], venv=venv)


def pythons() -> None:
    """Compare every table under other Pythons with that under this one: those that ARGS name, or python3.11, python3.12, ..."""
    setup()
    others = []
    for name in sys.argv[2:] or [f"python3.{minor}" for minor in range(11, 15) if minor != sys.version_info.minor]:
        found = shutil.which(name)
        if not found or subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL):  # a launcher of a Python that is not there
            continue
        venv = ROOT / f".venv-{Path(name).name}"
        stamp, wanted = venv / "stamp", digest(LOCK.read_bytes(), PROJECT.read_bytes(), str(ROOT).encode())
        if not stamp.exists() or stamp.read_text() != wanted:
            print(f"Setting up {venv.name} from requirements.lock (once, a minute or two) ...", flush=True)
            from_lock(found, venv)
            python(*OURS, venv=venv)
            stamp.write_text(wanted)
        others.append(venv)
    if not others:
        raise Stop("No other Python was found: nothing was compared. Name some: make pythons ARGS='/path/to/python3.12'", 3)
    compare_tables(*others)


def compare_tables(*others: Path) -> None:
    """Write every table in .venv and in other environments, and stop where words differ, or numbers in the fourth decimal."""
    with tempfile.TemporaryDirectory() as folder:
        for venv in (VENV, *others):
            python("tests/bench/tables.py", Path(folder, venv.name), venv=venv)
        for venv in others:
            python("tests/bench/tables.py", Path(folder, VENV.name), Path(folder, venv.name))


def large() -> None:
    """Run 100 MB in one line and 50,000 articles, with the peak of memory (some minutes)."""
    setup()
    python("-m", "pytest", "tests/test_large.py", "-s", *sys.argv[2:], FRAMING_LARGE="full")


def fuzz() -> None:
    """Feed the way from bytes to tables with what reaches new branches (atheris), for ten minutes or as long as ARGS say."""
    venv = beside("fuzz", f"atheris has no wheel for Python {sys.version.split()[0]} on {platform.system()}: nothing was fuzzed.")
    python("tests/fuzz/text_path.py", *sys.argv[2:], venv=venv)


def mutants() -> None:
    """Change the code of terms, cues, sentiment and uncertainty piece by piece, and count the changes that no test notices."""
    venv = beside("mutants", f"mutmut cannot be installed for {platform.system()}: it needs fork.")
    shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    for arguments in (["run", *sys.argv[2:]], ["export-cicd-stats"], ["results"]):  # the last prints which were not noticed
        python("-m", "mutmut", *arguments, venv=venv)
    found = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf8"))
    n, noticed = found["total"], found["killed"] + found["timeout"]
    print(f"{noticed} of {n} changes are noticed ({noticed / n:.1%}); expected {LEAST_NOTICED:.0%}. `mutmut show NAME` shows one.")
    if noticed < LEAST_NOTICED * n:
        raise Stop("", 1)


def audit() -> None:
    """Ask whether weaknesses are known of what is locked (pip-audit); the only command that tells another service what we use."""
    venv = beside("audit")
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "audit.json")
        what = ("--requirement", LOCK, "--require-hashes", "--disable-pip", "--progress-spinner", "off")
        command = [venv / PYTHON, "-m", "pip_audit", *what, "--format", "json", "--output", told, *sys.argv[2:]]
        subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, check=False)
        rows = json.loads(told.read_text(encoding="utf8"))["dependencies"] if told.exists() and told.stat().st_size else []
    asked = [row for row in rows if "skip_reason" not in row]  # a mirror of the registry may know of no weakness at all
    if not asked:
        raise Stop("No service that knows of weaknesses was reached: nothing was audited.", 3)
    weak = [f"{row['name']} {row['version']}: {', '.join(each['id'] for each in row['vulns'])}" for row in asked if row["vulns"]]
    print("\n".join([*weak, f"{len(asked)} of {len(rows)} locked packages are known there, {len(weak)} have weaknesses."]))
    if weak:
        raise Stop("", 1)


def bench() -> None:
    """Print speed and memory beside those of the usual packages (some minutes)."""
    setup()
    python("tests/bench/speed.py", *sys.argv[2:])


def intervals() -> None:
    """Simulate articles and print how often the resampling intervals cover (some minutes)."""
    setup()
    python("tests/bench/intervals.py", *sys.argv[2:])


def fit() -> None:
    """Fit the weights of the tone model anew: ``python tasks.py fit FOLDER``, with the data that README names."""
    setup()
    python("-m", "analysis.fit_tone", *sys.argv[2:])


def lock() -> None:
    """Write requirements.lock anew from pyproject.toml; with --upgrade to the newest versions."""
    check_python()
    groups = [argument for name in ("test", "bench", "build", "lint") for argument in ("--group", name)]
    extras = ("html", "pdf", "parquet", "corpus", "notebook")  # all but transformers
    groups += [argument for name in extras for argument in ("--extra", name)]
    how = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--custom-compile-command", "make lock"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.check_call([sys.executable, "-m", "venv", folder])
        subprocess.check_call([Path(folder, PYTHON), *PIP, "uv"])
        uv = [Path(folder, PYTHON), "-m", "uv", "pip", "compile", "--quiet", *how, *groups, "pyproject.toml"]
        subprocess.check_call([*uv, "--output-file", LOCK.name, *sys.argv[2:]], cwd=ROOT)


def clean() -> None:
    """Remove everything that these commands made."""
    names = ("reports", "reports.building", "reports.old", "build", "mutants", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache")
    made = [VENV, *ROOT.glob(".venv-*"), *(ROOT / name for name in names)]
    for folder in [*made, *ROOT.glob("*.egg-info"), *ROOT.glob("[a-z]*/**/__pycache__"), *ROOT.glob("**/.ipynb_checkpoints")]:
        shutil.rmtree(folder, ignore_errors=True)


COMMANDS = (setup, run, test, lab, lint, coverage, pandas2, pythons, large, fuzz, mutants, audit, bench, intervals, fit, lock, clean)


def main() -> int:
    """Run the command that was asked for, and return its exit code."""
    command = {each.__name__: each for each in COMMANDS}.get(" ".join(sys.argv[1:2]))
    if command is None:
        print("Commands:\n" + "\n".join(f"  {each.__name__:9} {each.__doc__}" for each in COMMANDS))
        return 2
    try:
        command()
    except Stop as stop:
        line, code = stop.args
        if line:
            print(line, file=sys.stderr)
        return code
    except subprocess.CalledProcessError as error:
        print(f"This failed with exit code {error.returncode}: {' '.join(map(str, error.cmd))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
