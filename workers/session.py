"""Opens the session of a worker process: the only place of the workers that knows the wiring."""

from dataclasses import replace
from functools import partial

from hotline.config import Config
from hotline.logs import set_up_logs
from hotline.services.ask_calls import ask_calls
from hotline.services.drain_spool import drain_spool
from hotline.services.finish_message import finish_message
from hotline.services.mend_queue import mend_queue
from hotline.services.steps.sending import Sender
from hotline.services.sweep import sweep
from hotline.soundness import Unsound, sound_config
from hotline.wiring import build
from workers.kept import Session, use

# A row is ours for some requests to the carrier: a batch of slow ones must fit, and the shorter it is, the sooner
# what a killed worker held is asked about. At the usual timeout of 10 s: 90 s.
LEASE_OF_REQUESTS = 4.5


def begin() -> Session:
    """The session of this process, from its environment. A configuration, flow or text with a fault ends it here, with
    each fault on a line of its own."""
    try:
        config = sound_config()
    except Unsound as error:
        raise SystemExit(str(error)) from None
    set_up_logs(config.logs.format, config.logs.level)
    return use(open_session(config))


def open_session(config: Config) -> Session:
    hotline = build(config)
    hotline.spool.try_again()  # a new start may be a mended one
    # The number's rate is shared out between the processes that send.
    shared, senders = hotline.sender.settings, config.server.job_workers
    request = 2 * config.carrier.timeout.as_timedelta()
    settings = replace(
        shared,
        texts_per_second=shared.texts_per_second / senders,
        calls_per_second=shared.calls_per_second / senders,
        request=request,
        ask_after=request,
        lease=LEASE_OF_REQUESTS * request,
    )
    return Session(
        parts=hotline.parts,
        queue=hotline.queue,
        sender=Sender(hotline.carrier, settings),
        media=hotline.media,
        on_final=partial(finish_message, hotline.parts),
        sweep=partial(sweep, hotline.parts),
        drain=partial(drain_spool, hotline.parts, hotline.spool),
        mend_queue=partial(mend_queue, hotline.parts),
        ask_calls=partial(ask_calls, hotline.parts, hotline.carrier),
        anchors=config.data_dir / "audit" / "anchors.jsonl",
        sweep_every=config.promises.sweep_every.as_timedelta().total_seconds(),
    )
