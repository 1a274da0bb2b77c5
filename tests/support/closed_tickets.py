"""Closed tickets of an invented city, as its people wrote them: words of the configuration, and words it does not know."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

PLACES = (
    "人民路{n}号", "解放路{n}号附近", "建设路小学北门", "东风小区{n}栋", "阳光花园后门",
    "城北镇柳树村", "火车站东广场", "东湖公园", "幸福巷口", "东门菜市场",
)
PLACES_EN = (
    "at {n} Renmin Road",
    "near Jianshe Road School",
    "in Sunshine Garden",
    "by East Lake Park",
    "on Xingfu Lane",
)
OPENINGS = ("", "", "您好，", "你好，我要反映一下，", "麻烦看看，", "投诉：", "又来反映了，", "请问有人管吗，")
ENDINGS = ("", "", "，请尽快处理", "，谢谢", "，好几天了", "，晚上很危险", "，没人管", "，老人小孩走不了", "！！！")
# A category and how it is said: the first two or three are in the configuration, the others are not.
_SAID = """
c01-cover
  井盖坏了
  井盖丢了
  窨井盖松动
  马路中间那个铁盖子翘起来了，车一压咣咣响
  地上圆盖子塌下去一块
  manhole cover broken
  the round iron lid in the road rattles
c01-lamp
  路灯不亮
  路灯坏了
  这条路黑得伸手不见五指
  晚上走路全靠手机照着
  杆子上那盏大灯一闪一闪的
  street light out
  it is pitch dark here at night
06013
  路面有个大坑
  路面破损
  马路坑坑洼洼
  电动车颠得人要飞出去
  地面一道大口子轮胎卡进去了
  pothole in the road
  my wheel got stuck in a gap in the tarmac
06010
  垃圾没人清
  一堆垃圾
  路边扔了好多破烂
  吃剩的饭菜倒了一地招苍蝇
  塑料袋满天飞
  rubbish everywhere
  plastic bags flying all over
06028
  广场舞太吵
  楼下噪音
  楼上半夜拖椅子蹦迪
  商场门口大喇叭喊一天
  打鼓敲锣的练到十一点
  noise at night
  they drum until eleven every evening
09009
  门口乱停车
  车停在人行道上
  我家车库出不来了被人拦在里面
  消防登高面全是小轿车
  两边都是私家车会不了车
  illegal parking
  I cannot get out of my garage
09006
  占道摆摊
  流动摊贩
  卖煎饼的把路堵了
  三轮车卖橘子的一排
  练摊的天黑就来
  street vendors
  a man sells oranges from a tricycle all over the lane
08001
  工地半夜施工
  夜间施工
  隔壁盖楼的凌晨还在轰隆隆
  打混凝土打到天亮
  拆房子的机器一早就开
  construction noise at night
  the builders next door start their machines at five
06025
  河水发黑
  河里漂垃圾
  护城河味道熏得人不敢开窗
  水面一层绿油油的东西
  鱼都翻白肚了
  the river smells
  green slime on the water
c04-tree
  树枝断了
  大树要倒
  枝条伸到我家窗户里了
  刮风那棵歪脖子随时砸下来
  挡住红绿灯的枝子要剪
  fallen tree
  branches grow into my window
05-flood
  路面积水
  下雨积水很深
  一下雨这里就成河
  水漫到膝盖车都熄火了
  踩着砖头才能过去
  flooded road
  cars stall here when it rains
06027
  油烟太大
  饭店油烟
  楼下炒菜的味道全进我家
  烟囱正对着卧室
  衣服晾出去全是辣椒味
  cooking fumes
  their chimney points at our bedroom
"""


def _said() -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    label = ""
    for line in _SAID.strip().splitlines():
        if line.startswith(" "):
            said[label].append(line.strip())
        else:
            label = line.strip()
            said[label] = []
    return said


SAID = _said()


def rows(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """(words, category), as unevenly spread as a real city's."""
    dice = random.Random(seed)  # the same tickets every time
    labels = list(SAID)
    weights = [1 / (place + 1) for place in range(len(labels))]
    for _ in range(count):
        label = dice.choices(labels, weights)[0]
        said = dice.choice(SAID[label])
        number = dice.randint(1, 120)
        if said.isascii():
            yield f"{said} {dice.choice(PLACES_EN).format(n=number)}", label
        else:
            place = dice.choice(PLACES).format(n=number)
            order = (place, said) if dice.random() < 0.7 else (said, "，在" + place)
            yield dice.choice(OPENINGS) + "".join(order) + dice.choice(ENDINGS), label


def write(path: Path, count: int, seed: int = 7) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "text", "label"])
        table.writerows((number, text, label) for number, (text, label) in enumerate(rows(count, seed), start=1))
    return path
