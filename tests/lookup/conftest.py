"""The shipped knowledge and its finder, built once, and a small one whose answers can be counted on the fingers."""

from __future__ import annotations

import pytest

from bot.knowledge.load import Knowledge
from bot.lookup.find import Finder
from tests.knowledge import building


@pytest.fixture(scope="session")
def finder(shipped: Knowledge) -> Finder:
    return Finder(shipped)


@pytest.fixture(scope="session")
def small() -> Knowledge:
    return building.knowledge(
        topics=[
            building.topic(
                "checkpoints",
                title="Checkpoint inhibitors",
                family="checkpoint",
                names={"lay": ["brake blockers"]},
                everyday=["medicine that takes the brakes off", "drip that frees the fighters"],
                related=["gut-trouble", "brakimab"],
                corrects=["autoimmune therapy"],
                correction="Doctors call it immunotherapy.",
            ),
            building.topic("cdc-killing", title="CDC (complement)", names={"abbreviations": ["CDC"]}),
        ],
        terms=[
            building.term("all", title="ALL", expansion="acute lymphoblastic leukaemia"),
            building.term("pet-scan", title="PET scan", names={"abbreviations": ["PET"]}),
            building.term("port", title="Port", everyday=["little box under the skin for needles"]),
            building.term("cdc-office", title="CDC (the office)", names={"abbreviations": ["CDC"]}),
            building.term("pd-1", title="PD-1", names={"also": ["programmed death 1"]}, not_same_as=[
                {"name": "PD-L1", "id": "pd-l1", "difference": "One is on the T cell, the other on the tumour."}]),
            building.term("pd-l1", title="PD-L1"),
            building.term("cytopenias", title="Cytopenias"),
            building.term("hyperthyroidism", title="Hyperthyroidism"),
            building.term("hypothyroidism", title="Hypothyroidism"),
            building.term("tls", title="Tumour lysis syndrome (TLS)"),
        ],
        drugs=[
            building.drug("brakimab", title="brakimab", family="checkpoint", related=["gut-trouble"],
                          names={"brands": ["Brakya"], "misspellings": ["brakeymab"], "spanish": ["brakimáb"]}),
            building.drug("rituximab", title="rituximab"),
        ],
        side_effects=[
            building.side_effect("gut-trouble", title="Gut trouble", medical_name="colitis", seen_with=["checkpoint"],
                                 everyday=["running to the toilet all day", "belly cramps since the drip"]),
            building.side_effect("cough", title="Cough", everyday=["dry tickle in the throat"]),
        ],
        homonyms=[{"name": "CDC", "entries": ["cdc-killing", "cdc-office"]}],
        alarms=[
            {"id": "breath", "leads_to": "urgent", "families": ["general"], "unless": ["breath of fresh air"],
             "phrases": {"en": ["can't breathe", "out of breath"], "es": ["no puedo respirar"]}},
            {"id": "crisis", "leads_to": "support", "families": [], "phrases": {"en": ["want to die"]}},
        ],
    )  # fmt: skip


@pytest.fixture(scope="session")
def small_finder(small: Knowledge) -> Finder:
    return Finder(small, ("port", "no-such-entry"))
