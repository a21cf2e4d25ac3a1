"""Writes a file whole or not at all."""

import os
from pathlib import Path


def written(path: Path, content: bytes) -> Path:
    """Writes to a temporary name, syncs and renames; makes the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path
