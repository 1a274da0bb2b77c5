"""`python -m workers.run`: one worker process. It sends what is due as soon as it is told."""

import logging

from workers.session import begin
from workers.worker import Working

log = logging.getLogger(__name__)


def main() -> None:
    session = begin()
    working = Working(session, session.queue.url)
    working.listen_to_signals()
    log.info("waiting for what is due")
    working.run()
    session.close()


if __name__ == "__main__":
    main()
