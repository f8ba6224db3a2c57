"""What can be wrong with a file as a whole."""

from pathlib import Path


class UnreadableFile(ValueError):  # noqa: N818 — the name says what is the matter
    """A file that is no CommerceML, or breaks off; `str()` of it is one line for a person."""

    def __init__(self, path: Path, why: str, line: int | None = None) -> None:
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{place}: {why}")
        self.path = path
        self.why = why
        self.line = line
