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


class _Pace:
    """Steps done and how fast. The first may have had rules to compile, so from two on the others set the pace."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self._before = total, 0, 0
        self.started = self._since = time.monotonic()

    def advance(self, steps: int) -> None:
        if self.done == 0:
            self._before, self._since = steps, time.monotonic()
        self.done += steps

    def told(self, now: float) -> str:
        """12 a second, 3 s left; no estimate from the first step alone, which may have compiled rules."""
        if self.done == self._before and self.done < self.total:
            return f"the first took {self._since - self.started:.0f} s, compiling included"
        alone = self.done == self._before
        counted, since = (self.done, self.started) if alone else (self.done - self._before, self._since)
        rate = counted / max(now - since, 1e-9)
        pace = f"{rate:.1f} a second" if rate >= 1 else f"{1 / rate:.1f} s each"
        return f"{pace}, {(self.total - self.done) / rate:.0f} s left"


class Lines(Progress):
    """A line when work begins and ends and at most every `pause` seconds between: for logs."""

    def __init__(self, pause: float = 10.0) -> None:
        self.pause = pause

    def begin(self, what: str, total: int) -> None:  # noqa: D102
        self.what, self.pace = what, _Pace(total)
        self.told = self.pace.started

    def advance(self, steps: int = 1) -> None:  # noqa: D102
        self.pace.advance(steps)
        now = time.monotonic()
        if now - self.told >= self.pause and self.pace.done < self.pace.total:
            self.told = now
            self.note(f"{self.what}: {self.pace.done} of {self.pace.total}, {self.pace.told(now)}")

    def end(self) -> None:  # noqa: D102
        seconds = time.monotonic() - self.pace.started
        self.note(f"{self.what}: {self.pace.done} of {self.pace.total} in {seconds:.1f} s")

    def note(self, text: str) -> None:  # noqa: D102
        print(text, file=sys.stderr, flush=True)


class Bar(Progress):
    """A bar with rate and time left. It has no thread of its own, so that workers may be copies of this process."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Rich

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
        )
        self.rich: Any = Rich(*columns, console=Console(stderr=True), auto_refresh=False)

    def begin(self, what: str, total: int) -> None:  # noqa: D102
        self.pace = _Pace(total)
        self.task = self.rich.add_task(what, total=total, pace="")
        self.rich.start()
        self.rich.refresh()

    def advance(self, steps: int = 1) -> None:  # noqa: D102
        self.pace.advance(steps)
        self.rich.update(self.task, advance=steps, pace=self.pace.told(time.monotonic()), refresh=True)

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
