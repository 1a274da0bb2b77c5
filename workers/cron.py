"""`python -m workers.cron`: the process that repeats, and delivers by itself while Redis or the workers are away."""

import logging
import signal

from workers.repeating import Repeating
from workers.schedule import schedule
from workers.session import begin

log = logging.getLogger(__name__)


def main() -> None:
    session = begin()

    def stop(*_: object) -> None:
        session.stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    log.info("repeating: sweep every %g s", session.sweep_every)
    Repeating(session, schedule(session)).run()
    session.close()


if __name__ == "__main__":
    main()
