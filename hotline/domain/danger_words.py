"""The danger words a city starts with, in Chinese and English; data, kept from the rule that reads them."""

from hotline.domain.danger import DangerKind, DangerWords

_KINDS = {
    DangerKind.FIRE: (
        "着火|着了火|著火|起火|失火|火灾|火警|着大火|大火|冒浓烟|浓烟滚滚|烧起来|燃起来|自燃|爆炸"
        "|on fire|fire|fires|flames|explosion|exploded|burning down|thick smoke"
    ),
    DangerKind.GAS: (
        "漏气|煤气味|燃气味|天然气味|煤气泄漏|燃气泄漏|天然气泄漏|液化气泄漏|煤气漏|燃气漏|天然气漏|漏煤气|漏燃气|漏天然气"
        "|闻到煤气|闻到燃气|闻到天然气|瓦斯|煤气中毒|一氧化碳"
        "|gas leak|gas leaks|gas leaking|gas is leaking|leaking gas|smell gas|smell of gas|smells of gas|smelling gas"
        "|smells like gas|gas smell|carbon monoxide"
    ),
    DangerKind.ELECTRIC: (
        "触电|漏电|电死|电到人|电了人|电击|被电到|冒火花|打火花|电线断|电线掉|电线落|电线冒|高压线断|高压线掉|电缆断|裸露的电线带电"
        "|electrocuted|electrocution|electric shock|live wire|live wires|live cable|sparking|sparks|power line down"
        "|power line is down|power lines down|downed power line"
    ),
    DangerKind.CRIME_TRAPPED: (
        "被困|困在|困人|关在电梯|困电梯|抢劫|打人|持刀|拿刀|砍人|杀人|绑架|强奸|家暴|有人打架|打起来|威胁我|威胁要|报警"
        "|歹徒|入室|跟踪我|捅人|劫持|孩子丢了|小孩丢了|孩子不见了"
        "|help me|help us|save me|trapped|stuck in the lift|stuck in the elevator|stuck in a lift|stuck in an elevator"
        "|robbery|robbed|being robbed|with a knife|with a gun|gunshot|gunshots|shots fired|attacked|being attacked"
        "|attacking me|stabbed|stabbing|kidnapped|rape|raped|assaulted|assaulting|call the police|being followed"
        "|following me|threatening me|burglar|burglars|domestic violence|missing child|sos"
    ),
    DangerKind.INJURY: (
        "救命|受伤|受了伤|流血|大出血|昏迷|晕倒|昏倒|不省人事|没有呼吸|没呼吸|心脏病发|心脏骤停|快死了|摔断|骨折|被车撞|撞人了|撞了人"
        "|车祸|死人了|有人死|中毒|溺水|落水|掉河里|掉进河|掉水里|掉进水|掉进井|掉到井|掉井里|掉下井|跳楼|跳河|自杀|救护车|急救|窒息"
        "|倒地不起|起不来|砸到人|砸了人|砸伤|砸死|撞伤|烧伤|烫伤|生命危险|有生命"
        "|injured|badly hurt|is hurt|are hurt|got hurt|bleeding|unconscious|not breathing|can't breathe|cannot breathe"
        "|heart attack|drowning|drowned|hit by a car|run over|ambulance|dying|suicide|kill myself|overdose|car crash"
        "|broken leg|fell into the manhole|fell into a manhole|fell in the manhole|life in danger|passed out"
    ),
    DangerKind.COLLAPSE: (
        "塌了|倒塌|塌陷|坍塌|垮塌|塌方|要塌|快塌|塌下|楼要倒|墙要倒|墙倒|脚手架倒|塔吊倒|高空坠物|地陷"
        "|collapse|collapsed|collapsing|has collapsed|sinkhole|cave in|caved in|caving in|falling debris|landslide"
    ),
    DangerKind.FLOOD: (
        "洪水|发大水|决堤|溃坝|山洪|泥石流|水淹到|淹死|被水冲|冲走了人|水位暴涨"
        "|flash flood|swept away|flood water rising|floodwater rising|water rising fast|dam burst|mudslide"
    ),
}

_HARMLESS = (
    # fire
    "大火锅|火灾报警器|火灾报警|火灾隐患|着火隐患|起火隐患|火警电话|防火灾|火灾演练|火灾保险|大火车|爆炸式|爆炸头|火警演习"
    "|fire lane|fire lanes|fire exit|fire exits|fire hydrant|fire hydrants|fire station|fire extinguisher"
    "|fire extinguishers|fire engine|fire engines|fire truck|fire door|fire doors|fire alarm|fire access|fire route"
    "|fire safety|fire hazard|fire escape|fire drill|fire department|fire brigade|fire pit|fire equipment"
    "|fire hose|bbq fire"
    # gas
    "|轮胎漏气|车胎漏气|打气筒漏气|气球漏气"
    # injury
    "|熏死人|吵死人|臭死人|烦死人|气死人|急死人|热死人|冻死人|累死人|笑死人|挤死人|吓死人|坑死人|闹死人|愁死人|晒死人|堵死人|丑死人"
    "|救命稻草|急救站|急救中心|急救箱|急救知识|救护车通道|救护车停|救护车乱停|跳楼价|跳楼大甩卖|跳楼甩卖|起不来床|早上起不来|心灵受伤"
    "|自杀式|中毒似的|预防中毒|ambulance bay|ambulance parking|ambulance station|run overnight|injured bird"
    # crime and trapped
    "|困在家里没|被困扰|困人心|困在堵车|报警器|报警系统|报警电话|入室登记|打人字"
    "|help me with|help me to|help me find"
    "|help me fix|help me report|help me check|help me understand|help me out with|help me get|help us with|help us to"
    "|help us fix|help us get|helped me|rape seed|water trapped|trapped water"
    # electric
    "|漏电保护|防触电|漏电开关|电线掉漆|spark plugs"
    # collapse
    "|天塌了|塌鼻|塌下心|天要塌|collapsed bin|collapsed tent|collapsed umbrella"
    # flood
    "|防洪水|洪水期"
)

_WORDS_OF = {kind: tuple(words.split("|")) for kind, words in _KINDS.items()}

DANGER_WORDS = DangerWords(
    kinds=_WORDS_OF,
    harmless=tuple(_HARMLESS.split("|")),
    numbers={"119": DangerKind.FIRE, "120": DangerKind.INJURY, "110": DangerKind.CRIME_TRAPPED},
)
