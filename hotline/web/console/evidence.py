"""For somebody who was exposed: who saw what of theirs, when. Given by a protection officer; every giving is noted."""

from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from hotline.domain.errors import NotFound, RuleError
from hotline.services.evidence import EvidenceList, evidence_for, protection_tickets
from hotline.web.access import Door, Right, me
from hotline.web.evidence_file import as_csv
from hotline.web.guard import hotline


def evidence() -> ResponseReturnValue:
    tickets, city = protection_tickets(hotline().parts)
    return render_template("console/evidence_of.html", tickets=tickets, city=city)


def evidence_list(number: str) -> ResponseReturnValue:
    """By a button, not by a link: what a page shows without being asked for is noted as given all the same."""
    found = _found(number)
    if request.form.get("as") == "csv":
        named = {"Content-Disposition": f'attachment; filename="evidence-{found.number}.csv"'}
        text = as_csv(found, ZoneInfo(hotline().config.city.timezone))
        return Response(text, content_type="text/csv; charset=utf-8", headers=named)
    return render_template("console/evidence.html", found=found)


def _found(number: str) -> EvidenceList:
    try:
        return evidence_for(hotline().parts, me(), number)
    except NotFound:
        abort(404)
    except RuleError:
        abort(403)


DOORS = (
    Door(rule="/evidence", view=evidence, right=Right.EVIDENCE),
    Door(rule="/evidence/<number>", view=evidence_list, right=Right.EVIDENCE, methods=("POST",)),
)
