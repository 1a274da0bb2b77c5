"""Small files, small functions, and each module says why it exists."""

import ast

import pytest

from tests.house import OURS, named, sources

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_DOCSTRING = 300, 60, 20


def test_no_file_is_too_long() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*OURS, "tests")}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    wrong = [
        f"{named(path)}:{node.lineno} {node.name}: {length} lines"
        for path in sources(*OURS, "tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", OURS)
def test_every_module_says_why_it_exists(folder: str) -> None:
    silent, wordy = [], []
    for path in sources(folder):
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if not words:
            silent.append(named(path))
        if len(words.splitlines()) > LONGEST_DOCSTRING:
            wordy.append(named(path))
    assert (silent, wordy) == ([], [])


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in sources("tests")}
    assert [named(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
