"""What stands behind the cards: sources, authorities, and what nothing refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.knowledge.authorities import ENOUGH, authorities, is_weak

if TYPE_CHECKING:
    from bot.knowledge.load import Knowledge
    from bot.knowledge.model import AnyEntry
    from bot.knowledge.rules.desk import Desk, Findings

__all__ = ["cited_sources", "entry_standing", "orphans"]


def entry_standing(desk: Desk, entry: AnyEntry) -> Findings:
    """Therapy, drug and side-effect cards want two authorities; with fewer the card says so, and says less."""
    if is_weak(entry, desk.knowledge.sources):
        found = authorities(entry, desk.knowledge.sources)
        said = f"only {', '.join(sorted(found))}" if found else "none"
        message = f"Fewer than {ENOUGH} authorities stand behind the card ({said})."
        yield desk.finding(entry, "authorities", message, "sources", weak=True)
    elif not authorities(entry, desk.knowledge.sources):
        message = "No authority stands behind the card, only a maker's page or a copy of a label."
        yield desk.finding(entry, "authorities", message, "sources", weak=True)


def orphans(desk: Desk) -> Findings:
    """Sources that nothing names, and publishers that no source names."""
    cited = cited_sources(desk.knowledge)
    for source in desk.knowledge.sources:
        if source not in cited:
            yield desk.at("sources", source, "orphan", f'Nothing names the source "{source}".', "id")
    used = {source.publisher for source in desk.knowledge.sources.values()}
    for publisher in desk.knowledge.publishers:
        if publisher not in used:
            message = f'No source names the publisher "{publisher}".'
            yield desk.at("publishers", publisher, "orphan", message, "id", weak=True)


def cited_sources(knowledge: Knowledge) -> frozenset[str]:
    """The ids of all sources that anything names, further reading included."""
    found: set[str] = set()
    for entry in knowledge.entries.values():
        found.update(entry.source_ids(), entry.further_reading)
    for note in knowledge.safety.values():
        found.update(note.sources)
        for sign in note.warning_signs.every():
            found.update(sign.sources)
    for country in knowledge.countries.values():
        for line in (*country.emergency, *country.crisis, *country.cancer):
            found.update(line.sources)
    return frozenset(found)
