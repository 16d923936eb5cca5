"""The heartbeat file and the look at its age."""

from pathlib import Path

import pytest

from bot.operations import health


def test_a_fresh_beat_is_healthy_and_an_old_one_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert not health.is_healthy(folder, 0.0)
    health.beat(folder)
    then = (folder / health.FILE).stat().st_mtime
    assert health.is_healthy(folder, then + health.STALE - 1)
    assert not health.is_healthy(folder, then + health.STALE + 1)


def test_a_folder_that_cannot_be_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    health.beat(tmp_path / "file")
    assert not health.is_healthy(tmp_path / "file", 0.0)


def test_the_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert health.main() == 1
    health.beat(tmp_path)
    assert health.main() == 0
