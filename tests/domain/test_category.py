"""What residents write and say, and the category it must become."""

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.category import THRESHOLD, categorise
from tests.domain.sample import CATEGORIES

SENTENCES = """
c01-cover | 人民路12号井盖坏了
c01-cover | 井盖坏了
c01-cover | 建设路小学北门井盖丢了，晚上有人差点掉下去
c01-cover | 井 盖 坏 了
c01-cover | 井盖 一直 响
c01-cover | 路中间窨井盖没了
c01-cover | 污水井盖子没了
c01-cover | 精盖坏了
c01-cover | 路灯下面的井盖没了
c01-cover | 公厕门口井盖塌了
c01-cover | Broken manhole cover at 12 Renmin Road
c01-cover | broken manhole cover
c01-cover | the manhole covers are rattling
c01-cover | manhole missing next to the street light
c01-cover | manhoel cover broken
c01-cover | sewer lid gone on Jiefang Road
c01-lamp | 路灯不亮
c01-lamp | 解放路路灯都不亮了，黑灯瞎火的
c01-lamp | 路 灯 不 亮 了
c01-lamp | 街灯白天亮着
c01-lamp | 灯杆歪了
c01-lamp | 路等不亮
c01-lamp | Street lights are out
c01-lamp | streetlamp flickering on Jianshe Road
c01-lamp | the lights are out in our street
c01-lamp | brocken street ligth
c01-lamp | lamp post leaning over
c01-lamp | The lamp outside my house is broken
c01-drain | 下水道堵了
c01-drain | 雨水篦子坏了
c01-drain | 下水口返水，味道很大
c01-drain | 污水冒出来了
c01-drain | blocked drain outside no 5
c01-drain | storm drains are backed up
c01-drain | sewage coming up
06013 | 路面有个大坑
06013 | 路上有个坑
06013 | 人行道地砖松动
06013 | 路面坑坑洼洼
06013 | 水泥路裂开了
06013 | Pothole on Jiefang Road
06013 | there's a hole in the road
06013 | Road is full of holes
06013 | loose paving stones
06013 | pothle near the school
06010 | 垃圾没人清
06010 | 小区门口垃圾堆成山
06010 | 有人乱扔垃圾
06010 | 装修垃圾堆在路边
06010 | 臭死了
06010 | 垃圾桶旁边都是垃圾
06010 | 拉圾没人管
06010 | rubbish piled up behind the market
06010 | Garbage dumped by the gate
06010 | someone dumped an old sofa
06010 | rubish everywhere
06012 | 路面很脏没人扫
06012 | 路上都是泥巴
06012 | 路上油污很滑
06012 | 落叶没有清扫
06012 | mud on the road
06012 | street not cleaned for weeks
06012 | dirty streets
06042 | 垃圾桶满了溢出来
06042 | 垃圾箱三天没人收
06042 | 垃圾桶满了
06042 | bins are overflowing
06042 | the rubbish bin is full
06042 | overflowing trash cans at the park
06028 | 楼下太吵睡不着
06028 | 广场舞音响声音太大
06028 | 半夜唱歌
06028 | 隔壁狗叫了一晚上
06028 | KTV太吵
06028 | 噪 音 扰 民
06028 | 早音扰民
06028 | Loud music all night
06028 | so noisy I can't sleep
06028 | dog barking every night
06028 | karaoke next door
06027 | 饭店油烟熏人
06027 | 楼下烧烤摊烟熏
06027 | 排烟管对着我家窗户
06027 | cooking fumes from the restaurant
06027 | greasy smoke from the kitchen downstairs
08001 | 工地夜间施工
08001 | 半夜还在打桩
08001 | 工地吵得睡不着
08001 | 工地扬尘很大
08001 | construction noise at night
08001 | pile driving at 2 am
08001 | drilling at midnight
09005 | 饭馆把桌子摆外面
09005 | 超市店外经营
09005 | 水果店把货摆到人行道上
09005 | restaurant tables on the sidewalk
09005 | shop goods outside again
09006 | 小贩占道经营
09006 | 学校门口很多摆摊的
09006 | 流动摊贩占人行道
09006 | street vendors blocking the way
09006 | hawkers at the East Gate
09006 | fruit stalls on the pavement
09009 | 有车乱停堵门
09009 | 门口违停
09009 | 汽车乱停放占人行道
09009 | 车位被占
09009 | Cars parked on the pavement
09009 | a truck is parked illegally
09009 | car blocking my gate
09010 | 电动车乱停
09010 | 共享单车堆了一地
09010 | 自行车乱停
09010 | shared bikes everywhere
09010 | e-bikes blocking the door
09010 | bicycles piled up
09012 | 消防通道被堵了
09012 | 车停在消防通道上
09012 | 占用消防通道停车
09012 | fire lane blocked by a van
09012 | cars blocking the fire exit
06001 | 楼顶有人违建
06001 | 查处违建
06001 | 邻居私搭彩钢房
06001 | 邻居私自加盖一层
06001 | illegal extension on the roof
06001 | neighbour built an illegal structure
06025 | 人工湖臭了
06025 | 河里漂垃圾
06025 | 河水发黑发臭
06025 | 河里很多死鱼
06025 | the river smells
06025 | dead fish in the canal
c04-tree | 大树倒了
c04-tree | 树枝断了快掉下来
c04-tree | 梧桐树枝挡住窗户
c04-tree | 行道树枯死了
c04-tree | a tree fell over
c04-tree | branches blocking the path
c02-signal | 红绿灯坏了
c02-signal | 路口信号灯不亮
c02-signal | 红绿灯不亮
c02-signal | traffic lights not working
c02-signal | traffic signal stuck on red
c02-rail | 护栏撞坏了
c02-rail | 桥上栏杆松了
c02-rail | guard rail is bent
c02-rail | broken railings on the bridge
c03-toilet | 公厕太脏
c03-toilet | 公园厕所没水
c03-toilet | 厕所堵了
c03-toilet | the public toilets are filthy
c03-toilet | toilet blocked
10001 | 路面结冰
10001 | 积雪没铲
10001 | 天桥路滑摔了好几个人
10001 | icy road
10001 | snow not cleared on the steps
10002 | 电线掉下来了
10002 | 一根电线垂到地上
10002 | 电线断了
10002 | power line down on Renmin Road
10002 | wires hanging over the path
05-pipe | 水管爆了
05-pipe | 自来水管爆管
05-pipe | burst water main
05-pipe | a pipe burst and water is gushing
05-collapse | 路面塌陷
05-collapse | 路塌了一个大洞
05-collapse | sinkhole in the road
05-collapse | the road collapsed
05-gas | 有煤气味
05-gas | 楼道里燃气泄漏
05-gas | 漏气了快来
05-gas | I smell gas
05-gas | gas leak at no 7
05-flood | 桥下积水
05-flood | 一下雨小区就被淹
05-flood | road flooded
05-flood | standing water under the bridge
none | 报废车没人管
none | 对服务不满意
none | 这里也是这样
none | 有你们在真好
none | 未见好转
none | 站到门口去
c01-cover | 井改坏了
none | 你好
none | 在吗
none | 煤气费怎么交
none | 天然气缴费网点
none | T2航站楼
none | Person lying on the road
none | Stop sign knocked down
none | 2641-7301
none | 1
none | hello
none | turn right at night
none | the train was late
none | 🙂🙂🙂
none |
"""

CASES = [tuple(part.strip() for part in line.split("|")) for line in SENTENCES.strip().splitlines()]


def test_the_table_is_as_wide_as_the_sample() -> None:
    assert len(CASES) >= 120
    assert {case[0] for case in CASES} == {category.id for category in CATEGORIES} | {"none"}


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_a_sentence_becomes_its_category(expected: str, text: str) -> None:
    scored = categorise(text, CATEGORIES)
    assert (scored.best.id if scored.best else "none") == expected, scored.why


def test_it_says_which_words_decided() -> None:
    scored = categorise("人民路12号井盖坏了", CATEGORIES)
    assert scored.why == ("井盖",)
    assert scored.score == 1.0


def test_the_longer_word_silences_the_shorter_inside_it() -> None:
    scored = categorise("垃圾桶满了", CATEGORIES)
    assert scored.best is not None
    assert scored.best.id == "06042"
    assert scored.alternatives == ()


def test_a_tie_goes_to_the_first_said_and_keeps_the_other() -> None:
    scored = categorise("井盖坏了，路灯也坏了", CATEGORIES)
    assert scored.best is not None
    assert scored.best.id == "c01-cover"
    assert scored.score == 0.5
    assert [category.id for category in scored.alternatives] == ["c01-lamp"]


def test_three_matters_at_once_are_no_guess() -> None:
    scored = categorise("井盖、路灯、栏杆都坏了", CATEGORIES)
    assert scored.best is None
    assert scored.score < THRESHOLD
    assert [category.id for category in scored.alternatives] == ["c01-cover", "c01-lamp", "c02-rail"]


def test_what_is_only_heard_alike_is_less_sure_than_what_is_said() -> None:
    said = categorise("井盖坏了", CATEGORIES)
    heard = categorise("精盖坏了", CATEGORIES)
    slipped = categorise("manhoel cover", CATEGORIES)
    assert heard.score < slipped.score < said.score


def test_a_word_two_categories_share_names_both() -> None:
    cover = CATEGORIES[0]
    twin = replace(cover, id="c01-twin")
    scored = categorise("井盖坏了", (cover, twin))
    assert scored.best == cover
    assert scored.alternatives == (twin,)


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    scored = categorise(text, CATEGORIES)
    assert 0 <= scored.score <= 1
    assert (scored.best is None) or (scored.score >= THRESHOLD and scored.why)


@pytest.mark.parametrize("text", ["吵" * 20_000, "light " * 4_000, "\udc80井盖", "a" * 20_000, "好" * 20_000])
def test_a_long_or_broken_text_is_read_in_bounded_time(text: str) -> None:
    started = perf_counter()
    categorise(text, CATEGORIES)
    assert perf_counter() - started < 2
