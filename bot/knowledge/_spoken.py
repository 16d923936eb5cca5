"""Words that the scorer cannot judge by dictionary or spelling."""

from __future__ import annotations

__all__ = ["NEUTRAL_ENDINGS", "NEUTRAL_WORDS", "SPOKEN"]

#: Syllables of words that the CMU dictionary lacks or that are not said letter by letter.
SPOKEN: dict[str, int] = {
    "car": 1,
    "car-t": 2,
    "her2": 2,
    "bite": 1,
    "bites": 1,
    "crispr": 2,
    "mrna": 4,
    "nsclc": 5,
    "covid": 2,
    "covid-19": 4,
    "aids": 1,
    "icans": 2,
    "tils": 1,
    "til": 1,
    "recist": 2,
    "adcs": 3,
    "pd-1": 3,
    "pd-l1": 4,
    "online": 2,
    "website": 2,
    "email": 2,
    "leukaemia": 4,
    "tumour": 2,
    "tumours": 2,
    "haematologist": 6,
    "oesophagus": 4,
    "diarrhoea": 4,
    "anaemia": 4,
    "oncologist": 4,
    "oncology": 4,
    "apheresis": 4,
    "leukapheresis": 5,
    "biopsy": 3,
    "caregiver": 3,
    "caregivers": 3,
    "wellbeing": 3,
}

#: Medicines by the ending of their generic names, so that one without an entry is neutral as well.
NEUTRAL_ENDINGS: tuple[str, ...] = (
    "mab",
    "leucel",
    "leukin",
    "tinib",
    "ciclib",
    "platin",
    "taxel",
    "repvec",
    "rubicin",
    "vedotin",
    "deruxtecan",
)

#: Other medicines, and names of molecules that are written as words.
NEUTRAL_WORDS = frozenset(
    {
        "abatacept",
        "acetaminophen",
        "anakinra",
        "cyclophosphamide",
        "dexamethasone",
        "etanercept",
        "fludarabine",
        "hydrocortisone",
        "interferon",
        "interleukin",
        "levothyroxine",
        "methotrexate",
        "methylprednisolone",
        "mycophenolate",
        "paracetamol",
        "prednisolone",
        "prednisone",
    }
)
