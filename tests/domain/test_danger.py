"""What is danger to life and what only sounds like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.danger import danger
from hotline.domain.danger_words import DANGER_WORDS

SENTENCES = """
fire | 着火了
fire | 人民路12号着火了快来
fire | 楼上起火了
fire | 电动车自燃
fire | 小区发生火灾
fire | 三楼冒浓烟
fire | 没人管，着火了
fire | 119
fire | 快打119
fire | There is a fire at 12 Renmin Road
fire | the shed is on fire
fire | I heard an explosion
fire | help, fire!
fire | call 119
gas | 漏气了
gas | 楼道里有煤气味
gas | 闻到燃气的味道，燃气泄漏
gas | 家里煤气漏了
gas | 漏 气 了
gas | I smell gas in the hallway
gas | gas leak at no 7
gas | strong smell of gas
injury | 救命
injury | 救命啊！！
injury | 有人受伤了
injury | 孩子掉进井里了
injury | 老人晕倒在路边
injury | 路口发生车祸
injury | 有人要跳楼
injury | 120
injury | 快叫120
injury | 他没有呼吸了
injury | 老人摔倒起不来
injury | someone is hurt badly
injury | a man is unconscious
injury | she is not breathing
injury | child drowning in the lake
injury | need an ambulance
injury | call 120 please
crime_trapped | 有人被困电梯
crime_trapped | 我困在电梯里了
crime_trapped | 抢劫
crime_trapped | 有人持刀
crime_trapped | 110
crime_trapped | １１０
crime_trapped | 帮我打110
crime_trapped | 110！有人打我
crime_trapped | help me
crime_trapped | Help me!!!
crime_trapped | please help me
crime_trapped | we are trapped in the basement
crime_trapped | stuck in the lift
crime_trapped | a man with a knife
electric | 有人触电了
electric | 路灯杆漏电
electric | 电线掉下来冒火花
electric | live wire on the pavement
electric | the cable is sparking
electric | power line down on Renmin Road
collapse | 路面塌陷
collapse | 墙塌了
collapse | 房子要塌了
collapse | 高空坠物
collapse | the road collapsed
collapse | a sinkhole opened
flood | 山洪来了
flood | 河堤决堤
flood | 发大水了
flood | a car was swept away
flood | flash flood here
none | 灭火器箱坏了
none | 饭店油烟熏死人了
none | 广场舞吵死人
none | 火车站路灯不亮
none | 火锅店油烟大
none | 煤气灶店占道经营
none | 人民路110号垃圾没人清
none | 人民路120号井盖坏了
none | 120路公交站牌坏了
none | 119路车不停站
none | 电话13911012011
none | 2641-7301
none | 12011911
none | 我的单号110-2641
none | 消防通道被堵了
none | 消防通道堵了，有火灾隐患
none | 没有着火
none | 不是漏气，是下水道的味
none | 没人受伤
none | 怕着火，楼道堆满了东西
none | 容易触电
none | 轮胎漏气了
none | 跳楼价促销喇叭太吵
none | 报警器一直响
none | 人行道砖松动，差点摔倒
none | 花了110块
none | 打了110也没人管噪音
none | 煤气费怎么交
none | 井盖坏了
none | 急救站门口违停
none | 为噪音所困扰
none | fire hydrant broken
none | fire lane blocked by a van
none | Fire station road is full of holes
none | can you help me with my bill
none | he helped me a lot
none | help
none | HELP
none | no fire, just smoke from the grill
none | nobody injured but the railing is bent
none | fix it before someone gets injured
none | Person lying on the road
none | Stop sign knocked down
none | 110 Renmin Road, bins overflowing
none | bus 120 is always late
none | fireworks every night
none | the gas station queue
none | spark plugs dumped
none |
"""

CASES = [tuple(part.strip() for part in line.split("|")) for line in SENTENCES.strip().splitlines()]


def test_the_table_is_wide_enough() -> None:
    assert len(CASES) >= 80


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_danger_is_told_from_what_sounds_like_it(expected: str, text: str) -> None:
    found = danger(text, DANGER_WORDS)
    assert (str(found.kind) if found else "none") == expected, found


def test_it_says_which_word_decided() -> None:
    found = danger("楼上着火了", DANGER_WORDS)
    assert found is not None
    assert found.word == "着火"


@given(st.text(), st.sampled_from(["着火了", "救命", "help me"]))
def test_danger_is_found_wherever_it_stands(before: str, cry: str) -> None:
    assert danger(f"井盖坏了。{cry}！", DANGER_WORDS) is not None
    danger(before + cry, DANGER_WORDS)


@pytest.mark.parametrize("text", ["110" * 7_000, "没有" * 10_000 + "着火", "fire lane " * 2_000, "\ud800着火了"])
def test_long_and_broken_texts_are_read(text: str) -> None:
    danger(text, DANGER_WORDS)
