"""No secrets, no code from data, no network in the source; licences of all that is installed along with it."""

import ast
import csv
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "analysis").glob("*.py"))
LOCKED = sorted(set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf8"), re.MULTILINE)))
LICENCES = {
    row["package"]: row["licence"]
    for row in csv.DictReader((ROOT / "tests" / "data" / "licences.csv").read_text(encoding="utf8").splitlines())
}
PERMISSIVE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Zlib",
}  # fmt: skip
# A list of countries that our own is checked against; and a part of the extra `html`, taken under the Mozilla licence.
EXCEPTIONS = {"pycountry": "LGPL-2.1-only", "tld": "MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later"}

MODULES_OF_CODE = {"code", "dill", "imp", "marshal", "pickle", "pty", "runpy", "shelve", "subprocess", "yaml"}
MODULES_OF_NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "socketserver", "ssl", "urllib", "xmlrpc"}
CALLS_OF_CODE = {"eval", "exec", "compile", "__import__", "system", "popen", "read_pickle", "to_pickle", "literal_eval"}
NLTK = ("nltk.metrics", "nltk.tokenize")


def dangers(code):
    """What in a module may run code from data, reach the network or load what is not ours."""
    for node in ast.walk(ast.parse(code)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        for name in names:
            if name.partition(".")[0] in MODULES_OF_CODE | MODULES_OF_NETWORK and name != "urllib.parse":
                yield f"import {name}"
            if name.partition(".")[0] == "nltk" and not name.startswith(NLTK):
                yield f"import {name}"
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
            is_pattern = name == "compile" and isinstance(called, ast.Attribute) and ast.unparse(called.value) == "re"
            is_frame = name == "eval" and isinstance(called, ast.Attribute) and not node.args  # a torch model's own eval()
            if name in CALLS_OF_CODE and not is_pattern and not is_frame:
                yield f"{ast.unparse(called)}()"
            for keyword in node.keywords:
                if keyword.arg in ("shell", "allow_pickle", "trust_remote_code") and getattr(keyword.value, "value", True):
                    yield f"{keyword.arg}=True"
            if name == "from_pretrained" and not any(ast.unparse(keyword) == "local_files_only=True" for keyword in node.keywords):
                yield "from_pretrained() without local_files_only=True"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_code_from_data_and_no_network(path):
    assert list(dangers(path.read_text(encoding="utf8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle", "from yaml import load", "import urllib.request", "import nltk", "from nltk import download",
        "import nltk.data", "eval(x)", "exec(x)", "__import__('os')", "os.system(x)", "pd.read_pickle(x)",
        "np.load(x, allow_pickle=True)", "run(x, shell=True)", "T.from_pretrained(x)", "T.from_pretrained(x, local_files_only=False)",
    ],
)  # fmt: skip
def test_dangers_are_noticed(line):
    assert len(list(dangers(line))) == 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_missing_text_is_filled_before_it_becomes_a_word(path):
    """Under pandas 2 `astype("str")` makes the word "nan" of a missing value; the dtype "string" keeps it."""
    assert re.findall(r"astype\(\"?str\"?\)\.(?:fillna|isna|notna|dropna)", path.read_text(encoding="utf8")) == []


SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|\bxox[abpr]-\w{10,}|\bsk-[A-Za-z0-9]{30,}"
    r"|(?:password|passwd|secret|token|api_?key)\s*[:=]\s*[\"'][^\"'\s]{8,}[\"']",
    re.IGNORECASE,
)


def test_no_secrets():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, encoding="utf8")
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    texts = {path.name: path.read_bytes().decode("utf8", "replace") for path in paths if path.is_file() and path.suffix != ".png"}
    assert len(texts) > 50
    assert {name: found[0] for name, text in texts.items() if (found := SECRETS.search(text))} == {}
    assert SECRETS.search("api_key = " + repr("0123456789abcdef"))


def parts_of(licence):
    return re.split(r" (?:AND|OR) ", licence)


@pytest.mark.parametrize("package", LOCKED)
def test_licence_is_listed_and_allowed(package):
    licence = LICENCES.get(package)
    assert licence is not None, f"tests/data/licences.csv must tell the licence of {package}"
    assert licence == EXCEPTIONS.get(package) or set(parts_of(licence)) <= PERMISSIVE
    try:
        told = distribution(package).metadata
    except PackageNotFoundError:  # for another system
        return
    expression = told.get("License-Expression")
    assert expression in (None, licence)
    words = " ".join([expression or "", *(told.get("License") or "").splitlines()[:1], *(told.get_all("Classifier") or [])])
    assert package in EXCEPTIONS or not re.search(r"GNU|\bA?GPL|Proprietary|Non-?Commercial", words.replace("GPL-compatible", ""))


def test_only_tests_need_what_is_under_the_lgpl():
    assert "pycountry" not in {canonicalize_name(name) for name in re.findall(r'^ {4}"([\w.-]+)', text_of_dependencies(), re.MULTILINE)}


def text_of_dependencies():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf8")
    return text[text.index("dependencies = [") : text.index("[dependency-groups]")]
