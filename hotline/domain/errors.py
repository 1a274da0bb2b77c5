"""The typed errors of the hotline.

    HotlineError
     ├── RuleError(code, facts)      a rule says no; the door words it
     ├── Conflict                    somebody else changed the row first; load again and retry
     ├── NotFound(what)              no such thing
     ├── Unavailable(part)           database or Redis can't be reached
     └── CarrierError(code)
          ├── Temporary              try again later, nothing was sent
          ├── Uncertain              nobody knows whether it was sent: ask before trying again
          └── Permanent              will not work for this message or this number

Errors carry codes, never sentences and never personal data.
"""

from collections.abc import Mapping


class HotlineError(Exception):
    """Root of all errors raised by the hotline's own code."""


class RuleError(HotlineError):
    """A rule refused. ``code`` is stable; ``facts`` hold no personal data."""

    def __init__(self, code: str, facts: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})


class Conflict(HotlineError):
    """A guarded write found another version than the one it was based on."""


class NotFound(HotlineError):
    """The thing asked for does not exist."""


class Unavailable(HotlineError):
    """A part the hotline stands on (``database``, ``redis``) can't be reached now."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class CarrierError(HotlineError):
    """The carrier did not do what was asked. ``code`` is the carrier's own number or ``0``."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(str(code))
        self.code = code


class Temporary(CarrierError):
    """Not done, may work later."""

    def __init__(self, code: int = 0, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.retry_after = retry_after


class Uncertain(CarrierError):
    """The request left, the answer never came: it may have been done."""


class Permanent(CarrierError):
    """Will never work like this."""
