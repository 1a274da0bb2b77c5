"""Which piece of somebody's words says where, and which grid that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.place import Gazetteer, GazetteerPlace, Grid, GridKind, find_place, read_place_answer
from hotline.domain.words import tidy
from tests.domain.sample_grids import GAZETTEER

# What was said, the words that say where, and the grid, - where it stays open.
FOUND = """
人民路12号井盖坏了 | 人民路12号 | east-1
人民路 12 号 井 盖 坏 了 | 人民路12号 | east-1
人民路１２号井盖坏了 | 人民路12号 | east-1
人民路十二号井盖坏了 | 人民路十二号 | east-1
人民路一百二十号井盖坏了 | 人民路一百二十号 | east-2
人民路120号垃圾没人清 | 人民路120号 | east-2
人民路399号太吵 | 人民路399号 | east-2
人民路500号太吵 | 人民路500号 | -
人民路99号路灯不亮 | 人民路99号 | east-1
人民路100号路灯不亮 | 人民路100号 | east-2
人民路井盖坏了 | 人民路 | -
井盖坏了，人民路12号 | 人民路12号 | east-1
人民大街12号门口井盖丢了 | 人民大街12号门口 | east-1
人民路路灯不亮 | 人民路 | -
建设路小学北门井盖坏了 | 建设路小学北门 | east-3
建设路小学北门，晚上有人差点掉下去 | 建设路小学北门 | east-3
建设小学门口很多摆摊的 | 建设小学门口 | east-3
建设路上有个坑 | 建设路 | east-3
我在建设路看到路灯不亮 | 建设路 | east-3
建设路和解放路路口红绿灯坏了 | 建设路和解放路路口 | east-3
人民路和解放路交叉口积水 | 人民路和解放路交叉口 | west-1
人民路与建设路路口井盖丢了 | 人民路与建设路路口 | east-3
解放路5号有煤气味 | 解放路5号 | west-1
解放桥下积水 | 解放桥 | west-1
东门菜市场垃圾堆成山 | 东门菜市场 | east-2
东门市场附近太脏 | 东门市场附近 | east-2
人民路东门菜市场门口违停 | 人民路东门菜市场门口 | east-2
阳光花园3栋楼下噪音 | 阳光花园3栋楼下 | east-3
阳光花园小区北门违停 | 阳光花园小区北门 | east-3
第一人民医院门口堵车 | 第一人民医院门口 | east-2
市一院旁边公厕脏 | 市一院旁边 | east-2
中心广场广场舞太吵 | 中心广场 | west-1
柳树村路灯不亮 | 柳树村 | north-1
柳树村小学门口积水 | 柳树村小学门口 | north-1
杨庄大桥护栏坏了 | 杨庄大桥 | north-2
杨庄没人收垃圾 | 杨庄 | north-2
城北镇停水了 | 城北镇 | north-1
东湖公园厕所没水 | 东湖公园 | east-3
火车站广场太脏 | 火车站广场 | east-1
火车站垃圾桶满了 | 火车站 | east-1
任民路12号井盖坏了 | 任民路12号 | east-1
建设录小学门口 | 建设录小学门口 | east-3
胜利路8号井盖坏了 | 胜利路8号 | -
胜利路井盖坏了 | 胜利路 | -
我在胜利路看见树倒了 | 胜利路 | -
昨天晚上中山北路路灯不亮 | 中山北路 | -
槐树巷3号漏水 | 槐树巷3号 | -
世纪大道积水 | 世纪大道 | -
育才中学门口违停 | 育才中学门口 | -
翠湖小区北门垃圾没人清 | 翠湖小区北门 | -
张家村路灯坏了 | 张家村 | -
和平路12号太吵 | 和平路12号 | -
解放路小学门口路灯不亮 | 解放路小学门口 | west-1
解放路第三小学门口堵车 | 解放路第三小学门口 | west-1
路灯坏了在柳树村二组 | 柳树村二组 | north-1
金色家园5号楼着火了 | 金色家园5号楼 | -
长江路123弄5号 | 长江路123弄5号 | -
胜利路和光明街路口井盖没了 | 胜利路和光明街路口 | -
Broken manhole cover at 12 Renmin Road | 12 Renmin Road | east-1
broken manhole cover at 12 renmin road | 12 renmin road | east-1
Broken manhole at no. 120 Renmin Rd | no. 120 Renmin Rd | east-2
Renmin Road 12, manhole broken | Renmin Road 12 | east-1
12 Renmin Lu street light out | 12 Renmin Lu | east-1
North gate of Jianshe Road School. Somebody nearly fell in last night. | North gate of Jianshe Road School | east-3
manhole missing, north gate of Jianshe Road School | north gate of Jianshe Road School | east-3
Jianshe School north gate, cars parked | Jianshe School north gate | east-3
rubbish in front of the East Gate Market | in front of the East Gate Market | east-2
near East Gate Market it stinks | near East Gate Market | east-2
corner of Renmin Road and Jiefang Road, traffic light out | corner of Renmin Road and Jiefang Road | west-1
Jianshe Road and Jiefang Road crossing, light out | Jianshe Road and Jiefang Road crossing | east-3
Noise at Central Square every night | Central Square | west-1
Liushu Village has no street lights | Liushu Village | north-1
street light out on Yangzhuang Bridge | Yangzhuang Bridge | north-2
pothole on jiefang road | jiefang road | west-1
Jeifang Road pothole | Jeifang Road | west-1
12 Rennmin Road manhole | 12 Rennmin Road | east-1
Broken street light in Sunshine Garden building 3 | Sunshine Garden building 3 | east-3
pothole at 7 Victory Road | 7 Victory Road | -
Victory Road is flooded | Victory Road | -
bins overflowing on oak lane | oak lane | -
near Greenfield Hospital, cars everywhere | near Greenfield Hospital | -
near the bus station the light is out | near the bus station | west-1
opposite Sunrise Hotel it is noisy | opposite Sunrise Hotel | -
"""

NOWHERE = """
井盖坏了
路上有个坑
马路上有个大坑
路边垃圾没人清
路灯不亮
路面塌陷
这条路坑坑洼洼
门口违停
我们小区垃圾没人收
小区门口井盖坏了
学校门口很多摆摊的
十字路口红绿灯坏了
人行道地砖松动
水泥路裂开了
120路公交站牌坏了
公厕太脏
楼下太吵
我家楼下烧烤摊
公园厕所没水
大街上有人唱歌
医院门口堵车
天桥路滑
农贸市场太脏
查
2641-7301
谢谢
你好
broken manhole cover
the road is full of holes
dirty road
absolutely awful road again
Muddy street, nobody cleans
there's a hole in the street
cars parked on the pavement
noise in our street every night
rubbish in the park
street light not working
fire lane blocked by a van
the school gate
STATUS 26417301
ok
hi
"""

CASES = [tuple(part.strip() for part in line.split("|")) for line in FOUND.strip().splitlines()]
NONE = NOWHERE.strip().splitlines()


def test_the_table_is_wide_enough() -> None:
    assert len(CASES) + len(NONE) >= 80


@pytest.mark.parametrize(("text", "words", "grid"), CASES)
def test_the_place_is_found_in_the_text(text: str, words: str, grid: str) -> None:
    place = find_place(text, GAZETTEER)
    assert place is not None
    assert (place.words, place.grid_id or "-") == (words, grid)


@pytest.mark.parametrize("text", NONE)
def test_what_says_nothing_of_where_is_no_place(text: str) -> None:
    place = find_place(text, GAZETTEER)
    assert place is None, place


def test_coordinates_are_rounded_to_ten_metres() -> None:
    place = find_place("人民路12号井盖坏了", GAZETTEER)
    assert place is not None
    assert (place.lat, place.lon, place.known) == (39.9123, 116.4212, True)


def test_an_unknown_street_is_a_place_without_grid_and_less_sure() -> None:
    place = find_place("胜利路8号井盖坏了", GAZETTEER)
    assert place is not None
    assert (place.known, place.grid_id, place.lat, place.lon) == (False, None, None, None)
    known = find_place("建设路井盖坏了", GAZETTEER)
    heard = find_place("建舍路小学井盖坏了", GAZETTEER)
    assert known is not None
    assert heard is not None
    assert place.score < heard.score < known.score


def test_a_street_of_several_grids_is_known_but_leaves_the_grid_open() -> None:
    place = find_place("人民路井盖坏了", GAZETTEER)
    assert place is not None
    assert (place.known, place.grid_id) == (True, None)


def test_a_crossing_of_two_long_streets_is_in_the_grid_they_share() -> None:
    def grid(id_: str, *streets: str) -> Grid:
        places = tuple(GazetteerPlace(name={"zh-CN": street}, lat=1.0, lon=2.0) for street in streets)
        return Grid(id=id_, name={"zh-CN": id_}, kind=GridKind.URBAN, places=places)

    gazetteer = Gazetteer(grids=(grid("a", "长安街"), grid("b", "长安街", "复兴路"), grid("c", "复兴路")))
    place = find_place("长安街和复兴路路口积水", gazetteer)
    assert place is not None
    assert (place.words, place.grid_id) == ("长安街和复兴路路口", "b")


@pytest.mark.parametrize(
    ("answer", "words", "grid"),
    [
        ("人民路12号", "人民路12号", "east-1"),
        ("就在建设路小学北门。", "建设路小学北门", "east-3"),
        ("在老槐树下面", "老槐树下面", None),
        ("楼下", "楼下", None),
        ("地址：柳树村 3 组", "柳树村3组", "north-1"),
        ("It's at 12 Renmin Road", "12 Renmin Road", "east-1"),
        ("behind the old mill", "behind the old mill", None),
        ("at the second lamp post", "the second lamp post", None),
        ("在", "在", None),
        ("", "", None),
        ("🙂", "🙂", None),
    ],
)
def test_an_answer_to_where_is_the_place_whatever_it_says(answer: str, words: str, grid: str | None) -> None:
    place = read_place_answer(answer, GAZETTEER)
    assert (place.words, place.grid_id) == (words, grid)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    place = find_place(text, GAZETTEER)
    assert place is None or place.words
    read_place_answer(text, GAZETTEER)


@given(st.text(alphabet="人民路建设和12号门口的在RenminRoad St.,", max_size=60))
def test_texts_made_of_place_words_can_be_read(text: str) -> None:
    place = find_place(text, GAZETTEER)
    assert place is None or (place.words and place.words == place.words.strip())


@pytest.mark.parametrize(
    "text", ["人民路" * 7_000, "路" * 20_000, "Oak Road and " * 1_600, "1" * 20_000, "\ud800人民路12号"]
)
def test_long_and_broken_texts_are_read(text: str) -> None:
    place = find_place(text, GAZETTEER)
    assert place is None or place.words in tidy(text)
