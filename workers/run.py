"""`python -m workers.run`: one worker process. It sends what is due as soon as it is told."""

import logging

from hotline.config import config_from_environment
from hotline.logs import set_up_logs
from workers.kept import use
from workers.session import open_session
from workers.worker import Working

log = logging.getLogger(__name__)


def main() -> None:
    config = config_from_environment()
    set_up_logs(config.logs.format, config.logs.level)
    session = use(open_session(config))
    working = Working(session, session.queue.url)
    working.listen_to_signals()
    log.info("waiting for what is due")
    working.run()
    session.close()


if __name__ == "__main__":
    main()
