import contextlib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.knowledge._nodes import MOST_BYTES, MOST_NESTED, parse, read
from bot.knowledge.problems import KnowledgeError


def refusal(raw: bytes) -> str:
    with pytest.raises(KnowledgeError) as caught:
        parse(raw, "f.yaml")
    (problem,) = caught.value.problems
    return str(problem)


def test_values_are_text_and_lines_are_remembered() -> None:
    tree = parse(
        b"id: car-t\nyear: 2024\nflag: no\nempty:\nnone: null\ntilde: ~\nsaid: 'null'\nlist:\n- a\n- b: c\n", "f.yaml"
    )
    assert tree.value == {
        "id": "car-t",
        "year": "2024",
        "flag": "no",
        "empty": None,
        "none": None,
        "tilde": None,
        "said": "null",
        "list": ["a", {"b": "c"}],
    }
    assert tree.lines["id",] == 1
    assert tree.lines["list", 1] == tree.lines["list", 1, "b"] == 10


def test_folded_and_literal_texts_and_a_byte_order_mark_are_read() -> None:
    assert parse("\ufefflead: >-\n  one\n  two\ntext: |-\n  a\n\n  - b\n".encode(), "f").value == {
        "lead": "one two",
        "text": "a\n\n- b",
    }


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"a: 1\nb: 2\na: 3", 'f.yaml:3: "a" stands here twice (first in line 1); keep one of them.'),
        (b"x:\n  a: 1\n  a: 2", 'f.yaml:3: "a" stands here twice (first in line 2); keep one of them.'),
        (b"a: &b 1", "f.yaml:1: An anchor («&b») is not allowed; write the value out."),
        (b"a: &b\n  c: 1", "f.yaml:1: An anchor («&b») is not allowed; write the value out."),
        (b"a: 1\nb: *a", "f.yaml:2: An alias («*name») is not allowed; write the value out."),
        (b"*a : b", "f.yaml:1: A field needs a plain name."),
        (
            b"a: !!python/object:os.system x",
            "f.yaml:1: A tag («tag:yaml.org,2002:python/object:os.system») is not allowed.",
        ),
        (b"a: !!set {b, c}", "f.yaml:1: A tag («tag:yaml.org,2002:set») is not allowed."),
        (b"a: 1\n---\nb: 2", "f.yaml:2: The file holds more than one document; remove the line «---»."),
        (b"", "f.yaml: The file is empty."),
        (b"# only a remark\n", "f.yaml: The file is empty."),
        (b"- a\n- b", "f.yaml:1: The file must be a list of fields («name: value»)."),
        (b"just words", "f.yaml:1: The file must be a list of fields («name: value»)."),
        (b"[a]: b", "f.yaml:1: A field needs a plain name."),
        (b"~: b", "f.yaml:1: A field needs a plain name."),
        (b"a: 1\nb: \xff", "f.yaml:2: The file is not UTF-8 text; save it as UTF-8."),
        (b"a: 1\nb: \0", "f.yaml:2: The file holds a NUL character; it is not a text file."),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(raw: bytes, sentence: str) -> None:
    assert refusal(raw) == sentence


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        (b"a: b: c", 'needs "quotes"'),
        (b"a: %b", "starts with a sign"),
        (b"a: [1, 2", "not valid YAML"),
        (b"a: \x07", "not valid YAML"),
        (b"a: 'open", "not valid YAML"),
    ],
)
def test_broken_yaml_is_said_in_a_sentence(raw: bytes, hint: str) -> None:
    assert hint in refusal(raw)


def test_a_billion_laughs_are_refused_before_they_grow() -> None:
    laughs = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" if n else "l0: &l0 [ha]" for n in range(10))
    assert "An anchor" in refusal(laughs.encode())


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- "])
def test_bottomless_nesting_is_refused(opening: bytes) -> None:
    assert "nested more than" in refusal(b"a:\n " + opening * 50_000)


def test_the_deepest_allowed_place_is_read() -> None:
    deep = "[" * MOST_NESTED + "]" * MOST_NESTED
    assert parse(f"a: {deep}".encode(), "f").value


def test_huge_files_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    file.write_bytes(b"a: " + b"x" * MOST_BYTES)
    with pytest.raises(KnowledgeError, match=r"^huge.yaml: The file is larger than 1 MB; split it\.$"):
        read(file, "huge.yaml")


def test_a_file_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"gone.yaml: The file cannot be read \(No such file"):
        read(tmp_path / "gone.yaml", "gone.yaml")


@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example(b"%YAML 3.0\n---\na: 1")
@example(b"? a\n: b\n? c")
@example("a: \u0085\u2028b".encode())
def test_any_bytes_give_a_tree_or_a_sentence(raw: bytes) -> None:
    with contextlib.suppress(KnowledgeError):
        assert isinstance(parse(raw, "f.yaml").value, dict)


@given(st.text(alphabet="a:-[]{}&*!|>#'\"%@`, \n\t?~\\.01", max_size=60))
def test_any_signs_of_yaml_give_a_tree_or_a_sentence(text: str) -> None:
    with contextlib.suppress(KnowledgeError):
        assert isinstance(parse(text.encode(), "f.yaml").value, dict)
