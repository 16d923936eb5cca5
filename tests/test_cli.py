"""The terminal, as a person types it."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.answers import Answers
from bot.cli import app, main
from bot.knowledge.load import Knowledge, default_folder, load
from bot.storage.database import Storage
from tests.storage.rows import PIN

ROOT = Path(__file__).parent.parent
RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def read_once(shipped: Knowledge, shipped_answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped knowledge is read once for all these tests; whatever else is asked for is read as ever."""
    only_shipped = (default_folder(),)
    monkeypatch.setattr(cli, "load", lambda *folders: shipped if folders == only_shipped else load(*folders))
    monkeypatch.setattr(cli, "Answers", lambda known: shipped_answers if known is shipped else Answers(known))


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # no .env of the developer's, and any folder will do
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "KNOWLEDGE_DIRS", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def test_help_names_the_commands() -> None:
    text = RUNNER.invoke(app, ["--help"]).output
    assert all(
        name in text
        for name in ("run", "preview", "ask", "lookup", "check", "schema", "report", "sign", "backup", "restore")
    )


@pytest.mark.parametrize(
    "words",
    [
        ["keytruda"], ["/explain", "keytruda"], ["/glossary", "ADCC"], ["/summary", "immunotherapy"], ["/urgent"],
        ["/urgent", "checkpoint"], ["/support", "united states"], ["/topics"], ["/help"], ["/about"], ["/privacy"],
        ["--short", "keytruda"], ["--id", "pembrolizumab"], ["--language", "es", "melanoma"],
    ],
)  # fmt: skip
def test_ask_draws_every_kind_with_its_note(words: list[str]) -> None:
    result = RUNNER.invoke(app, ["ask", *words])
    assert result.exit_code == 0, result.output
    assert "Safety note" in result.output or "Nota de seguridad" in result.output


def test_ask_json_is_one_object() -> None:
    record = json.loads(RUNNER.invoke(app, ["ask", "--json", "what", "is", "keytruda?"]).output)
    assert (record["id"], record["outcome"], record["command"]) == ("pembrolizumab", "exact", "explain")
    assert record["safety_note"]["family"] == "checkpoint"
    assert record["sources"]


def test_ask_json_by_id_names_what_was_asked() -> None:
    record = json.loads(RUNNER.invoke(app, ["ask", "--json", "--id", "crs"]).output)
    assert (record["query"], record["id"]) == ("crs", "crs")


@pytest.mark.parametrize("words", [["zzzz", "qqqq"], ["--id", "no-such-entry"], ["--json", "zzzzqqqq"]])
def test_unknown_gives_exit_code_1(words: list[str]) -> None:
    assert RUNNER.invoke(app, ["ask", *words]).exit_code == 1


def test_suggestions_are_listed() -> None:
    assert "cdc-complement" in RUNNER.invoke(app, ["ask", "CDC"]).output


def test_lookup_answers_line_by_line_in_order() -> None:
    lines = RUNNER.invoke(app, ["lookup"], input="crs??\n\nopdivvo\nasdf\n").output.splitlines()
    records = [json.loads(line) for line in lines]
    assert [record["query"] for record in records] == ["crs??", "", "opdivvo", "asdf"]
    assert [record["id"] for record in records] == ["crs", None, "nivolumab", None]


def test_check_is_content_and_can_be_narrowed() -> None:
    result = RUNNER.invoke(app, ["check", "--only", "knowledge/drugs/pembrolizumab.yaml"])
    assert result.exit_code == 0, result.output
    assert "https://" in RUNNER.invoke(app, ["check", "--links"]).output


def test_check_finds_what_is_wrong_in_a_further_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "ours" / "terms"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text("terms:\n  - id: ours\n    titel: Ours\n")
    monkeypatch.setenv("KNOWLEDGE_DIRS", str(folder.parent))
    result = RUNNER.invoke(app, ["check"])
    assert result.exit_code == 1
    assert "titel" in result.output


def test_report_prints_and_dumps() -> None:
    assert RUNNER.invoke(app, ["report"]).output
    assert json.loads(RUNNER.invoke(app, ["report", "--json"]).output)


def test_broken_knowledge_is_a_sentence_not_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "bad.yaml").write_bytes(b"\xff\xfe")
    monkeypatch.setenv("KNOWLEDGE_DIRS", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["bot", "ask", "crs"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert "bad.yaml" in said
    assert "Traceback" not in said


def test_the_module_runs_and_survives_a_closed_pipe() -> None:
    command = f"printf 'crs\\n%.0s' $(seq 2000) | {sys.executable} -m bot lookup | head -n 1"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=env, timeout=60, check=False)
    assert json.loads(done.stdout)["id"] == "crs"
    assert "Traceback" not in done.stderr


def said_by_main(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", ["bot", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code, capsys.readouterr().err


def test_a_backup_goes_out_and_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(one_pin(f"sqlite:///{tmp_path}/data/bot.db"))
    result = RUNNER.invoke(app, ["backup", "saved.json"])
    assert (result.exit_code, result.output) == (
        0,
        "Saved 1 pin and the settings of 0 servers to saved.json.\n",
    )
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere/bot.db")
    result = RUNNER.invoke(app, ["restore", "saved.json"])
    assert (result.exit_code, result.output) == (
        0,
        "Restored 1 pin and the settings of 0 servers from saved.json.\n",
    )
    assert RUNNER.invoke(app, ["restore", "saved.json", "--replace"]).exit_code == 0
    assert RUNNER.invoke(app, ["restore", "saved.json"]).exit_code == 1  # main() makes it a sentence and a 2


async def one_pin(url: str) -> None:
    storage = await Storage.open(url, timeout=60)
    await storage.pins.claim(PIN)
    await storage.close()


@pytest.mark.parametrize(
    ("words", "url", "said"),
    [
        (["backup", "saved.json"], "mysql://bot:secret@127.0.0.1/bot", "SQLite or PostgreSQL"),
        (["backup", "saved.json"], "postgresql://bot:secret@127.0.0.1:1/bot", "cannot be reached"),
        (["restore", "saved.json"], "", "saved.json cannot be read"),
        (["backup", "nowhere/saved.json"], "", "cannot be written to nowhere/saved.json"),
    ],
)
def test_a_backup_that_fails_is_a_sentence_without_the_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], url: str, said: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    code, text = said_by_main(words, monkeypatch, capsys)
    assert code == 2
    assert said in text
    assert text.count("\n") == 1
    assert "secret" not in text
