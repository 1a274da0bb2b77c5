"""What was said last, as plain JSON and back: a repeated webhook hears the same again."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from ivr_flows.outputs import Dial, Enqueue, Gather, HangUp, Output, Play, Record, Say

KINDS: dict[str, type] = {kind.__name__: kind for kind in (Say, Play, Gather, Record, Enqueue, Dial, HangUp)}
SAID = ("prompts", "whisper")


def to_plain(outputs: Sequence[Output]) -> list[dict[str, object]]:
    return [{"kind": type(output).__name__, **_fields(output)} for output in outputs]


def _fields(output: Output) -> dict[str, object]:
    plain = {each.name: getattr(output, each.name) for each in fields(output)}
    for name in SAID:
        if says := plain.get(name):
            plain[name] = [_fields(say) for say in says]
    return plain


def from_plain(plain: object) -> tuple[Output, ...]:
    rows = plain if isinstance(plain, list | tuple) else ()
    return tuple(_one(row) for row in rows)


def _one(row: Mapping[str, object]) -> Output:
    kind = KINDS[str(row["kind"])]
    values = {key: _back(key, value) for key, value in row.items() if key != "kind"}
    made: Output = kind(**values)
    return made


def _back(key: str, value: object) -> object:
    if key in SAID and isinstance(value, list | tuple):
        return tuple(Say(**prompt) for prompt in value)
    return tuple(value) if isinstance(value, list) else value
