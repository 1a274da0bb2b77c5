"""Every flow walked by an independent reader of TwiML, in both languages: each document is one a carrier can run."""

from datetime import timedelta

import pytest

from hotline.domain.message import Delivery, Means
from hotline.domain.ticket import Channel
from hotline.services.sweep import sweep
from tests.journeys.stage import (
    ANNA,
    LANDLINE,
    LIN,
    QIAN,
    at,
    change_staff,
    dial,
    done,
    messages,
    only,
    report,
    shown,
    state,
    ticket,
    tickets,
    told,
    walk,
)
from tests.support.city import City
from tests.support.walker import HAN, Judged, Walk, judge

KNOWN = {LIN: "zh-CN", ANNA: "en"}
BOTH = pytest.mark.parametrize("caller", [LIN, ANNA])


def spoken_by(call: Walk, caller: str) -> None:
    """Nothing but the keys to other languages is in another language."""
    rest = [text for text in call.heard if not any(key in text for key in ("press 8", "请按8", "請撳7"))]
    assert all((HAN.search(text) is not None) == (caller == LIN) for text in rest), rest


def spelled(number: str, caller: str) -> str:
    """Four and four; in Chinese 一 is 幺."""
    if caller == LIN:
        said = "".join("零幺二三四五六七八九"[int(digit)] for digit in number)
        return f"{said[:4]}，{said[4:]}"
    return f"{' '.join(number[:4])}, {' '.join(number[4:])}"


@BOTH
@pytest.mark.parametrize("way", ["keys", "words", "unknown words", "danger"])
def test_a_report(city: City, caller: str, way: str) -> None:
    report(city, caller)
    call = walk(city, caller).dial()
    match way:
        case "keys":
            call.press("1").press("2").record(9, "#")
        case "words":
            call.speak({LIN: "垃圾没人清", ANNA: "rubbish everywhere"}[caller]).record(9)
        case "unknown words":
            call.speak({LIN: "我要反映一个怪事情", ANNA: "something strange goes on"}[caller]).press("5").record(9, "#")
        case "danger":
            call.speak({LIN: "家里煤气漏气了", ANNA: "there is a gas leak"}[caller]).record(9, "#")
    assert len(call.asked) <= 4
    made = only([t.number for t in tickets(city) if t.channel is Channel.VOICE])
    assert spelled(made, caller) in " ".join(call.heard)
    call.silence()
    assert call.over
    spoken_by(call, caller)


@BOTH
def test_progress_by_own_ticket_and_by_number(city: City, caller: str) -> None:
    number = report(city, caller)
    call = walk(city, caller).dial().press("2")
    assert {LIN: "市政维护处", ANNA: "Road Maintenance"}[caller] in call.last
    call.press("*").press("1")
    assert ticket(city, number).chases == 1
    call.press("2").press(f"{number}#").press("2").press("12345678#").press(f"{number[:7]}#").silence()
    assert call.over
    spoken_by(call, caller)


@BOTH
def test_several_tickets_are_offered_by_key_and_by_word(city: City, caller: str) -> None:
    report(city, caller)
    second = {LIN: "解放路5号路灯不亮", ANNA: "Street light out at 5 Jiefang Road"}
    report(city, caller, second[caller])
    call = walk(city, caller).dial().speak({LIN: "查进度", ANNA: "check my ticket"}[caller])
    call.press("2").press("2").speak("七七七").silence().silence()
    assert call.over
    spoken_by(call, caller)


@BOTH
def test_an_officer_hears_a_recording(city: City, caller: str) -> None:
    change_staff(city, QIAN, language=KNOWN[caller], name={LIN: "钱小明", ANNA: "Qian Xiaoming"}[caller])
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    phone.speak("人民路12号")
    told(city, phone)
    number = only([t.number for t in tickets(city)])
    call = walk(city, QIAN).dial().press(f"{number}#")
    assert [sound[:4] for sound in call.sounds] == [b"RIFF"]
    call.press("1").press("2").press("00000000#").silence().silence()
    assert call.over
    assert len(call.sounds) == 2
    assert all((HAN.search(text) is not None) == (caller == LIN) for text in call.heard), call.heard


@BOTH
@pytest.mark.parametrize("answers", [("1", "1", "1"), ("2", "2", "5"), ("3", "1", "4")])
def test_the_survey_by_keys(city: City, caller: str, answers: tuple[str, ...]) -> None:
    number, call = asked_by_call(city, caller)
    for answer in ("1", *answers):
        call.press(answer)
    assert call.over
    spoken_by(call, caller)
    assert state(city, number).value == {"1": "closed", "2": "dispatched", "3": "dispatched"}[answers[0]]


@BOTH
def test_the_survey_by_words(city: City, caller: str) -> None:
    number, call = asked_by_call(city, caller)
    call.press("1")
    for words in {LIN: ("没人来", "没有", "很不满意"), ANNA: ("nobody came", "no", "very dissatisfied")}[caller]:
        call.speak(words)
    assert call.over
    spoken_by(call, caller)
    with city.hotline.database.reading() as store:
        survey = store.surveys.latest_of(ticket(city, number).id)
    assert survey is not None
    assert (survey.solved, survey.contacted, survey.satisfied, survey.way) == (3, 2, 5, "voice")


def asked_by_call(city: City, caller: str, words: str = "") -> tuple[str, Walk]:
    """Nobody answered the text for a day: the automated call, as the carrier would begin it."""
    number = report(city, caller)
    done(city, QIAN, number, words or {LIN: "办结 {} 井盖已更换", ANNA: "DONE {} cover replaced"}[caller])
    return number, called(city, caller, number)


def called(city: City, caller: str, number: str) -> Walk:
    """The call that is planned for this ticket, answered by hand."""
    city.clock.move(timedelta(hours=24))
    sweep(city.hotline.parts)
    planned = only([m.id for m in messages(city, number, Means.CALL) if m.state is Delivery.WAITING])
    return walk(city, caller, direction="outbound-api").dial(f"/carrier/outbound/{planned}")


@BOTH
@pytest.mark.parametrize("answers", [["1", "", "", "9", ""], ["1", "9", "0"], ["", ""], ["1", "*", "3", "*", "8", "8"]])
def test_a_survey_nobody_answers_properly_ends_in_words(town: City, caller: str, answers: list[str]) -> None:
    _, call = asked_by_call(town, caller)
    for key in answers:
        if not call.over:
            call = call.press(key) if key else call.silence()
    for _ in range(4):
        call = call if call.over else call.silence()
    assert call.over
    spoken_by(call, caller)


def test_an_officers_chinese_words_are_not_read_to_somebody_english(town: City) -> None:
    _, call = asked_by_call(town, ANNA, "办结 {} 井盖已更换")
    call.press("1").press("1")
    assert "井盖已更换" not in "".join(call.heard)
    spoken_by(call, ANNA)


@BOTH
def test_late_news_by_call(town: City, caller: str) -> None:
    number = report(town, caller)
    stopped = "退订" if caller == LIN else "STOP"
    town.text(caller, stopped)
    at(town, 2026, 12, 3, 9, 0)
    town.sweep()
    planned = [m for m in messages(town, number, Means.CALL) if m.template == "status"]
    call = walk(town, caller, direction="outbound-api").dial(f"/carrier/outbound/{only([m.id for m in planned])}")
    assert shown(number) not in " ".join(call.heard)
    call.press("1")
    assert {LIN: "没有按时办完", ANNA: "is late"}[caller] in call.last
    call.press("*").silence()
    assert call.over
    spoken_by(call, caller)


@BOTH
@pytest.mark.parametrize("keys", [["", "1", "7", "1"], ["8", "9", "9"], ["0"], ["1", "*", "", ""], ["2", "", ""]])
def test_silence_and_wrong_keys_never_leave_anybody_in_silence(town: City, caller: str, keys: list[str]) -> None:
    report(town, caller)
    call = walk(town, caller).dial()
    for key in keys:
        if call.over:
            break
        call = call.press(key) if key else call.silence()
    for _ in range(4):
        call = call if call.over else call.silence()
    assert call.over


@pytest.mark.parametrize("caller", [LIN, "anonymous", "Restricted", "", "+86", LANDLINE])
def test_a_call_nothing_is_known_of(town: City, caller: str) -> None:
    call = walk(town, caller).dial().press("8")
    assert "Please say what you need" in call.last
    call.press("1").press("1").record(5, "#")
    assert "registered" in call.last.lower()
    number = only([t.number for t in tickets(town)])
    heard = call.last if spelled(number, ANNA) in call.last else call.silence().last
    assert spelled(number, ANNA) in heard


@pytest.mark.parametrize(
    "document",
    [
        b' <?xml version="1.0"?><Response><Hangup/></Response>',
        b'<?xml version="1.0"?><Response></Response>',
        b'<?xml version="1.0"?><Response><Say voice="Polly.Joanna-Neural" language="en-US">Hello</Say></Response>',
        b'<?xml version="1.0"?><Response><Enqueue/></Response>',
        b'<?xml version="1.0"?><Response><Gather input="dtmf" action="http://h/x"/></Response>',
        b'<?xml version="1.0"?><Response><Gather input="dtmf" action="/x" actionOnEmptyResult="true"/></Response>',
        b'<?xml version="1.0"?><Response><Say voice="Polly.Joanna-Neural" language="cmn-CN">Hi</Say><Hangup/></Response>',
        b'<?xml version="1.0"?><Response><Say voice="Polly.Joanna-Neural" language="en-US"> </Say><Hangup/></Response>',
        b'<?xml version="1.0"?><Response>' + b"<Pause/>" * 9000 + b"<Hangup/></Response>",
    ],
)
def test_the_reader_itself_refuses_what_is_wrong(document: bytes) -> None:
    with pytest.raises(Judged):
        judge(document, "http://h")
