"""Whatever somebody texts has a settled outcome: it is kept, it makes at most one ticket, and told twice it changes nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journeys.stage import tickets
from tests.support.city import City

PIECES = st.sampled_from([
    "人民路12号", "井盖坏了", "路灯不亮", "退订", "STOP", "查", "1", "26417301", "补充", "代报 13800138000", "投票 1 2",
    "（1/2）", "转发：", "39.9123,116.4212", "https://x.cn/a?b=1", "🚨", "着火了", "help", "\n", "；", "另外", "他妈的",
    "匿名", "撤销", " ", "0", "保密",
])  # fmt: skip
BODIES = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=6).map("".join))


def test_any_text_is_kept_and_settled(town: City) -> None:
    @settings(max_examples=60, deadline=None)
    @given(body=BODIES, number=st.integers(0, 10**7))
    def texts(body: str, number: int) -> None:
        sender = f"+86137{number:08d}"
        before = len(tickets(town))
        town.carrier.control.text(sender, body)
        with town.hotline.database.reading() as store:
            mine = store.reporters.by_phone(sender)
            kept = store.inbound.lately(mine.id, town.clock.now(), 10) if mine is not None else ()
        assert kept, "taken in"
        assert len(tickets(town)) - before in (0, 1)

    texts()
