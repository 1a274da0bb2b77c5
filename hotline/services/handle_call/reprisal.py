"""Somebody says on the phone that they are threatened for having spoken: for protection officers alone."""

from collections.abc import Mapping

from hotline.domain.ticket import Kind
from hotline.services.handle_call import report
from hotline.services.handle_call.doing import finish, type_done
from hotline.services.handle_call.line import Line
from hotline.services.steps import reprisal as steps
from hotline.services.steps import spoken


@finish("heard", {"noted": "by text?", "no_number": ""})
def reprisal(line: Line, said: Mapping[str, object]) -> type_done:
    """A ticket of its own with what was said, or one more word of the one there is. The call is about it from now on: what is
    recorded after this is heard by protection officers only."""
    work, reporter = line.work, line.reporter()
    words = report.heard_words(said)
    known = steps.running(work, reporter.id if reporter is not None else None)
    if known is not None:
        made = steps.again(work, known, line.actor, words)
        line.about(made)
    else:
        made, _ = report.register(line, {"heard": said.get("heard"), "kind": Kind.PROTECTION.value})
    if reporter is None:
        return "no_number", {}
    by = spoken.time(work.parts, steps.promised(work, made) or work.now, work.now)
    return "noted", {"by": by} if reporter.called else {"by": by, "text": True}
