"""A request survives the way into a custom id and back; what cannot be read is None, never an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Request, View
from bot.chat.custom_ids import ACTION, OTHERS, Action, TooLongError, action_of, decode, encode, fits

SLUG = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda slug: len(slug) <= 36)

requests = st.builds(
    Request,
    view=st.sampled_from(View),
    id=SLUG | st.just("") | st.just("GB"),
    section=SLUG | st.just(""),
    language=st.sampled_from(["en", "es", "pt-br"]),
    page=st.integers(0, 999),
)


@given(requests, st.sampled_from(Action))
def test_a_request_survives_the_way_there_and_back(request: Request, action: Action) -> None:
    custom_id = encode(action, request)
    assert len(custom_id) <= 100
    assert decode(custom_id) == request
    assert action_of(custom_id) is action


@given(st.text())
def test_anything_else_is_read_as_nothing(text: str) -> None:
    assert decode(text) is None or ACTION.fullmatch(text)
    assert bool(ACTION.fullmatch(text)) != bool(OTHERS.fullmatch(text)), "every id is ours or the others', never both"


@pytest.mark.parametrize("custom_id", ["", "i1:o:", "i1:o:z:en:car-t::0", "i2:o:s:en:car-t::0", "i1:o:s:en:a b::0"])
def test_what_cannot_be_read_is_none(custom_id: str) -> None:
    assert decode(custom_id) is None


def test_ids_that_are_too_long_together_are_refused() -> None:
    request = Request(view=View.SECTION, id="a" * 48, section="b" * 48)
    assert not fits(request)
    with pytest.raises(TooLongError):
        encode(Action.OPEN, request)


def test_published_forms_are_still_read() -> None:
    """These custom ids are on cards in servers: a change that breaks one of these lines kills those buttons."""
    assert decode("i1:o:s:en:car-t::0") == Request(view=View.SHORT, id="car-t")
    assert decode("i1:o:x:es:car-t:side-effects:2") == Request(
        view=View.SECTION, id="car-t", section="side-effects", language="es", page=2
    )
    assert decode("i1:s:h:en:GB::0") == Request(view=View.SUPPORT, id="GB")
