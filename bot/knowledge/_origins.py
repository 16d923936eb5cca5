"""Where imported words come from: the sources and publishers that they name, each written down once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bot.knowledge._sentences import sentences
from bot.knowledge._slug import slug
from bot.knowledge.model import Publisher, Source
from bot.knowledge.names import compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

__all__ = ["Origins", "misfits"]

_REASON = "named as the source of an imported word list"


def misfits(data: Mapping[str, Any], model: type[BaseModel]) -> list[str]:
    """What the model does not take of ``data``, in sentences."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [said for _, said in sentences(error, model)]
    return []


@dataclass(slots=True)
class Origins:
    """Sources and publishers made so far. Those in ``known`` are there already; ``taken`` are ids of other sources."""

    known: Mapping[str, Publisher]
    taken: frozenset[str]
    publishers: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    sources: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    _cited: dict[tuple[str, str, str], str] = field(default_factory=dict[tuple[str, str, str], str])

    def cite(self, url: str, title: str, publisher: str, read_on: str) -> tuple[str, list[str]]:
        """The id of a source, and what is wrong with it: said once, when it is met for the first time."""
        key = (url, title, compact(publisher))
        if key in self._cited:
            return self._cited[key], []
        publisher_id, wrong = self._publisher(publisher)
        id_ = slug(title, self.taken | self.sources.keys(), url)
        source = {"id": id_, "title": title, "publisher": publisher_id, "url": url, "read": "page", "read_on": read_on}
        self.sources[id_], self._cited[key] = source, id_
        return id_, [*wrong, *misfits(source, Source)]

    def _publisher(self, name: str) -> tuple[str, list[str]]:
        wanted = compact(name)
        for id_, publisher in self.known.items():
            if wanted in (compact(publisher.name), compact(id_)):
                return id_, []
        for id_, made in self.publishers.items():
            if compact(made["name"]) == wanted:
                return id_, []
        id_ = slug(name, self.known)
        self.publishers[id_] = {"id": id_, "name": name, "reason": _REASON}
        return id_, misfits(self.publishers[id_], Publisher)
