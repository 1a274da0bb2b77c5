"""Every text a resident can get, with the values its templates may use."""

from sms.message import Message, Purpose, Value, code, count, flag, items, moment, name, number, options, state, words
from sms.observer_messages import OBSERVER


def _answer(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.ANSWER, values=values)


def _status(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.STATUS, values=values)


def _survey(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.SURVEY, values=values)


_QUESTION = ("solved", "contacted", "satisfied")

RESIDENT = (
    # a report comes in
    _answer("received", number=number(), category=name(optional=True), place=name(optional=True),
            department=name(optional=True), by=moment(), same=flag()),
    _answer("received_no_category", number=number(), category=name(optional=True), place=name(optional=True),
            by=moment()),
    _answer("ask_category", number=number(), topics=options(), by=moment()),
    _answer("category_noted", number=number(), category=name(optional=True), department=name(optional=True), by=moment(),
            same=flag()),
    _answer("ask_place", number=number(), category=name(optional=True)),
    _answer("place_noted", number=number(), place=name(optional=True), department=name(optional=True), by=moment(),
            same=flag()),
    _answer("joined", number=number(), parent=number(), until=moment(optional=True)),
    _answer("same_kept", number=number()),
    _answer("report_added_to", number=number()),
    _answer("voice_received", number=number(), category=name(optional=True), department=name(optional=True),
            by=moment()),
    _answer("draft_kept", by=moment(), text=flag()),
    _answer("sealed", number=number(), department=name(optional=True), by=moment(optional=True), where=flag()),
    _answer("danger", number=number(), place=name(optional=True)),
    _answer("duty_taken", number=number(), name=name(optional=True), department=name(optional=True),
            role=code("officer", "head", "desk")),
    _answer("reprisal", by=moment(), text=flag()),
    _answer("protection_noted"),
    # a department works on it
    _status("sent_without_place", number=number(), department=name(optional=True), by=moment()),
    _status("accepted", number=number(), department=name(optional=True), by=moment()),
    _status("progress", number=number(), words=words(optional=True)),
    _status("moved", number=number(), department=name(optional=True), by=moment()),
    _status("late", number=number(), department=name(optional=True), by=moment(),
            kind=code("accept", "response", "result", "chase", "objection", optional=True)),
    _status("late_committee", number=number(), by=moment(),
            kind=code("accept", "response", "result", "chase", "objection", optional=True)),
    # the verdict
    _survey("done_ask", number=number(), category=name(optional=True), department=name(optional=True),
            words=words(optional=True)),
    _status("done", number=number(), category=name(optional=True), department=name(optional=True),
            words=words(optional=True)),
    _survey("ask_solved", number=number(), category=name(optional=True)),
    _survey("call_unanswered", number=number()),
    _answer("ask_contacted", number=number(optional=True)),
    _answer("ask_satisfied", number=number(optional=True)),
    _answer("survey_thanks", number=number(), solved=Value(type=flag().type, choices=(True, False)), age=flag(),
            gone=flag()),
    _answer("age_noted", over_60=flag()),
    _answer("survey_unhappy", number=number(), by=moment(), text=flag()),
    _answer("comment_noted", number=number(), question=code(*_QUESTION)),
    _answer("already_answered", number=number(), gone=flag()),
    _answer("reopened", number=number(), department=name(optional=True), by=moment()),
    _answer("partly_back", number=number(), department=name(optional=True), by=moment()),
    _answer("again_closed_too_late", number=number(), old=number(), department=name(optional=True), by=moment(),
            was=code("closed", "rejected", "withdrawn")),
    _status("closed_silence", number=number(), gone=flag()),
    _status("followed_done", number=number(), category=name(optional=True), department=name(optional=True)),
    # a resident asks
    _answer("status", number=number(), category=name(optional=True), state=state(), department=name(optional=True),
            late=Value(type=flag().type, choices=(True, False)), by=moment(optional=True), finish=moment(optional=True),
            committee=flag(), gone=flag()),
    _answer("status_list", items=items()),
    _answer("no_ticket"),
    _answer("not_yours"),
    _answer("bad_number", number=number()),
    _answer("added", number=number()),
    _answer("chased", number=number(), department=name(optional=True), by=moment()),
    _answer("chased_again", number=number(), department=name(optional=True), by=moment()),
    _answer("chased_person", number=number(), by=moment(), text=flag()),
    _answer("person", by=moment()),
    _answer("person_office_closed", by=moment()),
    _status("call_back_missed", by=moment(optional=True)),
    _answer("stop_or_withdraw", number=number()),
    _answer("stop_confirmed"),
    _answer("start_confirmed"),
    _answer("language_set"),
    # what else a word does
    _answer("desk_words", words=name()),
    _answer("texts_limited"),
    _answer("split_offer", number=number(), count=count()),
    _answer("refused_purpose", purpose=code("survey", "broadcast")),
    _answer("photo_noted"),
    _answer("photo_what"),
    _answer("photo_refused"),
    _answer("anonymous", number=number()),
    _answer("sealed_before", number=number()),
    _answer("withdraw_ask", number=number(), category=name(optional=True)),
    _answer("withdrawn", number=number()),
    _answer("withdraw_kept", number=number()),
    _answer("withdraw_left", number=number()),
    _answer("objection_noted", number=number(), by=moment()),
    _answer("objection_none", number=number()),
    _answer("objection_late", number=number()),
    _answer("objection_last", number=number()),
    _answer("followed", number=number()),
    _answer("follow_which"),
    _answer("follow_over", number=number()),
    _answer("prefers_text"),
    _answer("prefers_call"),
    _answer("person_text", by=moment()),
    _answer("rules", says=name()),
    _answer("rules_list", topics=options()),
    _answer("not_ours", says=name()),
    _answer("vote_open", consultation=code("2", optional=True), question=name(), topics=options(), until=moment()),
    _answer("vote_list", topics=options()),
    _answer("vote_counted", option=name(), until=moment()),
    _answer("vote_none"),
    _answer("for_how"),
    _answer("for_stations"),
    _answer("for_noted", number=number(), tail=code("0112")),
    _answer("help"),
    _answer("hello"),
    _answer("not_understood"),
    _answer("answer_late", number=number(), category=name(optional=True)),
    _answer("question_over"),
    *OBSERVER,
    Message(name="broadcast", purpose=Purpose.BROADCAST, values={"words": words(), "emergency": flag()}),
)
