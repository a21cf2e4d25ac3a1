"""The command line: `main` is its entry, and the one place where an error becomes a message and an exit code.

0: done. 2: bad input, one message. 1: our fault; KARIER_DEBUG=1 shows where. 130: Ctrl-C, what is finished stays.
"""

import os
import sys
from collections.abc import Sequence
from typing import Any

OK, FAULT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # workers share the cores already


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        _say("stopped; what is finished is kept, and the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:  # `karier list places | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception as error:
        return _failed(error)


def _run(arguments: Sequence[str] | None) -> int:
    from karier.cli.app import UsageError, app

    try:
        code = app(args=arguments, prog_name="karier", standalone_mode=False)
        sys.stdout.flush()
    except UsageError as error:
        return _misused(error)
    if code == INTERRUPTED:  # typer has caught it
        raise KeyboardInterrupt
    return code if isinstance(code, int) else OK


def _misused(error: Any) -> int:
    """A command line that makes no sense; without any command the help says more than a message."""
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.ctx.get_help(), file=sys.stderr)
        return BAD_INPUT
    text = " ".join(error.format_message().replace("Value error, ", "").split())
    command = error.ctx.command_path if error.ctx else "karier"
    _say(f"{text} (see {command} --help)")
    return BAD_INPUT


def _failed(error: Exception) -> int:
    from karier.scenario import BadInput

    if isinstance(error, BadInput):
        _say(str(error))
        return BAD_INPUT
    if "no locator available" in str(error):  # Numba's words, when a rule is first seen
        _say("compiled rules cannot be kept anywhere; set XDG_CACHE_HOME to a folder that may be written")
        return BAD_INPUT
    if type(error).__name__ == "Abort":  # typer's word for Ctrl-C
        raise KeyboardInterrupt from error
    if os.environ.get("KARIER_DEBUG"):
        import traceback

        print(getattr(error, "trace", "") or "".join(traceback.format_exception(error)), file=sys.stderr)
    _say(_explained(error))
    return FAULT


def _explained(error: Exception) -> str:
    name = type(error).__name__
    if name == "BrokenProcessPool":
        return "a worker process was killed, perhaps for want of memory; finished runs are kept, try --jobs 1"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'a file'}: {error.strerror}; what is finished is kept"
    own = str(error) if hasattr(error, "trace") else f"{name}: {error}"
    hint = (
        "" if os.environ.get("KARIER_DEBUG") else "\n(a fault of karier, not of your input; KARIER_DEBUG=1 shows where)"
    )
    return own + hint


def _say(text: str) -> None:
    print(f"karier: {text}", file=sys.stderr)
