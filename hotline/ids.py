"""Ids, ticket numbers and codes from an injected clock and dice, so that tests see the same ones each time.

Inside everything has a UUIDv7 (it sorts by time); outside a ticket has a number whose last digit is a
Damm check digit: a slip of one digit or two neighbours swapped is noticed at once.
"""

from base64 import urlsafe_b64encode
from random import Random, SystemRandom
from threading import Lock

from stdnum import damm

from hotline.clock import Clock

SHORTEST, LONGEST = 8, 10
_RANDOM_BITS = 74


class Ids:
    def __init__(self, *, clock: Clock, dice: Random | None = None, digits: int = SHORTEST) -> None:
        if not SHORTEST <= digits <= LONGEST:
            raise ValueError(f"a ticket number has {SHORTEST} to {LONGEST} digits")
        self._clock = clock
        self._dice = dice or SystemRandom()
        self._digits = digits
        self._lock = Lock()
        self._last = (0, 0)

    def new(self) -> str:
        """A UUIDv7; those of one process never run backwards, within a millisecond neither."""
        milliseconds = int(self._clock.now().timestamp() * 1000)
        with self._lock:
            before, counter = self._last
            if milliseconds > before:
                # The top bit stays free, so that counting up within the millisecond has room.
                counter = self._dice.getrandbits(_RANDOM_BITS - 1)
            else:
                milliseconds, counter = before, counter + 1 + self._dice.getrandbits(32)
            self._last = (milliseconds, counter)
        high, low = counter >> 62, counter & (1 << 62) - 1
        written = f"{milliseconds << 80 | 7 << 76 | (high & 0xFFF) << 64 | 2 << 62 | low:032x}"
        return f"{written[:8]}-{written[8:12]}-{written[12:16]}-{written[16:20]}-{written[20:]}"

    def ticket_number(self) -> str:
        """Random digits and their check digit; never a leading zero, which spreadsheets drop."""
        first = self._dice.randint(1, 9)
        rest = "".join(str(self._dice.randint(0, 9)) for _ in range(self._digits - 2))
        digits = f"{first}{rest}"
        return digits + damm.calc_check_digit(digits)

    def secret(self) -> str:
        """128 random bits for an address nobody can guess."""
        return urlsafe_b64encode(self._dice.getrandbits(128).to_bytes(16, "big")).decode().rstrip("=")

    def code(self) -> str:
        """The four digits a caller without a number proves a ticket with."""
        return f"{self._dice.randrange(10_000):04d}"


def number_holds(number: str) -> bool:
    """True when a number has a length we give out and its check digit is right."""
    plain = number.isascii() and number.isdigit() and SHORTEST <= len(number) <= LONGEST
    return plain and bool(damm.is_valid(number))
