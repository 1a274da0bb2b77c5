"""Which kind of ticket somebody's words ask for."""

import pytest

from hotline.domain.kind import kind_of

SENTENCES = """
report | 人民路12号井盖坏了
report | 路灯不亮
report | 投诉楼下噪音太吵
report | 投诉工地半夜施工
report | 建设路小学北门井盖丢了
report | 请问井盖什么时候修，坏了一周了
report | 请问路灯不亮找谁
report | 井盖坏了，谢谢
report | 垃圾桶里全是感谢信
report | 城管来了也没人管违停
report | 2641-7301
report |
report | Broken manhole cover at 12 Renmin Road
report | I want to complain about noise
report | street light not working, can you tell me when it is fixed
report | thanks
suggestion | 建议在学校门口增设斑马线
suggestion | 我有个建议
suggestion | 希望增加公交班次
suggestion | 建议增加路灯，太黑了
suggestion | I suggest a crossing in front of the school
suggestion | A suggestion: more benches in the park
suggestion | It would be nice to have bins in the park
praise | 表扬环卫工人
praise | 感谢市政维护处，井盖当天就换好
praise | 给你们点赞
praise | 师傅辛苦了
praise | I want to praise the road crew
praise | Well done, fixed within a day
praise | thank you to the cleaning team
enquiry | 请问公园几点开门
enquiry | 咨询一下垃圾分类
enquiry | 想问一下停车证怎么办
enquiry | How do I get a parking permit?
enquiry | Could you tell me when the market opens
enquiry | I have a question about recycling
complaint | 投诉城管执法粗暴
complaint | 投诉工作人员态度差
complaint | 我要投诉窗口办事员推诿
complaint | 执法人员骂人，投诉
complaint | I want to complain about a rude officer
complaint | complaint: staff at the office shouted at me
complaint | 建议处理，我投诉工作人员态度恶劣
"""

CASES = [tuple(part.strip() for part in line.split("|")) for line in SENTENCES.strip().splitlines()]


@pytest.mark.parametrize(("expected", "text"), CASES)
def test_the_words_name_the_kind(expected: str, text: str) -> None:
    assert kind_of(text) == expected
