"""Random histories through the real use cases: whatever people do, in whatever order, the city's promises hold."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from hotline.domain.ruling import REASONS
from hotline.domain.staff import Role
from hotline.services.decide import Act, Asked
from hotline.services.rule import Ruling
from tests.services.living import Living, residents

REPORTS = (
    "人民路12号井盖坏了", "井盖坏了", "东门菜市场门口垃圾没人清", "建设路路灯不亮", "建议在人民公园加一个公厕",
    "请问垃圾什么时候收", "表扬城管小王，态度好", "投诉执法人员态度差，在人民路", "有一件事想反映，不知道归谁管",
    "Broken manhole cover at 45 Renmin Road", "人民路5号漏气了", "城北镇路面有个大坑", "人民路12号井盖又坏了",
)  # fmt: skip
OFFICER = (
    "接单 #", "接单 #", "进展 # 已派人到现场", "进展 # 已派人到现场", "办结 # 已经修好了", "办结 # 已经修好了",
    "办结 # 采纳，明年建", "退回 # 不归我们管",
    "询问 # 具体哪个口", "延期 # 材料没到", "协办 # 环卫", "办结 # 正在处理", "办结 #", "CALL #",
)  # fmt: skip
RESIDENT = (
    "1", "2", "3", "4", "5", "1", "3", "催 #", "催 #", "不同意 #", "撤销 #", "是", "Y", "又坏了 #", "没修好", "没人来",
    "补充 # 门口那个", "保密",
    "匿名", "查 #", "被报复", "人工", "退订", "开通", "谢谢", "解放路56号门口", "打电话给我", "只发短信", "满意",
)  # fmt: skip
ANSWER = "已经核实，见公开办理结果"
DEPARTMENTS = ("roads", "sanitation", "order", "township")
MOST_TICKETS = 5
dice = st.integers(min_value=0, max_value=MOST_TICKETS - 1)


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.city = Living(Path(self._folder.name))

    def teardown(self) -> None:
        self.city.close()
        self._folder.cleanup()

    def some(self, n: int) -> str:
        return self.city.numbers[n % len(self.city.numbers)]

    @initialize(said=st.sampled_from(REPORTS))
    def begins(self, said: str) -> None:
        self.city.text(next(residents()), said)

    @rule(who=st.sampled_from([*residents()]), said=st.sampled_from(REPORTS))
    @precondition(lambda self: len(self.city.numbers) < MOST_TICKETS)
    def reports(self, who: str, said: str) -> None:
        self.city.text(who, said)

    @rule(n=dice, said=st.sampled_from(OFFICER))
    @precondition(lambda self: self.city.numbers)
    def officer(self, n: int, said: str) -> None:
        self.city.officer_texts(self.some(n), said)

    @rule(n=dice, said=st.sampled_from(RESIDENT))
    @precondition(lambda self: self.city.numbers)
    def resident(self, n: int, said: str) -> None:
        self.city.reporter_texts(self.some(n), said)

    @rule(n=dice)
    @precondition(lambda self: self.city.numbers)
    def done_and_judged(self, n: int) -> None:
        """The way most go: else few histories would come to a verdict."""
        self.city.officer_texts(self.some(n), "办结 # 已经修好了")
        self.city.officer_texts(self.some(n), "办结 # 已经修好了")
        self.city.deliver()

    @rule(n=dice, parent=dice, act=st.sampled_from(list(Act)), department=st.sampled_from(DEPARTMENTS), data=st.data())
    @precondition(lambda self: self.city.numbers)
    def desk(self, n: int, parent: int, act: Act, department: str, data: st.DataObject) -> None:
        reason = data.draw(st.sampled_from(REASONS))
        day = data.draw(st.none() | st.integers(min_value=-2, max_value=40))
        today = self.city.clock.now().date()
        asked = Asked(
            act=act, words=ANSWER, reason=reason, department=department, parent=self.some(parent),
            kind=data.draw(st.sampled_from(("", "report", "complaint", "suggestion", "enquiry", "praise"))),
            category=data.draw(st.sampled_from(("", "c01-cover", "06010"))), grid=data.draw(st.sampled_from(("", "east-1"))),
            day=None if day is None else today + timedelta(days=day),
        )  # fmt: skip
        for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.PROTECTION):
            if self.city.decides(role, self.some(n), asked):
                break

    @rule(n=dice, ruling=st.sampled_from(list(Ruling)), department=st.sampled_from(DEPARTMENTS))
    @precondition(lambda self: self.city.numbers)
    def rules(self, n: int, ruling: Ruling, department: str) -> None:
        self.city.rules(self.some(n), ruling, department)

    @rule(n=dice, days=st.integers(min_value=1, max_value=60))
    @precondition(lambda self: self.city.numbers)
    def plan(self, n: int, days: int) -> None:
        self.city.asks_for_a_plan(self.some(n), days)

    @rule()
    def delivered(self) -> None:
        self.city.deliver()

    @rule(hours=st.sampled_from((1, 3, 5, 20, 26, 24 * 3, 24 * 8, 24 * 32)), swept=st.booleans())
    def time_passes(self, hours: int, *, swept: bool) -> None:
        self.city.passes(timedelta(hours=hours), swept=swept)

    @invariant()
    def holds(self) -> None:
        self.city.check()


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def run(examples: int, steps: int, *, fixed: bool) -> None:
    run_state_machine_as_test(Histories, settings=settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=fixed, suppress_health_check=QUIET,
        database=None,
    ))  # fmt: skip


@pytest.mark.timeout(400)
def test_some_histories_hold() -> None:
    run(25, 25, fixed=True)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_many_histories_hold() -> None:
    run(600, 60, fixed=False)
