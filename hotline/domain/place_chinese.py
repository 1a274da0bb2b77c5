"""What is built like a Chinese place name: 胜利路, 槐树巷, 育才小学; but not 马路, 这条路, 我们小区."""

import re
from collections.abc import Iterator

from hotline.domain.place_piece import BUILT, Piece

_HAN = "\u4e00-\u9fff"
# Words that stand before a name and are no part of it. Single characters that begin names
# (太平, 和平, 来安, 东, 新) are left alone.
_BEFORE = re.compile(
    "我们|你们|他们|咱们|我家|他家|您好|你好|请问|麻烦|昨天|今天|明天|前天|昨晚|今晚|晚上|早上|上午|下午|中午|半夜|凌晨|夜里"
    "|刚才|刚刚|现在|这里|那里|这边|那边|这个|那个|这条|那条|一个|一条|整条|有人|有个|就在|位于|靠近|附近|旁边|对面|隔壁"
    "|反映|投诉|举报|报告|发现|看见|看到|听说|因为|由于|路过|经过|住在|希望|能不能|地址|地点|位置|沿着|每天|天天|一直|老是"
    "|总是|最近|周末|井盖|垃圾桶|垃圾|路灯|乱停放|乱停|违停|乱放|噪音|积水|施工|坏了|堵了|丢了|不见了|没人管|没人清|公交车|公交"
    "|[我你您在是的了从到去往有就都把被对很又还也请给让住沿离跟与]|和(?![平谐睦义顺])"
)

_STREET = re.compile(f"([{_HAN}]{{2,10}}?)(大道|大街|胡同|路|街|巷|桥)(?![灯牌标人障过程况面道滑])")
_SPOT = re.compile(
    f"([{_HAN}]{{2,10}}?)((?:小区|花园|家园|公寓|新村|社区|村|苑|学校|小学|中学|幼儿园|大学|医院|卫生院|菜市场|市场|超市|公园|地铁站"
    "|火车站|汽车站|公交站|车站|广场|大厦|商场|镇|派出所|银行|酒店|宾馆|饭店|体育馆|图书馆|家属院|大院|工业园|水库|立交桥)+)(?![民委里])"
)

_NO_STREET = re.compile(
    ".*(?:马|公|道|铁|线|电|条|修|挡|堵|占|拦|让|走|迷|水泥|柏油|石子|石板|十字|丁字|三岔|交叉|主干|人行|步行|商业|单行|断头"
    "|乡间|乡村|农村|回家|门前|门口|楼下|楼前|村口|学校|小区|上班|放学|什么|哪|盲|过街|立交|高架|泥|烂|前面|后面|河边|路边|红绿灯|村里)"
    "|.*[一二三四五六七八九十几]条|十几|好几|一半|半|不平|大半"
)
_NO_SPOT = re.compile(
    "(?:这|那|个|附近|旁边|对面|农贸|农|菜|住宅|老旧|老|新|小|大|全|乡|本|隔壁|楼下|门口|儿童|公共|市民|社区|老年|私立|公立|综合"
    "|附属|中心|居民|商品|高档|封闭|整个|所在|前面|后面|路边|大型|连锁|批发|火|汽|公交|地铁|停|露天|休闲|购物|政府|街心|口袋|希望"
    "|职业|城|古|县|某|学校|医院|超市|公园|市场|广场|银行|饭店|小区|周边|整|全村|城中|家|楼上|一家|几家|这家|那家|夜|早|早上|每)+"
)
# A street runs on by direction or count: 中山北路, 经七路.
_RUNS_ON = "东西南北中上下前后一二三四五六七八九十"
_LONGEST_STREET, _LONGEST_SPOT = 4, 6


def chinese_pieces(said: str) -> Iterator[Piece]:
    masked = _BEFORE.sub(lambda found: " " * len(found[0]), said)
    for found in _STREET.finditer(masked):
        stem = found[1]
        if found[2] == "桥" and stem.endswith(("天", "立交")):
            continue
        if not _NO_STREET.fullmatch(stem):
            yield _piece(found, _street_stem(stem), is_street=True)
    for found in _SPOT.finditer(masked):
        stem = found[1] if len(found[1]) <= _LONGEST_SPOT else found[1][-4:]
        if not _NO_SPOT.fullmatch(stem):
            yield _piece(found, stem, is_street=False)


def _street_stem(stem: str) -> str:
    """Of a long run of characters only the end can be the name; the rest belongs to the sentence."""
    if len(stem) <= _LONGEST_STREET:
        return stem
    return stem[-3:] if stem[-1] in _RUNS_ON else stem[-2:]


def _piece(found: re.Match[str], stem: str, *, is_street: bool) -> Piece:
    return Piece(found.end(1) - len(stem), found.end(), stem + found[2], BUILT, is_street)
