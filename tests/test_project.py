"""pyproject.toml is the one source of truth: the lock, environment.yml and what the README tells must agree with it."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import analysis
import tasks

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
META = PROJECT["project"]
EXTRAS, GROUPS = META["optional-dependencies"], PROJECT["dependency-groups"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONDA_NAMES = {"matplotlib-base": "matplotlib"}  # conda-forge's matplotlib brings a window system along


def bounds(requirements):
    """Canonical name -> bound of each requirement."""
    parsed = [Requirement(requirement) for requirement in requirements]
    return {canonicalize_name(each.name): str(each.specifier) for each in parsed}


def everything_asked_for():
    locked = [EXTRAS[name] for name in EXTRAS if name != "transformers"]  # gigabytes that the tests do without
    groups = [GROUPS[name] for name in ("bench", "build", "lint", "test")]  # each of the others has an environment of its own
    asked = [PROJECT["build-system"]["requires"], META["dependencies"], *locked, *groups]
    return sorted({requirement for requirements in asked for requirement in requirements})


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("requirement", everything_asked_for())
def test_lock_pins_what_is_asked_for(requirement):
    asked = Requirement(requirement)
    pins = re.findall(rf"^{canonicalize_name(asked.name)}==([^\s;]+)", LOCK, re.MULTILINE)
    assert pins
    assert all(asked.specifier.contains(pin) for pin in pins)


def test_lock_has_a_hash_for_every_pin_and_no_address():
    entries = re.split(r"\n(?=\S+==)", LOCK)[1:]
    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"\S*(?:://| @ |--(?:extra-)?index|--find|file:)\S*", LOCK) == []


def test_environment_has_the_bounds_of_the_project():
    requirements = re.findall(r"^ +- ([\w.-]+)(>=[\d.]+)$", text("environment.yml"), re.MULTILINE)
    conda = {canonicalize_name(CONDA_NAMES.get(name, name)): bound for name, bound in requirements}
    assert conda.pop("python") == META["requires-python"]
    tests = {name: bound for name, bound in bounds(GROUPS["test"]).items() if bound and name in conda}
    assert {"nbval", "pytest"} <= set(tests)
    assert conda == {**bounds(META["dependencies"]), **bounds(EXTRAS["notebook"]), **tests}


def test_environment_installs_the_package_itself():
    assert re.search(r"^ +- -e \.$", text("environment.yml"), re.MULTILINE)


def test_every_file_beside_the_code_is_packaged():
    package = Path(analysis.__file__).parent
    packaged = {path for pattern in PROJECT["tool"]["setuptools"]["package-data"]["analysis"] for path in package.glob(pattern)}
    beside = {path for folder in ("data", "templates") for path in (package / folder).rglob("*") if path.is_file()}
    assert beside
    assert beside - packaged == set()


def test_one_version():
    assert analysis.__version__ == META["version"]
    assert re.search(r"^version: (\S+)$", text("CITATION.cff"), re.MULTILINE)[1] == META["version"]
    assert re.search(r"^## (\S+)", text("CHANGELOG.md"), re.MULTILINE)[1] == META["version"]


def test_make_and_tasks_have_the_same_commands():
    targets = re.search(r"^COMMANDS := (.+)$", text("Makefile"), re.MULTILINE)[1].split()
    assert targets == [command.__name__ for command in tasks.COMMANDS]


def test_readme_and_ci_use_commands_that_exist():
    workflow = text(".github/workflows/test.yml")
    told = "\n".join([text("README.md"), text("SECURITY.md"), text(".ci/run"), workflow])
    used = {*re.findall(r"(?:`|^|run: )(?:make|python tasks\.py) (\w+)", told, re.MULTILINE)}
    used |= {target for targets in re.findall(r"target: \[(.+)\]", workflow) for target in targets.split(", ")}
    assert {"run", "test", "lint", "mutants", "fuzz", "pandas2"} <= used <= {command.__name__ for command in tasks.COMMANDS}


def test_readme_links_lead_somewhere():
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text("README.md"))
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_readme_code_runs_anywhere(tmp_path, monkeypatch, capsys):
    shutil.copy(next((ROOT / "seeds").glob("*.txt")), tmp_path / "my-article.txt")
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in re.findall(r"```python\n(.+?)```", text("README.md"), re.DOTALL):
        exec(block, names)  # one after the other, as a reader would
    assert "n_mentions" in capsys.readouterr().out
