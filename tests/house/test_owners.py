"""One owner for each library, for the environment and for the time of day; the one way of imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import OURS, ROOT, named, sources

# A library of requirements.txt, and the only places that may import it.
OWNERS = {
    "flask": ("hotline/web/",),
    "flask_login": ("hotline/web/",),
    "flask_wtf": ("hotline/web/",),
    "werkzeug": ("hotline/web/", "hotline/passwords.py"),
    "sqlalchemy": ("hotline/storage/",),
    "alembic": ("hotline/storage/",),
    "psycopg": ("hotline/storage/",),
    "cryptography": ("hotline/storage/",),
    "twilio": ("hotline/carrier/",),
    "requests": ("hotline/carrier/", "hotline/cli/phone.py", "hotline/web/phone.py"),
    "urllib3": ("hotline/carrier/",),
    "redis": ("hotline/queue.py", "hotline/limits.py", "hotline/shared_pace.py", "workers/"),
    "rq": ("hotline/queue.py", "workers/"),
    "obstore": ("hotline/bucket.py",),
    "jinja2": ("hotline/texts.py", "hotline/report/"),
    "yaml": ("hotline/config/", "hotline/kpi_words/", "ivr_flows/read_yaml.py", "sms/lexicon.py"),
    "pydantic": ("hotline/config/",),
    "pydantic_core": ("hotline/config/",),
    "click": ("hotline/cli/", "hotline/carrier/simulated/__main__.py"),
    "phonenumbers": ("hotline/domain/",),
    "holidays": ("hotline/domain/",),
    "rapidfuzz": ("hotline/domain/", "sms/"),
    "pypinyin": ("hotline/domain/",),
    "stdnum": ("hotline/domain/", "hotline/ids.py"),
    "prometheus_client": ("hotline/web/",),
    "sklearn": ("hotline/learning/",),
    "PIL": ("hotline/pictures.py",),
    "fpdf": ("hotline/report/",),
    "pylopdf_fonts_zh_cn": ("hotline/report/",),
}
DOMAIN_MAY = {"phonenumbers", "holidays", "stdnum", "rapidfuzz", "pypinyin"}
ENVIRONMENT = {"environ", "environb", "getenv", "putenv"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module.partition(".")[0]


def attributes(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, what stands before the last dot, the name after it)"""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            before = node.value
            yield node.lineno, getattr(before, "id", getattr(before, "attr", "")), node.attr
        elif isinstance(node, ast.ImportFrom) and node.module in ("os", "time"):
            yield from ((node.lineno, node.module, alias.name) for alias in node.names)


def test_each_library_is_imported_by_its_owner_only() -> None:
    wrong = [
        f"{named(path)}:{line} imports {library}, which belongs to {' '.join(OWNERS[library])}"
        for path in sources()
        for line, library in imports(path)
        if library in OWNERS and not named(path).startswith(OWNERS[library])
    ]
    assert wrong == []


def test_every_library_has_an_owner() -> None:
    known = {*OWNERS, *OURS, *sys.stdlib_module_names}
    wrong = [f"{named(path)}:{line} {name}" for path in sources() for line, name in imports(path) if name not in known]
    assert wrong == []


def test_the_rules_use_pure_libraries_only() -> None:
    inside = {*DOMAIN_MAY, "hotline", *sys.stdlib_module_names}
    touching = {"socket", "subprocess", "sqlite3", "http", "urllib", "pathlib", "os", "io", "random", "secrets", "logging"}
    wrong = [
        f"{named(path)}:{line} {name}"
        for path in sources("hotline/domain")
        for line, name in imports(path)
        if name not in inside or name in touching
    ]
    assert wrong == []


def test_only_the_configuration_reads_the_environment() -> None:
    wrong = [
        f"{named(path)}:{line}"
        for path in sources()
        for line, before, name in attributes(path)
        if before == "os" and name in ENVIRONMENT and named(path) != "hotline/config/environment.py"
    ]
    assert wrong == []


def test_only_the_clock_tells_the_time() -> None:
    # The simulated carrier is somebody else's machine: it has a clock of its own.
    allowed = ("hotline/clock.py", "hotline/carrier/simulated/")
    wrong = [
        f"{named(path)}:{line} {before}.{name}"
        for path in sources()
        for line, before, name in attributes(path)
        if (before, name) in CLOCKS and not named(path).startswith(allowed)
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", OURS)
def test_no_import_is_hidden_in_a_function(folder: str) -> None:
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in sources(folder)
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_imports_point_one_way() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "0 broken" in done.stdout
