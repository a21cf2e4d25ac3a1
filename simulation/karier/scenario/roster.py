"""A place's own people: a Parquet file that `karier roster import` wrote, named by a place and known by its digest."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from karier.scenario.errors import bad


@dataclass(frozen=True)
class Roster:
    """Where the people of a place stand."""

    path: Path
    sha256: str

    def checked(self) -> Path:
        """The path of the very file. BadInput where it is gone or another."""
        if digest(self.path) != self.sha256:
            raise bad(str(self.path), "", "is not the roster that the scenario was made with", "the same file")
        return self.path


def roster(path: Path, file: str) -> Roster:
    """The roster that a place names. BadInput where there is none."""
    if path.suffix != ".parquet":
        raise bad(file, "roster", f"{path.name} is no imported roster", "the .parquet that karier roster import wrote")
    return Roster(path.resolve(), digest(path))


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise bad(
            str(path), "", error.strerror or "cannot be read", "the .parquet that karier roster import wrote"
        ) from None
