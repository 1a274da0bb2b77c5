"""The texts about what is asked, decided and noticed: to residents, and to those who decide."""

from sms.message import Message, Purpose, Type, Value, code, flag, moment, name, number, words

REASONS = ("not_ours", "in_court", "nothing_new", "no_matter", "cannot_tell")  # why a report is not taken on
OUTCOMES = ("adopted", "partly", "not_adopted")
_ASKS = ("extension", "plan")
_STAFF_LIMIT = 3
DESK_HAN, DESK_LATIN = 60, 140


def _answer(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.ANSWER, values=values)


def _status(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.STATUS, values=values)


def _survey(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.SURVEY, values=values)


def _staff(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.STAFF, values=values, limit=_STAFF_LIMIT)


def _answered() -> Value:
    """The desk's own words, in which more must fit than in an officer's."""
    return Value(type=Type.WORDS, optional=True, longest={"zh-CN": "话" * DESK_HAN, "en": "w" * DESK_LATIN})


DECISIONS = (
    # to the resident
    _answer("complaint_received", number=number(), by=moment()),
    _survey("rejected_ask", number=number(), reason=code(*REASONS), words=words(optional=True), until=moment(optional=True)),
    _status("rejected", number=number(), reason=code(*REASONS), words=words(optional=True), until=moment(optional=True)),
    _answer("rejected_object", number=number()),
    _status("merged", number=number(), parent=number(), until=moment(optional=True)),
    _status("reopened_others", number=number(), department=name(optional=True), by=moment()),
    _status("objection_upheld", number=number(), department=name(optional=True), by=moment()),
    _status("objection_refused", number=number(), words=words(optional=True)),
    _status("extended", number=number(), department=name(optional=True), by=moment()),
    _status("planned", number=number(), department=name(optional=True), by=moment(), words=words(optional=True), again=moment()),
    _status("still_planned", number=number(), by=moment()),
    _status("officer_asks", number=number(), department=name(optional=True), words=words(optional=True)),
    _survey("suggestion_ask", number=number(), department=name(optional=True), outcome=code(*OUTCOMES),
            words=words(optional=True)),
    _status("suggestion_done", number=number(), department=name(optional=True), outcome=code(*OUTCOMES),
            words=words(optional=True)),
    _survey("answered_ask", number=number(), words=_answered()),
    _status("answered", number=number(), words=_answered()),
    _status("praise_passed_on", number=number()),
    _answer("enquiry_told", number=number(), says=name()),
    _survey("protection_ask", number=number()),
    _status("protection_done", number=number()),
    _answer("praise_received", number=number()),
    _answer("withdraw_merged", number=number()),
    _answer("final_chased", number=number(), by=moment()),
    _status("final_late", number=number(), by=moment()),
    _status("final_coming", number=number(), by=moment()),
    _status("final_answer", number=number(), words=_answered()),
    _answer("final_stands", number=number()),
    _survey("lookback_ask", number=number(), category=name(optional=True)),
    _answer("lookback_thanks", number=number()),
    # to those who act and decide
    _staff("supervisor_asked", number=number(), what=code(*_ASKS), department=name(optional=True),
           words=words(optional=True), by=moment()),
    _staff("officer_decided", number=number(), what=code(*_ASKS), granted=flag(), by=moment()),
    _staff("officer_assist", number=number(), department=name(optional=True), category=name(optional=True),
           place=name(optional=True), words=words(optional=True)),
    _staff("officer_assisted", number=number(), department=name(optional=True), words=words(optional=True), done=flag()),
    _staff("officer_proof", number=number()),
    _staff("officer_over", number=number(), why=code("merged", "rejected", "done")),
    _staff("officer_reclassified", number=number(), category=name(optional=True), grid=name(optional=True)),
    _staff("committee_dispute", number=number(), department=name(optional=True), reason=name(optional=True), by=moment()),
    _staff("committee_chased", number=number(), by=moment()),
    _staff("committee_final", number=number(), by=moment()),
    _staff("protection_new", number=number(), by=moment()),
    _staff("protection_again", number=number(), by=moment()),
    _staff("protection_added", number=number()),
    _staff("protection_warn", number=number(), kind=code("response", "result"), by=moment()),
    _staff("protection_late", number=number(), kind=code("response", "result"), by=moment()),
    _staff("head_recurred", number=number(), old=number()),
)
