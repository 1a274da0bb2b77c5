"""The flow a call began with: the one in the files, or the version that was there when it began."""

import logging

from hotline.services.parts import Parts
from hotline.services.ports import Store
from ivr_flows.model import Flow, Session

log = logging.getLogger(__name__)


def begun_with(parts: Parts, store: Store, session: Session) -> Flow | None:
    """None where nobody has kept it. Asks the database only after the files have changed, and once for each version."""
    name, version = session.flow, session.version
    flow = parts.flows.get(name)
    if flow is not None and flow.version == version:
        return flow
    older = parts.older_flows.get(name, version, lambda: store.flow_versions.files(name, version))
    if older is None:
        log.error("flow %s of version %s is nowhere: its call can't go on", name, version)
    return older
