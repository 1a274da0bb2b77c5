"""The tables of cases.yaml as meanings: what people write, and what it must be taken for."""

import dataclasses
from pathlib import Path
from typing import Any

import yaml

from sms import inbound as said
from sms.inbound import Inbound, Question

N = "26417301"
TABLES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))


def meaning(written: str, body: str, question: Question | None = None) -> Inbound:
    """`Status`, `Seal number=26417301`, `Report` (its words the text itself), `Answer 2`."""
    name, _, rest = written.partition(" ")
    kind: Any = getattr(said, name)
    fields = {field.name for field in dataclasses.fields(kind)}
    values: dict[str, object] = {}
    if name == "Answer":
        value, _, number = rest.partition(" ")
        return said.Answer(question=question or Question.SOLVED, value=int(value), number=number or None)
    for part in rest.split(" | ") if rest else ():
        key, _, value = part.partition("=")
        values[key] = {"true": True, "false": False}.get(value, int(value) if key == "option" else value)
    if "words" in fields and "words" not in values and name in ("Report", "Comment", "PlaceAnswer", "CategoryAnswer", "Empty"):
        values["words"] = body.strip() if name == "Empty" and not body.strip() else body
    return kind(**values)  # type: ignore[no-any-return]


def table(name: str) -> list[tuple[Question | None, str, Inbound]]:
    """(the question that is open, the text, what it means)"""
    rows = []
    for asked, groups in TABLES[name].items():
        question = None if asked == "nothing" else Question(asked)
        for written, bodies in groups.items():
            rows += [(question, body, meaning(written, body, question)) for body in bodies]
    return rows
