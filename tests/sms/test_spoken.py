"""What a caller wants, by what they say where a menu is open; a matter that only sounds like it is told as one."""

import pytest

from sms.spoken import Said, read_wish

WISHES = {
    Said.PERSON: (
        "转人工", "人工", "人工服务", "我要找人工", "帮我接人工客服", "我想找一位接线员", "我要跟人说话", "找个人", "转人吧",
        "operator", "I want to speak to a person", "can you put me through to somebody", "give me a human", "real person please",
    ),
    Said.ENGLISH: ("讲英文", "说英语", "英文", "speak English", "in English please", "English"),
    Said.CHINESE: ("说普通话", "讲中文", "中文", "講普通話", "speak Chinese", "Mandarin please"),
    Said.PROGRESS: ("查进度", "我想查询一下", "办理进度怎么样了", "check on my report", "status"),
    Said.CHASE: ("催办", "怎么还没人来", "I am still waiting"),
    None: (
        "人工湖的水臭了", "人工草坪坏了", "路边躺着一个人", "有人找工人打架", "接人家电话的人态度不好", "我家旁边有人在烧东西",
        "英文路牌写错了", "中文学校门口的路灯坏了",
        "a person lies in the road", "somebody dumped rubbish", "the English school has no crossing", "路灯不亮",
    ),
}  # fmt: skip
CASES = [(wish, words) for wish, said in WISHES.items() for words in said]


@pytest.mark.parametrize(("wish", "words"), CASES)
def test_a_wish_is_heard_and_a_matter_is_not_taken_for_one(wish: Said | None, words: str) -> None:
    assert read_wish(words) is wish
