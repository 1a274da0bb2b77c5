"""The national standard's other classes: what residents say becomes its code, and nothing a city words itself is taken away."""

from dataclasses import fields

import pytest

from hotline.config.national import national, with_national
from hotline.domain.category import Category, categorise
from tests.domain.sample import CATEGORIES
from tests.domain.test_category import CASES

# What is named more exactly by a class of the standard than by the sample city's own.
FINER = {
    "工地扬尘很大": "08004", "共享单车堆了一地": "09011", "报废车没人管": "06034", "Stop sign knocked down": "c02-sign",
}
SENTENCES = """
06004 | 楼上外墙瓷砖往下掉，太吓人了
06007 | 有人在行道树之间拉绳晒被子
06008 | 楼下飞线充电，从六楼拉下来的
06009 | 楼上空调滴水滴到我家窗台
06014 | 渣土撒了一路没人扫
06016 | 学校门口斑马线磨没了
06020 | 村口又在烧秸秆，呛得开不了窗
06020 | somebody is burning garbage behind the school
06021 | 行道树上掉虫子，走路都不敢抬头
06022 | 有人偷砍小区里的香樟
06024 | 有人在河里电鱼
06030 | 饭店天天往路上泼脏水
06033 | 草丛里发现用过的针头
06034 | 楼下一辆僵尸车停了两年了
06034 | there is an abandoned car on Jianshe Road
06035 | 路边扔了个床垫
06037 | 路上有只死狗没人处理
06037 | a dead cat lies on the road
06038 | 邻居养鸡，公鸡叫得凌晨就醒
06040 | 有人私装地锁
06045 | 楼下绿地被人拿来种菜
06047 | 遛狗不牵绳，狗屎到处都是
06049 | 天桥台阶坏了，老人不敢走
06050 | 马路牙子掉了一块
06051 | 盲道被占了
06052 | 医院门口轮椅上不去
07001 | 楼道里牛皮癣贴满了
07001 | graffiti on the wall of the station
07003 | 路口的广告牌要掉下来了
07006 | 门头招牌歪了
08002 | 修地铁的围挡占路占了三年
08003 | 刚铺的路又挖开了，挖坑没填
08004 | 工地没洒水，尘土飞扬
08011 | 半夜渣土车一辆接一辆
08014 | 人行道上钢筋露出来绊人
09003 | 桥下有个流浪汉，天冷了请去看看
09011 | 共享单车乱放堵住了地铁口
09016 | 停车乱收费，没有牌子
05-heat | 家里暖气不热三天了
c01-hydrant | 小区消火栓没水
c01-box | 路边配电箱门开着，小孩伸手就能摸到
c01-pole | 电线杆歪了
c01-fitness | 健身器材坏了，漫步机断了一根
c01-fitness | the swing in the playground is broken
c01-lift | 过街天桥电梯不动
c02-bus | 公交站台的顶棚破了
c02-bus | the bus shelter has no roof
c02-sign | 限速牌被树挡住了
c02-bump | 减速带松了，车过咣当响
c03-septic | 化粪池满了，粪水往外冒
c04-bench | 公园长椅断了一条腿
c04-green | 绿化带杂草一人高
c04-green | the grass is not cut for months
"""
LISTED = [tuple(part.strip() for part in line.split("|")) for line in SENTENCES.strip().splitlines()]


def _all() -> tuple[Category, ...]:
    own = {category.standard for category in CATEGORIES}
    rows = [row for row in national() if row.standard not in own]
    return (*CATEGORIES, *(Category(**{f.name: getattr(row, f.name) for f in fields(Category) if f.init}) for row in rows))


ALL = _all()


@pytest.mark.parametrize(("expected", "text"), LISTED)
def test_what_residents_say_becomes_its_code(expected: str, text: str) -> None:
    found = categorise(text, ALL)
    assert found.best is not None, found
    assert found.best.id == expected, (found.best.id, found.why)


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_nothing_the_city_words_itself_is_taken_away(expected: str, text: str) -> None:
    found = categorise(text, ALL)
    wanted = FINER.get(text, expected)
    assert (found.best.id if found.best else "none") == wanted, found.why


def test_every_class_has_words_and_a_name_in_both_languages_and_no_word_twice() -> None:
    words = [word for row in national() for listed in row.words.values() for word in listed]
    assert len(words) == len(set(words))
    assert all(row.words.get("zh-CN") and row.words.get("en") and row.name.get("en") for row in national())
    assert len(national()) > 110


def test_a_row_of_the_city_takes_the_place_of_the_standards() -> None:
    row = national()[0]
    mine = row.model_copy(update={"id": "own-1"})
    merged = with_national((mine,))
    assert [each.id for each in merged if each.standard == row.standard] == ["own-1"]
