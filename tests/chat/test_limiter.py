"""How often one person may ask."""

from __future__ import annotations

from bot.chat.limiter import Limiter, Verdict


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_one_too_many_is_told_once_then_silently_refused_until_time_has_passed() -> None:
    clock = Clock()
    limiter = Limiter(2, 10.0, clock=clock)
    assert [limiter.use(1) for _ in range(4)] == [Verdict.ALLOWED, Verdict.ALLOWED, Verdict.LIMITED, Verdict.TOLD]
    assert limiter.use(2) is Verdict.ALLOWED, "others are not concerned"
    clock.now += 10.1
    assert [limiter.use(1) for _ in range(3)] == [Verdict.ALLOWED, Verdict.ALLOWED, Verdict.LIMITED]


def test_a_refusal_does_not_lengthen_the_wait() -> None:
    clock = Clock()
    limiter = Limiter(1, 10.0, clock=clock)
    limiter.use(1)
    clock.now += 9
    assert limiter.use(1) is Verdict.LIMITED
    clock.now += 2
    assert limiter.use(1) is Verdict.ALLOWED


def test_memory_is_bounded_and_forgets_the_longest_quiet_first() -> None:
    clock = Clock()
    limiter = Limiter(1, 1000.0, people=3, clock=clock)
    for person in range(10):
        clock.now += 1
        limiter.use(person)
    assert len(limiter) == 3
    assert limiter.use(9) is Verdict.LIMITED
    assert limiter.use(0) is Verdict.ALLOWED


def test_after_the_time_nobody_is_remembered() -> None:
    clock = Clock()
    limiter = Limiter(1, 10.0, clock=clock)
    limiter.use(1)
    limiter.use(1)
    clock.now += 60
    limiter.use(2)
    assert len(limiter) == 1
