"""Finished runs on disk, one folder a run, named after the run's key.

A run is written to a folder with another name, synced, and renamed: a folder named after a key is complete.
"""

import json
import os
import shutil
import time
from pathlib import Path

import pyarrow.parquet as pq

from karier.runs.tables import NAMES, SCHEMAS, Tables, write_json, write_table

MANIFEST = "manifest.json"


class Store:
    """A folder of finished runs; made when the first is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Where the run with this key lies, once it is finished."""
        return self.folder / key[:32]

    def has(self, key: str) -> bool:
        """Whether the run is there with all its tables."""
        folder = self.path(key)
        return all((folder / name).is_file() for name in (MANIFEST, *(f"{table}.parquet" for table in NAMES)))

    def read(self, key: str) -> Tables:
        """The tables of a finished run."""
        folder = self.path(key)
        tables = {n: pq.read_table(folder / f"{n}.parquet", schema=SCHEMAS[n], use_threads=False) for n in NAMES}
        return Tables(**tables, manifest=json.loads((folder / MANIFEST).read_text("utf-8")))

    def write(self, key: str, tables: Tables) -> None:
        """Store a run: all of it or nothing. One that is already there stays."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".part-{os.getpid()}-{key[:32]}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            for name in NAMES:
                write_table(getattr(tables, name), part / f"{name}.parquet")
            write_json(tables.manifest, part / MANIFEST)
            self._place(part, key)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _place(self, part: Path, key: str) -> None:
        if not self.has(key):  # a folder from which files were deleted makes way
            shutil.rmtree(self.path(key), ignore_errors=True)
        try:
            part.rename(self.path(key))
        except OSError:
            if not self.has(key):  # if it has, another process was quicker with the same run
                raise

    def clean(self) -> None:
        """Remove what killed processes left half-written. Writing takes no second, so an hour is old."""
        for part in self.folder.glob(".part-*"):
            if time.time() - part.stat().st_mtime > 3600:
                shutil.rmtree(part, ignore_errors=True)
