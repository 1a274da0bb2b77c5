"""What of a faulty section can be read all the same: its other fields and rows, so that what they say is checked in the
same go. A field with a fault is not there at all: its default would be a lie, and make others look wrong.
"""

from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

NOTHING = object()


def is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def readable(kind: Any, given: Any) -> Any:
    """The value; of a section or of rows only what has no fault; NOTHING where nothing could be read."""
    row = _row(kind)
    if row is not None:
        return tuple(_fields(row, one) for one in given) if isinstance(given, list) else NOTHING
    if is_section(kind):
        return _fields(kind, given) if isinstance(given, dict) else NOTHING
    try:
        return TypeAdapter(kind).validate_python(given)
    except ValidationError:
        return NOTHING


def without(section: Any, field: str) -> Any:
    """The section as if this field had a fault."""
    if isinstance(section, dict):  # of secrets, which are still texts
        return {name: value for name, value in section.items() if name != field}
    copy = section.model_copy()
    copy.__dict__.pop(field, None)
    return copy


def field_of(section: Any, field: str) -> Any:
    """A field that was read, or NOTHING."""
    return section.__dict__.get(field, NOTHING)


def _fields(kind: type[BaseModel], given: Any) -> BaseModel:
    given = given if isinstance(given, dict) else dict.fromkeys(kind.model_fields, NOTHING)
    read = {name: _field(info, given.get(name, info)) for name, info in kind.model_fields.items()}
    made = kind.model_construct(**read)
    for name, value in read.items():
        if value is NOTHING:
            made.__dict__.pop(name)
    return made


def _field(info: FieldInfo, given: Any) -> Any:
    if given is info:  # nothing was given
        return NOTHING if info.is_required() else info.get_default(call_default_factory=True)
    kind = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return NOTHING if given is NOTHING else readable(kind, given)


def _row(kind: Any) -> type[BaseModel] | None:
    """The kind of the rows, where it is a list of them."""
    parts = get_args(kind) if get_origin(kind) is tuple else ()
    return parts[0] if parts[1:] == (Ellipsis,) and is_section(parts[0]) else None
