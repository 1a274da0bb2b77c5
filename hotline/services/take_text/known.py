"""The reporter of a number, made known where nobody has it yet."""

from hotline.domain.phone import PhoneNumber
from hotline.domain.reporter import Line, Reporter
from hotline.services.work import Work


def known_or_new(work: Work, number: PhoneNumber, language: str) -> Reporter:
    known = work.store.reporters.by_phone(number.e164)
    return work.know(known if known is not None else new_reporter(work, number, language))


def new_reporter(work: Work, number: PhoneNumber, language: str, line: Line | None = None) -> Reporter:
    reporter = Reporter(
        id=work.parts.ids.new(), phone=number.e164, language=language,
        line=line or (Line.LANDLINE if number.is_landline else Line.MOBILE), created_at=work.now,
    )
    work.store.reporters.add(reporter)
    return reporter
