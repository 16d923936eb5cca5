"""Help lines where a server's moderators have named its country: shown at once, with the others one choice away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers.answer import Notice, View

if TYPE_CHECKING:
    from bot.answers import Answers
    from bot.answers.answer import Answer
    from bot.storage.records import ServerSettings

__all__ = ["at_home"]


def at_home(answers: Answers, answer: Answer, settings: ServerSettings) -> Answer:
    """A card that asks for the country becomes that of the server's; every other card stays as it is.

    Nothing is guessed: moderators chose the country, and the card says so.
    """
    request = answer.request
    asks = request.view is View.SUPPORT and not request.id and not request.section
    if not asks or settings.country not in answers.knowledge.countries:
        return answer
    card = answers.open(replace(request, id=settings.country))
    said = Notice(answers.say("support.by_server", request.language))
    others = {choice.request: choice for choice in (*answer.menu, *card.menu) if choice.request.id != settings.country}
    return replace(
        card,
        notices=(*answer.notices, said, *card.notices),
        menu=tuple(others.values())[: max(len(answer.menu), 1)],
        found=answer.found,
    )
