"""Many callers and several operators, everything at once: each caller meets one person, each operator one caller at a time."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from hotline.domain.staff import Role, Staff
from hotline.domain.waiting import WaitState
from tests.carrier.simulated.phone import Phone
from tests.journeys.stage import at_home, call_backs, calls_to, drafts
from tests.journeys.test_queue import in_queue, waits
from tests.support.city import City

CALLERS = [f"+86138001390{n:02}" for n in range(8)]
OPERATORS = [f"+86139000102{n:02}" for n in range(10, 13)]


def hire(city: City) -> None:
    with city.hotline.database.writing() as store:
        for n, phone in enumerate(OPERATORS):
            store.city.add_staff(Staff(id=f"operator-{n}", name=f"话务员{n}", phone=phone, role=Role.OPERATOR))
    for phone in OPERATORS:
        at_home(city, phone)


def all_at_once(*acts: Callable[[], object]) -> None:
    failed: list[BaseException] = []

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told below, in the thread of the test
            failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed


def test_everybody_meets_one_person_and_nobody_two(city: City) -> None:
    hire(city)
    phones: dict[str, Phone] = {}
    met: Counter[str] = Counter()
    over = threading.Event()

    def call(number: str) -> None:
        phones[number] = in_queue(city, number)

    def answer(number: str) -> None:
        """Takes calls, talks a moment, hangs up, until there is nobody left."""
        control = city.carrier.control
        while not over.is_set():
            for ringing in control.ringing(number):
                control.answer(ringing.sid)
                operator = Phone(city.carrier, ringing)
                operator.press("1")
                operator.until("bridge", "say")
                control.hang_up(ringing.sid)
                assert ringing.until_over(5)
                met[number] += 1
            time.sleep(0.01)

    def work() -> None:
        """The workers, until nobody waits and nobody talks."""
        last = time.monotonic() + 60
        while len(phones) < len(CALLERS) or any(one.ended_at is None for one in waits(city)):
            assert time.monotonic() < last, [(one.state, one.operator_id) for one in waits(city)]
            city.settle()
        over.set()

    def guarded() -> None:
        try:
            work()
        finally:
            over.set()

    all_at_once(*[lambda n=n: call(n) for n in CALLERS], *[lambda n=n: answer(n) for n in OPERATORS], guarded)
    kept = waits(city)
    assert Counter(one.state for one in kept) == {WaitState.DONE: len(CALLERS)}
    assert len({one.call_id for one in kept}) == len(CALLERS)
    assert all(one.joined_at is not None and one.operator_id is not None for one in kept)
    assert sum(calls_to(city, phone) for phone in OPERATORS) == len(CALLERS), "nobody was rung in vain"
    assert sum(phone.kinds().count("bridge") for phone in phones.values()) == len(CALLERS)
    assert call_backs(city) == []
    assert len(drafts(city)) == len(CALLERS)
