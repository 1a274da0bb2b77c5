"""The sample city's categories as the tests use them."""

from hotline.domain.category import Category
from hotline.domain.duration import Duration

# A category a paragraph: id, standard, names, flags, result, key; then its words by language.
_TABLE = """
c01-cover / 2026:c01023 / 井盖 / manhole cover / - / - / 1
zh-CN: 井盖 | 窨井 | 下水井 | 污水井 | 雨水井 | 阴井 | 沙井 | 井盖板 | 盖子没了 | 井口
en: manhole | manhole cover | man hole | sewer cover | sewer lid | drain cover | utility cover

c01-lamp / 2026:c01037 / 路灯 / street light / - / - / 2
zh-CN: 路灯 | 街灯 | 灯不亮 | 灯坏 | 灯杆 | 灯柱 | 没有灯 | 灯都不亮 | 灯一直闪 | 灯白天亮 | 照明 | 黑灯瞎火
en: street light | street lamp | streetlight | streetlamp | lamp post | lamp | lamppost | light pole | lamp out |
en: lights out | light not working | street dark | lighting

c01-drain / 2026:c01004 / 雨水箅子和下水道 / drain / - / - / -
zh-CN: 雨水箅子 | 雨水篦子 | 箅子 | 篦子 | 下水道 | 下水口 | 排水口 | 排水沟 | 雨水口 | 下水堵 | 返水 | 反水 |
zh-CN: 下水不通 | 污水冒
en: drain | gully | storm drain | sewer | sewage | drain grate | grating | drain blocked | blocked drain |
en: backed up

06013 / 2026:06013 / 道路破损 / road damage / - / - / -
zh-CN: 坑 | 大坑 | 坑洼 | 坑坑洼洼 | 路面破 | 路面坏 | 路面损坏 | 路烂 | 路坏 | 路不平 | 路面裂 | 马路裂 | 地面裂 |
zh-CN: 地砖 | 地砖松 | 人行道砖 | 砖松动 | 盲道坏 | 路破 | 坑洞 | 路面不平 | 路面翻浆 | 水泥路裂 | 马路破 |
zh-CN: 道路破损
en: pothole | pot hole | hole in road | hole in street | road damage | damaged road | broken road | cracked road |
en: broken pavement | uneven pavement | loose paving | paving stone | paving slab | cracked pavement |
en: broken sidewalk | road surface | road broken | road full of holes | sidewalk broken | pavement broken |
en: bumpy road | crack in road

06010 / 2026:06010 / 暴露垃圾 / rubbish / - / 2wd / 3
zh-CN: 垃圾 | 垃圾堆 | 垃圾没人清 | 乱扔垃圾 | 暴露垃圾 | 生活垃圾 | 倒垃圾 | 建筑垃圾 | 装修垃圾 | 渣土 | 废弃物 |
zh-CN: 臭 | 臭味 | 旧沙发 | 旧床垫 | 破家具
en: rubbish | garbage | trash | litter | waste | refuse | fly tipping | flytipping | dumped | debris |
en: old mattress | old sofa | smelly | stinks

06012 / 2026:06012 / 道路不洁 / dirty road / - / 1wd / -
zh-CN: 路上脏 | 路面脏 | 路脏 | 街上脏 | 没人扫 | 没扫 | 有泥 | 都是泥 | 满是泥 | 泥水 | 泥巴 | 带泥 | 油污 |
zh-CN: 道路不洁 | 落叶 | 满地灰 | 路面很脏 | 街道很脏 | 马路很脏 | 路上很脏 | 地上很脏 | 没有清扫
en: dirty road | dirty street | road dirty | street dirty | mud on road | muddy road | oil on road | unswept |
en: not swept | street not cleaned | filthy street | fallen leaves | filthy road

06042 / 2026:06042 / 垃圾桶满溢 / full bin / - / 1wd / -
zh-CN: 垃圾桶 | 垃圾箱 | 果皮箱 | 垃圾站 | 垃圾房 | 垃圾桶满 | 桶满 | 满溢 | 溢出来 | 垃圾箱满 | 垃圾没人收
en: bin | dustbin | trash can | garbage can | rubbish bin | litter bin | waste bin | full bin | bin overflowing |
en: overflowing bin | overflowing trash | overflowing garbage | skip full | dumpster

06028 / 2026:06028 / 噪声扰民 / noise / night / - / 4
zh-CN: 噪音 | 噪声 | 太吵 | 吵 | 很吵 | 吵死 | 扰民 | 广场舞 | 音响 | 喇叭 | 音乐声 | 唱歌 | KTV | 卡拉OK | 睡不着 |
zh-CN: 狗叫 | 鸣笛 | 轰鸣 | 飙车 | 声音太大 | 声音很大
en: noise | noisy | loud | loud music | music | can't sleep | cannot sleep | square dancing | karaoke |
en: loudspeaker | dog barking | barking | blaring | racket | honking

06027 / 2026:06027 / 油烟污染 / cooking fumes / - / - / -
zh-CN: 油烟 | 油烟大 | 饭店油烟 | 烟熏 | 熏人 | 熏死 | 炒菜烟 | 烟道 | 排烟 | 烧烤烟 | 油烟味 | 烧烤摊 | 烧烤
en: cooking fume | fumes | cooking smoke | kitchen smoke | greasy smoke | restaurant smoke | barbecue smoke |
en: extractor | barbecue | cooking smell | smoke from restaurant

08001 / 2026:08001 / 施工扰民 / construction nuisance / night / - / -
zh-CN: 施工 | 夜间施工 | 半夜施工 | 工地 | 工地吵 | 工地噪音 | 施工噪音 | 打桩 | 浇筑 | 电钻 | 挖掘机 | 扬尘 |
zh-CN: 混凝土车 | 施工扰民 | 装修吵 | 装修噪音 | 钻孔
en: construction | construction site | construction noise | building site | building work | night works |
en: drilling | pile driving | jackhammer | excavator | road works | roadworks | construction work | site noise

09005 / 2026:09005 / 店外经营 / shop trading outside / - / - / -
zh-CN: 店外经营 | 出店 | 桌子摆外面 | 摆到外面 | 摆在外面 | 摆到店外 | 占道摆桌 | 货摆出来 | 摆到人行道 | 店外摆 |
zh-CN: 门口摆满 | 桌椅摆
en: trading outside | shop goods outside | goods on pavement | goods on sidewalk | tables on pavement |
en: tables on sidewalk | tables outside | goods outside | stock outside | shop display | chairs outside

09006 / 2026:09006 / 占道经营 / street trading / - / - / -
zh-CN: 占道经营 | 摆摊 | 摊贩 | 小贩 | 流动摊 | 地摊 | 占道 | 占人行道 | 占用人行道 | 摊位 | 卖水果 | 卖菜 | 夜市 |
zh-CN: 早市 | 路边摊 | 推车卖 | 三轮车卖
en: street trading | street vendor | vendor | hawker | peddler | street seller | stall | stalls | street stall |
en: fruit cart | food cart | selling on pavement | selling on street

09009 / 2026:09009 / 机动车乱停放 / badly parked car / - / - / 5
zh-CN: 违停 | 乱停车 | 乱停 | 停车堵 | 路边停车 | 门口停车 | 占车位 | 占道停车 | 堵门 | 挡门 | 车挡 | 汽车乱停 |
zh-CN: 车停 | 停了一辆车 | 违章停车 | 车乱停 | 货车停 | 停满车 | 车堵 | 堵住车库 | 车位被占
en: illegal parking | illegally parked | badly parked | parked car | car parked | cars parked | parking |
en: double parked | car blocking | blocking my gate | truck parked | van parked | lorry parked | blocking garage |
en: blocking driveway

09010 / 2026:09010 / 非机动车乱停放 / badly parked bikes / - / - / -
zh-CN: 电动车乱停 | 电动车 | 电瓶车 | 自行车 | 单车 | 共享单车 | 单车乱停 | 非机动车 | 电单车 | 摩托车乱停 |
zh-CN: 三轮车乱停 | 电动车停 | 电瓶车停 | 自行车乱停
en: bike | bicycle | shared bike | e-bike | ebike | scooter | electric scooter | parked bikes |
en: badly parked bike | bikes parked | bikes blocking | moped

09012 / 2026:09012 / 占用消防通道 / fire lane blocked / - / - / -
zh-CN: 消防通道 | 消防车道 | 占用消防 | 堵消防 | 消防出口 | 安全出口 | 楼道堆 | 占楼道 | 堵住消防 | 消防登高 |
zh-CN: 疏散通道
en: fire lane | fire exit | fire route | emergency exit | fire lane blocked | blocking fire lane |
en: fire engine access | fire access | blocking fire exit | blocking emergency exit

06001 / 2026:06001 / 私搭乱建 / illegal structure / - / 15wd / -
zh-CN: 违建 | 违章建筑 | 违法建筑 | 乱搭 | 私搭 | 私搭乱建 | 加盖 | 搭棚 | 搭建 | 违章搭建 | 彩钢房 | 私自加 |
zh-CN: 阳光房 | 违法搭建 | 盖房
en: illegal structure | illegal building | illegal construction | unauthorised building | unauthorized building |
en: illegal extension | illegal shed | shed | built without permit | without permission | extra floor

06025 / 2026:06025 / 水域不洁 / dirty water / - / - / -
zh-CN: 河臭 | 河很臭 | 湖臭 | 水臭 | 黑水 | 黑臭 | 漂垃圾 | 河里垃圾 | 河道 | 河面 | 河水 | 湖水 | 水面漂 | 死鱼 |
zh-CN: 排污 | 水域不洁 | 池塘 | 河脏 | 水发黑 | 水沟臭 | 蓝藻
en: dirty river | river dirty | dirty water | polluted river | polluted water | smelly river | river smells |
en: dead fish | canal | river | lake | pond | floating rubbish | floating garbage | black water |
en: water pollution

c04-tree / 2026:c04002 / 行道树 / tree / - / - / -
zh-CN: 行道树 | 大树 | 树倒 | 树断 | 树枝 | 树杈 | 树要倒 | 枯树 | 死树 | 树歪 | 树挡 | 修剪 | 树冠 | 断枝 | 小树 |
zh-CN: 树根 | 梧桐 | 树木
en: tree | branch | fallen tree | broken branch | dead tree | tree branch | overgrown | hedge | tree root

c02-signal / 2026:c02014 / 交通信号灯 / traffic light / - / - / -
zh-CN: 红绿灯 | 信号灯 | 交通灯 | 红绿灯坏 | 红绿灯不亮 | 红绿灯时间 | 绿灯太短 | 红灯不变 | 人行灯 | 交通信号
en: traffic light | traffic signal | stop light | stoplight | pedestrian light | crossing light | signal light |
en: traffic light out | traffic light not working

c02-rail / 2026:c02017 / 护栏 / railing / - / - / -
zh-CN: 护栏 | 栏杆 | 隔离栏 | 围栏 | 防护栏 | 护栏倒 | 护栏坏 | 隔离墩 | 防撞栏 | 防撞桶 | 石墩 | 便道桩
en: railing | guardrail | guard rail | crash barrier | barrier | bollard | fence | handrail

c03-toilet / 2026:c03001 / 公共厕所 / public toilet / - / - / -
zh-CN: 公厕 | 厕所 | 公共厕所 | 卫生间 | 洗手间 | 公共卫生间 | 茅房 | 厕所脏 | 厕所臭 | 厕所堵
en: public toilet | toilet | restroom | washroom | lavatory | public convenience | bathroom | wc

10001 / 2026:10001 / 道路积雪结冰 / snow and ice / - / 1wd / -
zh-CN: 积雪 | 结冰 | 路滑 | 没铲雪 | 扫雪 | 冰面 | 雪没人 | 雪没扫 | 雪没清 | 除雪 | 下雪 | 冰太厚 | 薄冰 | 暗冰 |
zh-CN: 铲雪
en: snow | ice | icy | icy road | snow not cleared | frozen road | slippery | black ice | unsalted | gritting

10002 / 2026:10002 / 架空线缆脱落 / fallen cable / urgent / 24h / -
zh-CN: 电线掉 | 电线断 | 线断了 | 电线垂 | 线缆脱落 | 电缆掉 | 电缆断 | 线掉下来 | 网线掉 | 光缆掉 | 光缆断 |
zh-CN: 电线落 | 电线耷拉 | 线垂下来 | 高压线断 | 高压线掉 | 电线裸露 | 电线拖
en: fallen cable | cable down | fallen wire | wire down | power line down | hanging wire | hanging cable |
en: dangling wire | dangling cable | downed power line | loose wire | loose cable | wire hanging | cable hanging |
en: live wire | exposed wire | broken cable | snapped cable

05-pipe / 2013:0501 / 供水管道破裂 / burst water main / urgent / 24h / -
zh-CN: 爆管 | 水管爆 | 水管破 | 水管裂 | 管道破裂 | 自来水漏 | 漏水 | 跑水 | 水管漏 | 管子爆 | 暖气管爆 | 热力管 |
zh-CN: 水管断
en: burst pipe | burst water main | water main | burst main | water leak | leaking pipe | broken pipe |
en: pipe burst | pipe leaking | water gushing | water pipe | water leaking | water spraying

05-collapse / 2013:0505 / 路面塌陷 / road collapse / urgent / 24h / -
zh-CN: 塌陷 | 路塌 | 路面塌 | 地面塌 | 塌了 | 塌方 | 地陷 | 路面下沉 | 地面下沉 | 陷下去 | 塌了个坑 | 地面下陷 |
zh-CN: 路面下陷 | 路下空了
en: road collapse | sinkhole | sink hole | collapsed road | road collapsed | cave in | caved in | road sinking |
en: road subsidence | ground collapsed | street collapsed | subsidence

05-gas / 2013:0502 / 燃气泄漏 / gas leak / urgent / 24h / -
zh-CN: 燃气味 | 煤气味 | 漏气 | 漏煤气 | 漏燃气 | 天然气味 | 燃气泄漏 | 煤气泄漏 | 煤气管 | 燃气管 | 有煤气 |
zh-CN: 有燃气 | 闻到煤气 | 燃气漏 | 天然气漏
en: gas leak | smell of gas | smell gas | gas smell | leaking gas | gas pipe | gas leaking

05-flood / 2013:0506 / 道路积水 / flooding / - / - / -
zh-CN: 积水 | 内涝 | 水淹 | 淹了 | 水很深 | 路上都是水 | 排不掉水 | 水没过 | 积了水 | 涝 | 被淹 | 水漫
en: flood | flooding | flooded | flooded road | standing water | water on road | waterlogged | water logged |
en: underwater | knee deep
"""


def _category(paragraph: str) -> Category:
    head, *lines = paragraph.strip().splitlines()
    id_, standard, zh, en, flags, result, key = head.split(" / ")
    words: dict[str, list[str]] = {"zh-CN": [], "en": []}
    for line in lines:
        language, _, listed = line.partition(": ")
        words[language] += [word.strip() for word in listed.split("|") if word.strip()]
    return Category(
        id=id_,
        standard=standard,
        name={"zh-CN": zh, "en": en},
        words={language: tuple(listed) for language, listed in words.items()},
        urgent="urgent" in flags,
        night="night" in flags,
        result=None if result == "-" else Duration.parse(result),
        key=None if key == "-" else key,
    )


CATEGORIES = tuple(_category(paragraph) for paragraph in _TABLE.split("\n\n"))
