"""Opens the session of a worker process: the only place of the workers that knows the wiring."""

import time
from dataclasses import replace
from functools import partial

from hotline.config import Config
from hotline.domain.message import Means
from hotline.logs import set_up_logs
from hotline.pictures import picture_of
from hotline.services.ask_calls import Longest, ask_calls
from hotline.services.broadcast import go_on_with_all
from hotline.services.drain_spool import drain_spool
from hotline.services.expire_recordings import expire_recordings
from hotline.services.fetch_photos import delete_left_photos, expire_photos, fetch_photos
from hotline.services.fetch_recordings import delete_leftovers
from hotline.services.finish_message import finish_message
from hotline.services.keep_flows import drop_flows, keep_flows
from hotline.services.mend_queue import mend_queue
from hotline.services.steps.sending import Pace, Sender
from hotline.services.sweep import sweep
from hotline.shared_pace import SharedPace
from hotline.soundness import Unsound, sound_config
from hotline.wiring import build
from workers.kept import Session, use

# A row is ours for some requests to the carrier: a batch of slow ones must fit, and the shorter it is, the sooner
# what a killed worker held is asked about. At the usual timeout of 10 s: 90 s.
LEASE_OF_REQUESTS = 4.5
FLOWS_EVERY, LEFTOVERS_EVERY, RETENTION_EVERY, BROADCASTS_EVERY = 600.0, 60.0, 3600.0, 5.0


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
    keep_flows(hotline.parts)
    hotline.spool.try_again()  # a new start may be a mended one
    # The number's rate of texts is shared out between the processes that send.
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
    # The carrier counts the calls of the account, whoever starts them.
    pace = SharedPace(
        "call", shared.calls_per_second, config.redis_url, hotline.database, hotline.parts.clock,
        Pace(settings.calls_per_second, time.monotonic, time.sleep),
    )
    longest = Longest(call=config.line.longest_call.as_timedelta(), talk=config.line.longest_talk.as_timedelta())
    kept = config.recordings.keep.as_timedelta()
    return Session(
        parts=hotline.parts,
        queue=hotline.queue,
        sender=Sender(hotline.carrier, settings, shared={Means.CALL: pace}),
        media=hotline.media,
        on_final=partial(finish_message, hotline.parts),
        sweep=partial(sweep, hotline.parts),
        drain=partial(drain_spool, hotline.parts, hotline.spool),
        mend_queue=partial(mend_queue, hotline.parts),
        ask_calls=partial(ask_calls, hotline.parts, hotline.carrier, longest),
        fetch_photos=partial(fetch_photos, hotline.parts, hotline.carrier, hotline.media, picture_of),
        anchors=config.data_dir / "audit" / "anchors.jsonl",
        chores=(
            ("flows", FLOWS_EVERY, partial(drop_flows, hotline.parts)),
            ("broadcasts", BROADCASTS_EVERY, partial(go_on_with_all, hotline.parts)),
            ("leftovers", LEFTOVERS_EVERY, partial(delete_leftovers, hotline.parts, hotline.carrier)),
            ("left photos", LEFTOVERS_EVERY, partial(delete_left_photos, hotline.parts, hotline.carrier)),
            ("photo retention", RETENTION_EVERY, partial(expire_photos, hotline.parts, hotline.media, kept)),
            ("retention", RETENTION_EVERY, partial(expire_recordings, hotline.parts, hotline.media, kept)),
        ),
        sweep_every=config.promises.sweep_every.as_timedelta().total_seconds(),
    )
