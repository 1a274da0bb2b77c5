"""How a fault of ours is said in a log: its kind and its place, never its text, which may hold somebody's words."""

import traceback


def kind_and_place(error: Exception) -> str:
    """Like ``KeyError at work.py:93 > carry_out.py:40``, innermost last; of a rule's refusal its code as well."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    place = " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
    code = getattr(error, "code", "")
    return f"{type(error).__name__}{f' {code}' if code else ''} at {place}"
