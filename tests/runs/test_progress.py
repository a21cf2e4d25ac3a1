"""What a log hears of the progress."""

import pytest

from karier.runs.progress import Lines, Progress, work


def test_a_log_gets_few_lines_with_rate_and_time_left(capsys, monkeypatch):
    clock = iter(range(1000))
    monkeypatch.setattr("karier.runs.progress.time.monotonic", lambda: float(next(clock)))
    with work(tell := Lines(pause=10), "runs", 40):
        for _ in range(40):
            tell.advance()
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0] == "runs: 10 of 40, 1.0 a second, 30 s left"
    assert lines[-1] == "runs: 40 of 40 in 41.0 s"
    assert len(lines) == 4


def test_the_end_is_told_when_work_is_interrupted(capsys):
    with pytest.raises(KeyboardInterrupt), work(Lines(), "runs", 3):
        raise KeyboardInterrupt
    assert "0 of 3" in capsys.readouterr().err


def test_silence(capsys):
    with work(tell := Progress(), "runs", 1):
        tell.advance()
        tell.note("nobody hears this")
    assert capsys.readouterr() == ("", "")
