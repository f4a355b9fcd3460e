"""The commands of this project, for every system: ``python tasks.py run`` is ``make run``.

Standard library only, because it runs before anything is installed.  Only `build` needs packages; it runs inside .venv.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
REPORTS = ROOT / "reports"
NOTEBOOKS = ROOT / "notebooks"
TEMPLATES = ROOT / "analysis" / "templates"


def environment() -> dict[str, str]:
    """Return what kernels and tests run under: nothing of the user's own settings may change a figure."""
    own = {"MPLCONFIGDIR": str(VENV / "matplotlib"), "IPYTHONDIR": str(VENV / "ipython"), "MPLBACKEND": "", "PYTHONUTF8": "1"}
    return {name: value for name, value in {**os.environ, **own}.items() if name != "MATPLOTLIBRC"}
