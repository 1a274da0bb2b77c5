"""A worker process that is killed at one instruction: `python -m tests.support.dying WHEN NOW [MEANS]`, with a hotline's
environment.

WHEN: `before` or `after` the carrier has answered; NOW: the time it is; MEANS: text or call. The signal is
the one nobody can catch.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from hotline.clock import FixedClock
from hotline.config import load_config
from hotline.domain.message import Means
from hotline.services.deliver import deliver
from hotline.services.finish_message import finish_message
from hotline.wiring import build


def dying(send: Callable[..., str], when: str) -> Callable[..., str]:
    def killed(*given: object, **named: object) -> str:
        if when == "after":
            send(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("alive")

    return killed


def main(when: str, now: str, means: str = "text") -> None:
    config = load_config(Path(__file__).parents[2] / "config.yaml", os.environ)
    hotline = build(config, clock=FixedClock(datetime.fromisoformat(now)))
    hotline.sender.carrier.send_text = dying(hotline.carrier.send_text, when)  # type: ignore[method-assign]
    hotline.sender.carrier.place_call = dying(hotline.carrier.place_call, when)  # type: ignore[method-assign]
    deliver(hotline.parts, hotline.sender, Means(means), partial(finish_message, hotline.parts))


if __name__ == "__main__":
    main(*sys.argv[1:])
