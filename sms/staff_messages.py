"""Every text an officer, a head or the coordinator can get; three segments are allowed here."""

from sms.message import Message, Purpose, Value, code, count, flag, items, moment, name, number

_LIMIT = 3
_URL = "https://hotline.example-city.gov.cn/w/" + "A" * 22
CLOCKS = ("accept", "response", "result", "chase", "ruling", "desk", "dispute", "request", "objection", "final")
ERRORS = (
    "not_yours", "not_open", "which", "no_words", "no_department", "unknown_department", "wrong_state",
    "unknown_number", "unknown_word", "words_too_long", "words_link", "words_phone", "no_ticket", "return_too_late",
    "committee_rules", "return_final", "not_returned", "same_department", "unit_complained_of", "name_unit_first",
    "extended_before", "extension_too_late", "asked_before", "committee_answers", "which_outcome", "call_no_number",
    "call_sealed", "call_text_only", "call_quiet", "call_ringing", "assists_already", "only_assists",
)
REASONS = ("person", "draft", "not_solved", "unhappy", "third_contact", "reprisal", "news", "question", "relay", "lookback")


def _staff(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.STAFF, values=values, limit=_LIMIT)


def _duty(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.DUTY, values=values, limit=_LIMIT)


STAFF = (
    # the officer
    _duty("officer_dispatch",
          number=number(), category=name(optional=True), place=name(optional=True),
          grid=name(optional=True), by=moment(), words=name(optional=True), recording=flag(), urgent=flag()),
    _duty("officer_reopened", number=number(), words=name(optional=True), by=moment(),
          why=code("not_solved", "partly", "final"), urgent=flag()),
    _staff("officer_warn", number=number(), kind=code(*CLOCKS), by=moment()),
    _staff("officer_chased", number=number(), by=moment()),
    _duty("officer_alarmed", number=number(), place=name(optional=True), words=name(optional=True)),
    _staff("officer_added", number=number(), words=name(optional=True)),
    _staff("officer_summary", number=number(), words=name(optional=True)),
    _staff("officer_place", number=number(), place=name(), grid=name(optional=True)),
    _duty("contractor_link", number=number(), category=name(optional=True), place=name(optional=True),
          url=code(_URL), by=moment()),
    _staff("officer_link_sent", number=number(), tail=code("0112")),
    _staff("officer_link_how", number=number()),
    _staff("officer_contractor", number=number(), words=name(optional=True), photos=count()),
    _staff("officer_moved", number=number()),
    _staff("officer_withdrawn", number=number()),
    _staff("officer_confirm", number=number(), word=code(
        "accept", "progress", "done", "return", "dispute", "ask", "assist", "assist_nobody", "extend", "plan", "assisted"),
        told=code("text", "call", "person", "notice", "none")),
    _staff("coordinator_assist", number=number(), department=name(optional=True)),
    _staff("officer_error", code=code(*ERRORS), number=number(optional=True), items=items(optional=True),
           by=moment(optional=True)),
    _staff("officer_not_report"),
    _staff("officer_list", items=items(), unit=flag()),
    _staff("staff_stop_confirmed"),
    _staff("staff_start_confirmed"),
    # the head
    _staff("head_late", number=number(), department=name(optional=True), kind=code(*CLOCKS), by=moment()),
    _staff("head_reopened", number=number(), by=moment(), why=code("not_solved", "final")),
    _staff("head_chased", number=number(), count=count(), by=moment()),
    _staff("head_officer_stopped", name=name()),
    # the coordinator
    _staff("coordinator_return", number=number(), department=name(optional=True), reason=name(optional=True), by=moment()),
    _staff("coordinator_no_route", number=number(), by=moment(), place=name(optional=True), words=name(optional=True),
           urgent=flag(), why=code("category", "grid", "department", "officer", "complaint", "answer")),
    _duty("coordinator_duty", number=number(), category=name(optional=True), place=name(optional=True)),
    _staff("coordinator_sealed", number=number()),
    _staff("coordinator_objection", number=number(), state=code("rejected", "merged")),
    _staff("coordinator_committee", number=number(), kind=code(*CLOCKS)),
    _staff("committee_passed", number=number(), department=name(optional=True)),
    _staff("coordinator_confirm", number=number(), word=code("uphold", "reject_return", "dispatch"),
           department=name(optional=True)),
    _staff("return_upheld", number=number(), department=name(optional=True)),
    _staff("return_refused", number=number(), by=moment(), accepted=flag()),
    _staff("callback_due", number=number(optional=True), reason=code(*REASONS, optional=True), by=moment(),
           text=flag()),
)
