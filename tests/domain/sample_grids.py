"""The sample city's grids and gazetteer as the tests use them."""

from hotline.domain.place import Gazetteer, GazetteerPlace, Grid, GridKind

Row = tuple[str, str, str, int | None, int | None, float, float]


def _grid(id_: str, zh: str, en: str, kind: GridKind, rows: tuple[Row, ...]) -> Grid:
    return Grid(id=id_, name={"zh-CN": zh, "en": en}, kind=kind, places=tuple(_place(row) for row in rows))


def _place(row: Row) -> GazetteerPlace:
    zh, en, aliases, from_no, to_no, lat, lon = row
    return GazetteerPlace(
        name={"zh-CN": zh, "en": en},
        aliases=tuple(aliases.split("|")) if aliases else (),
        from_no=from_no,
        to_no=to_no,
        lat=lat,
        lon=lon,
    )


GAZETTEER = Gazetteer(
    grids=(
        _grid("east-1", "城东1格", "East 1", GridKind.URBAN, (
            ("人民路", "Renmin Road", "人民大街|Renmin Lu|People's Road", 1, 99, 39.91231, 116.42118),
            ("人民公园", "People's Park", "人民路公园|Renmin Park", None, None, 39.91314, 116.42236),
            ("火车站", "Railway Station", "示范火车站|示范站|Train Station", None, None, 39.91085, 116.41987),
            ("东风小区", "Dongfeng Estate", "东风里|东风家属院|Dongfeng Xiaoqu", None, None, 39.91402, 116.42051),
        )),
        _grid("east-2", "城东2格", "East 2", GridKind.URBAN, (
            ("人民路", "Renmin Road", "人民大街|Renmin Lu|People's Road", 100, 399, 39.91236, 116.42874),
            ("东门菜市场", "East Gate Market", "东门市场|东门农贸市场|Dongmen Market", None, None, 39.91187, 116.43012),
            ("第一人民医院", "First People's Hospital", "人民医院|市一院|People's Hospital", None, None,
             39.91358, 116.42941),
            ("幸福巷", "Xingfu Lane", "Xingfu Alley", None, None, 39.91129, 116.42963),
        )),
        _grid("east-3", "城东3格", "East 3", GridKind.URBAN, (
            ("建设路", "Jianshe Road", "建设大街|Jianshe Lu", None, None, 39.91876, 116.43327),
            ("建设路小学", "Jianshe Road School", "建设小学|Jianshe School|Jianshe Road Primary School", None, None,
             39.91934, 116.43408),
            ("阳光花园", "Sunshine Garden", "阳光小区|阳光花园小区|Yangguang Garden", None, None, 39.92017, 116.43265),
            ("东湖公园", "East Lake Park", "东湖|Donghu Park", None, None, 39.92105, 116.43552),
        )),
        _grid("west-1", "城西1格", "West 1", GridKind.URBAN, (
            ("解放路", "Jiefang Road", "解放大街|Jiefang Lu|Liberation Road", None, None, 39.91203, 116.40125),
            ("中心广场", "Central Square", "市民广场|Center Square", None, None, 39.91266, 116.40237),
            ("解放桥", "Jiefang Bridge", "Liberation Bridge", None, None, 39.91098, 116.40016),
            ("汽车站", "Bus Station", "长途汽车站|客运站|Coach Station", None, None, 39.91341, 116.39984),
        )),
        _grid("north-1", "城北1格", "North 1", GridKind.RURAL, (
            ("城北镇", "Chengbei Town", "城北镇政府", None, None, 39.96512, 116.41533),
            ("柳树村", "Liushu Village", "柳树庄|Liushu", None, None, 39.97024, 116.41761),
            ("柳树村小学", "Liushu Village School", "柳树小学", None, None, 39.97086, 116.41812),
        )),
        _grid("north-2", "城北2格", "North 2", GridKind.RURAL, (
            ("杨庄", "Yangzhuang", "杨庄村|Yangzhuang Village", None, None, 39.98115, 116.43046),
            ("杨庄大桥", "Yangzhuang Bridge", "杨庄桥", None, None, 39.98253, 116.43194),
        )),
    )
)  # fmt: skip
