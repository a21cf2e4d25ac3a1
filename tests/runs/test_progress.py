"""What a log hears of the progress."""

import io

import pytest

from karier.runs.progress import Lines, Progress, display, work


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    now = [0.0]
    monkeypatch.setattr("karier.runs.progress.time.monotonic", lambda: now[0])
    return now


def test_a_log_gets_few_lines_with_rate_and_time_left(capsys, clock):
    with work(tell := Lines(pause=10), "runs", 100):
        for _ in range(100):
            clock[0] += 0.5
            tell.advance()
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0] == "runs: 20 of 100, 2.0 a second, 40 s left"
    assert lines[-1] == "runs: 100 of 100 in 50.0 s"
    assert len(lines) == 5


def test_a_first_step_that_compiles_does_not_spoil_the_estimate(capsys, clock):
    with work(tell := Lines(pause=10), "runs", 12):
        for seconds in (30, *[4] * 11):
            clock[0] += seconds
            tell.advance()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "runs: 1 of 12, the first took 30 s, compiling included"
    assert lines[1] == "runs: 4 of 12, 4.0 s each, 32 s left"


def test_a_terminal_gets_a_bar(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    tell = display()
    with work(tell, "runs", 4):
        tell.advance()
        tell.advance(2)
        tell.note("a note")
    assert "3/4" in terminal.getvalue()
    assert "s left" in terminal.getvalue()
    assert "a note" in terminal.getvalue()


def test_the_end_is_told_when_work_is_interrupted(capsys):
    with pytest.raises(KeyboardInterrupt), work(Lines(), "runs", 3):
        raise KeyboardInterrupt
    assert "0 of 3" in capsys.readouterr().err


def test_silence(capsys):
    with work(tell := Progress(), "runs", 1):
        tell.advance()
        tell.note("nobody hears this")
    assert capsys.readouterr() == ("", "")
