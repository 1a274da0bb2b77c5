"""The line is gone, or as good as gone: what was said is kept."""

from hotline.services.handle_call.acts import act
from hotline.services.handle_call.line import Line
from ivr_flows.engine import HungUp, resume
from ivr_flows.model import Flow, Session
from ivr_flows.outputs import Finish


def lose(line: Line, flow: Flow, session: Session) -> None:
    """The flow is told that the line went, where it was not over."""
    if session.over:
        return
    for output in resume(flow, session, HungUp()).outputs:
        if isinstance(output, Finish):
            act(line, output)
            line.saved()
