"""Nothing a resident or officer hears or reads stands in Python; no half-done work; no stray names."""

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house import OURS, ROOT, named, sources

# Four and more 汉字 in a row, or several with a full stop or comma between, read as a sentence.
SENTENCE = re.compile(r"[\u4e00-\u9fff]{2,}[，。；！？：][\u4e00-\u9fff]|[\u4e00-\u9fff]{8,}|[\u4e00-\u9fff]+[。！？]")
# Words of commands, of danger and of answers are data, not sentences: lists of single words.
WORD_LISTS = (
    "sms/cleaning.py", "sms/keywords", "sms/words", "sms/answers", "hotline/domain/danger_words.py", "hotline/domain/words.py",
    "hotline/domain/category.py", "hotline/domain/place", "hotline/domain/number.py", "hotline/domain/kind.py",
)  # fmt: skip
UNDONE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string that is not a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_no_chinese_sentence_stands_in_python() -> None:
    wrong = [
        f"{named(path)}:{line} {text[:40]}"
        for path in sources()
        if not named(path).startswith(WORD_LISTS)
        for line, text in strings(path)
        if SENTENCE.search(text) and "(?" not in text
    ]
    assert wrong == []


def test_nothing_is_left_for_later() -> None:
    wrong = []
    for path in sources():
        with path.open("rb") as file:
            wrong += [
                f"{named(path)}:{token.start[0]}"
                for token in tokenize.tokenize(file.readline)
                if token.type == tokenize.COMMENT and UNDONE.search(token.string)
            ]
        wrong += [
            f"{named(path)}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Raise) and "NotImplemented" in ast.dump(node)
        ]
    assert wrong == []


def test_a_broad_except_says_why() -> None:
    wrong = []
    for path in sources():
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if re.search(r"except( Exception| BaseException)?( as \w+)?:", line):
                said = "#" in "".join(lines[number - 2 : number + 1])
                wrong += [] if said else [f"{named(path)}:{number}"]
    assert wrong == []


def test_tracked_files_name_no_machine() -> None:
    strange = re.compile(r"(?<![\w.])/(?:work|farm|root|home)/[a-z]")
    wrong = [
        f"{named(path)}:{number}"
        for folder in (*OURS, "docs", "deploy")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".md", ".yaml", ".sh", ".j2", ".html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if strange.search(line)
    ]
    assert wrong == []
