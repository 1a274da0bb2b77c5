"""A contractor's link: opened on a phone without an account, answered once with photos, gone after some days."""

import re

import requests

from tests.journeys.stage import LIN, QIAN, ZHOU, audit, done, number_in, only, report, ticket
from tests.support.city import City
from tests.support.photos import jpeg

CONTRACTOR = "+8613700137000"


def link(town: City, number: str, words: str = "") -> str:
    town.text(QIAN, f"外协 {number} {words}")
    texts = town.heard(CONTRACTOR if words else QIAN)
    found = re.search(r"https?://\S+/w/[\w-]{22}", texts[-1])
    assert found, texts
    return found[0]


def send(url: str, words: str = "井盖已换好", *photos: bytes) -> requests.Response:
    files = [("photos", (f"{n}.jpg", photo, "image/jpeg")) for n, photo in enumerate(photos)]
    return requests.post(url, data={"words": words}, files=files or None, timeout=20)


def test_it_is_opened_and_answered_once_and_the_officer_hears_of_it(town: City) -> None:
    number = report(town, LIN)
    url = link(town, number, CONTRACTOR)
    assert "尾号7000" in town.heard(QIAN)[-1]
    page = requests.get(url, timeout=20)
    assert page.status_code == 200
    assert "人民路12号" in page.text
    assert "138001" not in page.text
    assert "没有任何人的姓名、号码和地址" not in page.text, "an address stands on this page"
    assert (page.headers["Referrer-Policy"], page.headers["X-Robots-Tag"]) == ("no-referrer", "noindex")
    answer = send(url, "井盖已换好", jpeg(), jpeg(150))
    assert "收到，谢谢" in answer.text
    town.settle()
    told = town.heard(QIAN)[-1]
    assert "井盖已换好" in told
    assert "照片2张" in told
    with town.hotline.database.reading() as store:
        kept = store.photos.of_ticket(ticket(town, number).id)
    assert [photo.state.value for photo in kept] == ["stored", "stored"]
    assert all(photo.staff_id for photo in kept)
    again = send(url, "再交一次")
    assert again.status_code == 410
    assert "已经交过一次" in again.text
    assert audit(town, number).count("contractor_reported") == 1
    done(town, QIAN, number)
    town.settle()
    assert "解决" in town.heard(LIN)[-1], "the officer's word is the result, not the contractor's"


def test_without_a_number_the_officer_gets_it_to_pass_on(town: City) -> None:
    number = report(town, LIN)
    assert requests.get(link(town, number), timeout=20).status_code == 200
    assert "请这样发" in only(town.text(QIAN, f"外协 {number} 老张"))


def test_bad_answers_are_told_and_take_nothing(town: City) -> None:
    number = report(town, LIN)
    url = link(town, number)
    for words, files, said in (
        ("", (), "请写一句"), ("看 http://x.cn", (), "不要写网址"), ("打13800138000", (), "不要写电话"),
        ("好了", (b"MZ",), "打不开"),
    ):
        answer = send(url, words, *files)
        assert (answer.status_code, said in answer.text) == (422, True), answer.text
    assert send(url).status_code == 200


def test_it_ends_with_its_days_with_the_ticket_and_is_nobody_elses(town: City) -> None:
    number = report(town, LIN)
    url = link(town, number)
    assert "不在您名下" in only(town.text(ZHOU, f"外协 {number}"))
    assert requests.get(url[:-4] + "AAAA", timeout=20).status_code == 404
    town.later(days=8)
    assert "已经过期" in requests.get(url, timeout=20).text
    second = number_in(only(town.text("+8613800138099", "解放路5号路灯不亮")))
    other = link(town, second)
    done(town, QIAN, second)
    gone = requests.get(other, timeout=20)
    assert (gone.status_code, "已经办完" in gone.text) == (410, True)


def test_of_a_sealed_ticket_no_word_is_shown(town: City) -> None:
    number = report(town, LIN, "人民路12号井盖坏了，我是三楼的")
    url = link(town, number)
    assert "三楼" in requests.get(url, timeout=20).text
    town.text(LIN, "保密")
    assert "三楼" not in requests.get(url, timeout=20).text
