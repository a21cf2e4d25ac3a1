"""How far the work is, on stderr: a bar on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Progress:
    """Says nothing; the others say it their way."""

    def begin(self, what: str, total: int) -> None:
        """A piece of work with so many steps begins."""

    def advance(self, steps: int = 1) -> None:
        """So many more steps are done."""

    def end(self) -> None:
        """The piece of work is over, finished or not."""

    def note(self, text: str) -> None:
        """One line to read."""


class Lines(Progress):
    """A line when work begins and ends and at most every `pause` seconds between: for logs."""

    def __init__(self, pause: float = 10.0) -> None:
        self.pause = pause

    def begin(self, what: str, total: int) -> None:  # noqa: D102
        self.what, self.total, self.done = what, total, 0
        self.started = self.told = time.monotonic()

    def advance(self, steps: int = 1) -> None:  # noqa: D102
        self.done += steps
        now = time.monotonic()
        if now - self.told >= self.pause and self.done < self.total:
            self.told = now
            rate = self.done / (now - self.started)
            left = (self.total - self.done) / rate
            self.note(f"{self.what}: {self.done} of {self.total}, {rate:.1f} a second, {left:.0f} s left")

    def end(self) -> None:  # noqa: D102
        seconds = time.monotonic() - self.started
        self.note(f"{self.what}: {self.done} of {self.total} in {seconds:.1f} s")

    def note(self, text: str) -> None:  # noqa: D102
        print(text, file=sys.stderr, flush=True)


class Bar(Progress):
    """A bar with rate and time left. It has no thread of its own, so that workers may be copies of this process."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Rich

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        self.rich: Any = Rich(*columns, console=Console(stderr=True), auto_refresh=False)
        self.task: Any = None

    def begin(self, what: str, total: int) -> None:  # noqa: D102
        self.started, self.done = time.monotonic(), 0
        self.task = self.rich.add_task(what, total=total, rate="")
        self.rich.start()
        self.rich.refresh()

    def advance(self, steps: int = 1) -> None:  # noqa: D102
        self.done += steps
        rate = self.done / max(1e-9, time.monotonic() - self.started)
        self.rich.update(self.task, advance=steps, rate=f"{rate:.1f}/s", refresh=True)

    def end(self) -> None:  # noqa: D102
        self.rich.stop()
        self.rich.remove_task(self.task)

    def note(self, text: str) -> None:  # noqa: D102
        self.rich.console.print(text, highlight=False, markup=False)


def display() -> Progress:
    """The one that fits where stderr goes."""
    return Bar() if sys.stderr.isatty() else Lines()


@contextmanager
def work(progress: Progress, what: str, total: int) -> Iterator[None]:
    """Begin and end a piece of work, whatever happens in between."""
    progress.begin(what, total)
    try:
        yield
    finally:
        progress.end()
