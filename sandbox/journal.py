"""What the local Telegram remembers between runs: a snapshot, and the files beside it."""

import logging
import os
from pathlib import Path

from pydantic import TypeAdapter

from sandbox.core.state import State

log = logging.getLogger(__name__)

CALLBACKS_KEPT_SECONDS = 3600
_adapter = TypeAdapter(State)


def load(folder: Path) -> tuple[State, dict[str, bytes]] | None:
    """The state and the files' bytes by blob; None where there is nothing, or nothing whole."""
    snapshot = folder / "state.json"
    if not snapshot.exists():
        return None
    try:
        state = _adapter.validate_json(snapshot.read_bytes())
        blobs = {file.blob for file in state.files.values()}
        return state, {blob: (folder / "files" / blob).read_bytes() for blob in blobs}
    except (ValueError, OSError) as error:
        aside = snapshot.with_suffix(".broken.json")
        snapshot.replace(aside)
        log.warning("Could not read %s (%s): begin anew, it is kept as %s", snapshot, error, aside)
        return None


def dump(state: State, now: float) -> bytes:
    """The state as JSON, without presses that nobody will answer any more."""
    state.callbacks = {
        key: callback
        for key, callback in state.callbacks.items()
        if now - callback.at < CALLBACKS_KEPT_SECONDS
    }
    return _adapter.dump_json(state)


def save(folder: Path, snapshot: bytes, files: dict[str, bytes]) -> None:
    """Write the files that are not there yet, then the snapshot, whole or not at all."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    for blob, data in files.items():
        path = folder / "files" / blob
        if not path.exists() or path.stat().st_size != len(data):
            _write(path, data)
    _write(folder / "state.json", snapshot)


def forget(folder: Path) -> None:
    """Begin anew: remove the snapshot and the files."""
    (folder / "state.json").unlink(missing_ok=True)
    for path in (folder / "files").glob("*"):
        path.unlink()


def _write(path: Path, data: bytes) -> None:
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
