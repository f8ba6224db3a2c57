"""The snapshot between runs."""

from pathlib import Path

from sandbox import journal
from sandbox.config import Settings
from sandbox.server import open_telegram
from sandbox.telegram import Person, Telegram
from tests.sandbox.conftest import Clock


def test_nothing_is_lost(tmp_path: Path, telegram: Telegram, anna: Person, clock: Clock) -> None:
    telegram.add_group("Менеджеры", [anna.id], is_forum=True)
    state = telegram.world.state
    journal.save(tmp_path, journal.dump(state, clock().timestamp()), telegram.world.files)
    assert journal.load(tmp_path) == (state, telegram.world.files)


def test_a_broken_snapshot_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"people": {"1": ')
    assert journal.load(tmp_path) is None
    assert (tmp_path / "state.broken.json").exists()
    assert journal.load(tmp_path) is None


def test_a_first_run_has_a_buyer_and_a_manager(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    telegram = open_telegram(settings)
    names = [person.first_name for person in telegram.world.state.people.values()]
    assert names == ["Анна", "Игорь"]
    telegram.start(next(iter(telegram.world.state.people)))
    journal.save(settings.folder, journal.dump(telegram.world.state, 0), {})
    again = open_telegram(settings)
    assert again.world.state == telegram.world.state
    journal.forget(settings.folder)
    assert open_telegram(settings).messages(next(iter(again.world.state.people))) == []
