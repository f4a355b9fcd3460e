"""The commands of this project on every system: ``python tasks.py run`` does what ``make run`` does.

Standard library only, because it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
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


class Stop(Exception):
    """One clear line for the user; its second argument is the exit code."""


def environment() -> dict[str, str]:
    """Return what kernels and tests run under: the user's own matplotlib and IPython settings must not change a figure."""
    kept = {name: value for name, value in os.environ.items() if name not in ("MATPLOTLIBRC", "MPLBACKEND")}
    return {**kept, "MPLCONFIGDIR": str(VENV / "matplotlib"), "IPYTHONDIR": str(VENV / "ipython"), "PYTHONUTF8": "1"}


def python(*arguments: str | Path) -> None:
    """Run the Python of .venv, and stop as it stops."""
    code = subprocess.call([VENV / PYTHON, *arguments], cwd=ROOT, env=environment())
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
        subprocess.check_call([base, "-m", "venv", "--clear", VENV])
        python(*PIP, "--require-hashes", "-r", LOCK)
    print("Installing the package ...", flush=True)
    python(*PIP, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    (VENV / "matplotlib").mkdir(exist_ok=True)
    (VENV / "matplotlib" / "matplotlibrc").write_text("svg.hashsalt: framing-analysis\n")  # else every SVG has other ids
    python("-c", "import matplotlib.font_manager")  # builds the font cache, which would else put a line on a cell's stderr
    stamp.write_text("\n".join(wanted))


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
    """Check style (ruff) and types (mypy, strict)."""
    setup()
    python("-m", "ruff", "check")
    python("-m", "mypy")


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
    names = ("reports", "reports.building", "reports.old", "build", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache")
    made = [VENV, *(ROOT / name for name in names)]
    for folder in [*made, *ROOT.glob("*.egg-info"), *ROOT.glob("[a-z]*/**/__pycache__"), *ROOT.glob("**/.ipynb_checkpoints")]:
        shutil.rmtree(folder, ignore_errors=True)


COMMANDS = (setup, run, test, lab, lint, bench, intervals, fit, lock, clean)


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
