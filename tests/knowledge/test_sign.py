import datetime as dt
from pathlib import Path

import pytest

from bot.knowledge.load import KnowledgeError, load
from bot.knowledge.sign import sign

from .building import save, topic, write

DAY = dt.date(2026, 11, 24)
LINE = 'clinician: {name: "Dr. Ana \\"Q\\" Núñez", role: "Oncologist: lungs", date: "2026-11-24"}'


def signed(folder: Path, entry_id: str) -> Path:
    return sign(folder, entry_id, name='Dr. Ana "Q" Núñez', role="Oncologist: lungs", date=DAY)


def check_signed(folder: Path, entry_id: str) -> None:
    clinician = load(folder).entries[entry_id].clinician
    assert clinician is not None
    assert (clinician.name, clinician.role, clinician.date) == ('Dr. Ana "Q" Núñez', "Oncologist: lungs", DAY)


TERMS = """\
# yaml-language-server: $schema=../schema/terms.json
defaults:   # for all
  {reviewed: 2026-11-01, review_by: 2028-11-01, checked_by: nobody, family: vaccine}
terms:

# the small ones
- id: cell
  title: Cell
  gist: A small thing.
  lead: >-
    A cell is small.

    It is.
  sources:
  - one

- title: Gene
  id: gene
  clinician:
    name: Somebody
    role: Else
    # a remark
    date: 2020-01-01
  gist: A smaller thing.
  lead: A gene is smaller.
  sources: [one]
- clinician: null
  id: base
  title: Base
  gist: The smallest thing.
  lead: A base is the smallest.
  sources:
    - one
    - two"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = write(tmp_path)
    save(made / "terms" / "cells.yaml", TERMS)
    return made


def diff(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_a_term_without_the_field_gets_it_after_its_last_line(folder: Path) -> None:
    file = signed(folder, "cell")
    assert file == folder.resolve() / "terms" / "cells.yaml"
    check_signed(folder, "cell")
    assert diff(TERMS, file.read_text(encoding="utf-8")) == ([], [f"  {LINE}"])
    assert f"  - one\n  {LINE}\n\n- title: Gene" in file.read_text(encoding="utf-8")


def test_an_older_signature_is_replaced_whole(folder: Path) -> None:
    text = signed(folder, "gene").read_text(encoding="utf-8")
    check_signed(folder, "gene")
    assert f"  id: gene\n  {LINE}\n  gist: A smaller thing." in text
    assert "Somebody" not in text


def test_the_first_field_of_an_item_keeps_its_dash(folder: Path) -> None:
    assert f"- {LINE}\n  id: base\n" in signed(folder, "base").read_text(encoding="utf-8")
    check_signed(folder, "base")


def test_a_file_without_a_last_line_break_gets_one(tmp_path: Path) -> None:
    folder = write(tmp_path)
    file = folder / "topics" / "vaccines.yaml"
    file.write_text(file.read_text().rstrip("\n") + "\nrelated:\n- cell", encoding="utf-8")
    assert signed(folder, "vaccines").read_text(encoding="utf-8").endswith(f"\nrelated:\n- cell\n{LINE}\n")
    check_signed(folder, "vaccines")


def test_windows_line_ends_and_byte_order_mark_stay(tmp_path: Path) -> None:
    folder = write(tmp_path)
    file = folder / "topics" / "vaccines.yaml"
    before = b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n") + b"clinician: null\r\n"
    file.write_bytes(before)
    after = signed(folder, "vaccines").read_bytes()
    assert after == before.replace(b"clinician: null", LINE.encode())


def test_signing_twice_leaves_one_signature(folder: Path) -> None:
    signed(folder, "cell")
    once = (folder / "terms" / "cells.yaml").read_text(encoding="utf-8")
    signed(folder, "cell")
    assert (folder / "terms" / "cells.yaml").read_text(encoding="utf-8") == once
    assert [item.name for item in (folder / "terms").iterdir()] == ["cells.yaml"]


def test_an_unknown_entry_is_refused(folder: Path) -> None:
    with pytest.raises(KnowledgeError, match='There is no entry "celll"; did you mean "cell"'):
        signed(folder, "celll")
    with pytest.raises(KnowledgeError, match=r'There is no entry "xyz"\.'):
        signed(folder, "xyz")


def test_a_name_must_be_one_line_of_text(folder: Path) -> None:
    with pytest.raises(KnowledgeError, match='"name" must be a single line'):
        sign(folder, "cell", name="A\nB", role="C", date=DAY)


@pytest.mark.parametrize("text", ["{id: flow, title: Flow}", "# nothing else\n{id: flow,\n title: Flow\n}"])
def test_a_form_that_cannot_be_edited_is_refused_and_left_alone(folder: Path, text: str) -> None:
    fields = ", ".join(
        f"{key}: {value}" for key, value in topic("flow").items() if isinstance(value, str) and key != "id"
    )
    whole = text.replace("title: Flow", f"{fields}, sources: [one], sections: []")
    save(folder / "topics" / "flow.yaml", whole)
    with pytest.raises(KnowledgeError, match=r"flow\.yaml: The signature cannot be put in"):
        signed(folder, "flow")
    assert (folder / "topics" / "flow.yaml").read_text(encoding="utf-8") == whole


def test_a_text_that_would_swallow_the_signature_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path)
    file = folder / "topics" / "vaccines.yaml"
    whole = file.read_text(encoding="utf-8") + "say_it: 'one\ntwo'\n"
    file.write_text(whole, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="cannot be put in by program"):
        signed(folder, "vaccines")
    assert file.read_text(encoding="utf-8") == whole
