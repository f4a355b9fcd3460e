"""Settings of all tests.  In the root, because pytest asks only this one about notebooks."""

from __future__ import annotations

import os
import platform
import re
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("project", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("project")

collect_ignore = ["tests/fuzz"]  # run by `make fuzz`, in an environment of its own
LOCK = Path(__file__).with_name("requirements.lock")
# Nothing but this machine is reached, by kernels, browsers' drivers and workers neither: they inherit the environment.
OFFLINE = str(Path(__file__).parent / "tests" / "offline")
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))
os.environ["FRAMING_OFFLINE_LOG"] = str(Path(tempfile.mkdtemp(), "attempts.txt"))
sys.path.insert(0, OFFLINE)
sys.modules.pop("sitecustomize", None)  # the system may have one of its own
import sitecustomize  # noqa: E402, F401


def why_figures_differ() -> str:
    """Reason why figures cannot have the stored bytes here; empty where they must."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        return f"stored on Linux x86-64, this is {platform.system()} {platform.machine()}"
    for name in ("matplotlib", "numpy", "pillow", "pandas"):
        locked = re.search(rf"^{name}==([^\s;\\]+)", LOCK.read_text(encoding="utf8"), re.MULTILINE)
        try:
            if locked and version(name) != locked[1]:
                return f"{name} {version(name)} is not the locked {locked[1]}"
        except PackageNotFoundError:
            return f"{name} is not installed"
    return ""


def pytest_collectstart(collector: pytest.Collector) -> None:
    # nbval skips images unless told otherwise: a changed figure must fail.
    if hasattr(collector, "skip_compare") and not why_figures_differ():
        collector.skip_compare = tuple(kind for kind in collector.skip_compare if kind != "image/png")


def pytest_report_header() -> str:
    reason = why_figures_differ()
    return f"figures: not compared ({reason})" if reason else "figures: compared byte for byte"


def pytest_sessionfinish(session: pytest.Session) -> None:
    log = Path(os.environ["FRAMING_OFFLINE_LOG"])
    if log.exists():
        print(f"\nOther machines were asked for:\n{log.read_text(encoding='utf8')}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
