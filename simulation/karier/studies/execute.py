"""Notebooks through papermill: a template with parameters → an executed notebook, several at a time.

What papermill leaves to chance is settled here: unknown parameters are refused before anything runs, the kernel is
the interpreter that runs us whatever else is installed, and the notebook keeps neither times nor paths of the machine.
"""

import contextlib
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from karier.analysis.language import LANGUAGES
from karier.runs import Progress
from karier.runs.progress import work
from karier.runs.tables import replace_with
from karier.scenario.errors import bad, shown, unknown

AT_ONCE = 2
_TYPES: dict[str, Any] = {"str": str, "int": int, "float": (int, float), "bool": bool}


@dataclass(frozen=True)
class Job:
    """One notebook to execute."""

    template: Path
    out: Path
    parameters: Mapping[str, Any] = field(default_factory=dict)
    about: str = ""  # the scenario, for messages


class NotebookFailed(RuntimeError):  # noqa: N818
    """A cell failed; the message names scenario, notebook, cell and cause."""

    trace = ""


def templates() -> Path:
    """The notebooks that are shipped: inside the wheel, else beside the source."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "notebooks"
    return inside if inside.is_dir() else package.parents[1] / "notebooks"


def parameters(template: Path) -> dict[str, Any]:
    """The parameters of a template, by name: type, default and help, as its tagged cell says them."""
    import papermill

    with _quiet():
        return dict(papermill.inspect_notebook(str(template)))


def execute(template: Path, out: Path, given: Mapping[str, Any], about: str = "") -> Path:
    """Execute a template with parameters and write the executed notebook to `out`.

    It runs in the folder of `out`, with the interpreter that runs this. A failing notebook is written as well, up to
    the cell that failed.

    Raises:
        BadInput: a parameter that the template does not have, or of another type.
        NotebookFailed: a cell failed.
    """
    with kernel():
        return _execute(Job(template, out, given, about))


def execute_all(jobs: Sequence[Job], progress: Progress | None = None, at_once: int = AT_ONCE) -> list[NotebookFailed]:
    """Execute notebooks, some at once, and return the failures; the others are finished nevertheless."""
    for job in jobs:  # all of them, before the first is executed
        _refuse_unknown(job)
    tell, failed = progress or Progress(), []
    with kernel(), work(tell, "notebooks", len(jobs)), ThreadPoolExecutor(at_once) as pool:
        futures = [pool.submit(_execute, job) for job in jobs]
        try:
            for future in as_completed(futures):
                tell.advance()
                try:
                    future.result()
                except NotebookFailed as error:
                    failed.append(error)
        except BaseException:  # Ctrl-C: those that run are finished, the others not begun
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return sorted(failed, key=str)


def _execute(job: Job) -> Path:
    import nbformat

    _refuse_unknown(job)
    job = replace(job, out=job.out.resolve())
    job.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="karier-") as folder:
        draft = Path(folder) / job.template.name
        failure = _attempt(job, draft)
        if draft.exists():
            notebook = nbformat.read(draft, as_version=4)
            _forget_machine(notebook, job)
            _keep_language(notebook, str(job.parameters.get("lang", "")))
            replace_with(lambda temporary: nbformat.write(notebook, temporary), job.out)
    if failure:
        raise failure
    return job.out


def _attempt(job: Job, draft: Path) -> NotebookFailed | None:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        with _quiet():
            papermill.execute_notebook(
                str(job.template.resolve()),
                str(draft),
                parameters=dict(job.parameters),
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                config=_transport(str(draft.parent)),
                resources={"metadata": {"path": str(job.out.parent)}},  # papermill's own `cwd` moves this process
            )
    except PapermillExecutionError as error:
        cause = " ".join(f"{error.ename}: {error.evalue}".split())
        return NotebookFailed(f"{_named(job)}, cell {error.cell_index + 1}: {cause[:300]}")
    except Exception as error:  # the kernel did not start, or died
        return NotebookFailed(f"{_named(job)}: {type(error).__name__}: {error}")
    return None


def _refuse_unknown(job: Job) -> None:
    """Unknown names and wrong types: papermill would run the notebook with them."""
    known = parameters(job.template)
    for name, value in job.parameters.items():
        if name not in known:
            raise unknown(job.template.name, "", "parameter of this notebook", name, known)
        kind = known[name]["inferred_type_name"]
        if kind in _TYPES and not isinstance(value, _TYPES[kind]):
            raise bad(job.template.name, name, f"{shown(value)} has the wrong type", kind)


def _named(job: Job) -> str:
    return f"{job.about}: {job.template.name}" if job.about else job.template.name


def _forget_machine(notebook: Any, job: Job) -> None:
    """Drop times and paths, so that the same study gives the same notebook; the parameters stay."""
    notebook.metadata["papermill"] = {"parameters": dict(job.parameters), "input_path": job.template.name}
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"  # papermill's is drawn by lot
        for name in ("papermill", "execution"):
            cell.metadata.pop(name, None)


def _keep_language(notebook: Any, lang: str) -> None:
    """Of what a template says in both languages, Indonesian / English, an executed notebook keeps the reader's."""
    if lang not in LANGUAGES:
        return
    at = LANGUAGES.index(lang)
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "parameters" in tags:
            cell.source = re.sub(r"# (.+?) / (.+)$", rf"# \{at + 1}", cell.source, flags=re.MULTILINE)
        elif "injected-parameters" in tags and lang == "id":
            cell.source = cell.source.replace("# Parameters", "# Parameter", 1)
        elif "languages" in tags:
            cell.source = cell.source.splitlines()[at]


@contextlib.contextmanager
def kernel() -> Iterator[None]:
    """For the time being, `python3` is a kernel of this interpreter, with settings of its own and nobody else's."""
    with tempfile.TemporaryDirectory(prefix="karier-kernel-") as folder:
        spec = Path(folder) / "kernels" / "python3"
        spec.mkdir(parents=True)
        said = _spec(folder)
        (spec / "kernel.json").write_text(json.dumps(said), encoding="utf-8")
        _find_fonts(os.environ | said["env"])
        changes = {
            "JUPYTER_PATH": os.pathsep.join(filter(None, [folder, os.environ.get("JUPYTER_PATH", "")])),
            "JUPYTER_PREFER_ENV_PATH": "0",
            "JUPYTER_RUNTIME_DIR": str(Path(folder) / "runtime"),
            "JUPYTER_CONFIG_DIR": str(Path(folder) / "config"),
        }
        before = {name: os.environ.get(name) for name in changes}
        os.environ.update(changes)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                os.environ.update({name: value} if value is not None else {})


def _transport(folder: str) -> Any:
    """Kernel and client talk through sockets that only this user can open, where the system has such."""
    from traitlets.config import Config

    own = sys.platform == "linux" and len(folder) < 80  # the name of a socket may have a hundred characters
    return Config({"KernelManager": {"transport": "ipc", "ip": str(Path(folder) / "kernel")} if own else {}})


def _spec(folder: str) -> dict[str, Any]:
    return {
        "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", "--log-level=CRITICAL"],
        "display_name": "Python 3",
        "language": "python",
        "env": {
            "IPYTHONDIR": str(Path(folder) / "ipython"),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, [_ours(), os.environ.get("PYTHONPATH", "")])),
            "MPLCONFIGDIR": str(Path(folder) / "matplotlib"),
        },
    }


def _find_fonts(environment: Mapping[str, str]) -> None:
    """Matplotlib looks for fonts when it is first used, and says so where it takes long: not in a notebook."""
    look = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(look, env=environment, capture_output=True, check=False)


def _ours() -> str:
    """Where this very package lies, for the kernel to find the same one; nothing where every Python looks anyway."""
    parent = Path(__file__).resolve().parents[2]
    return "" if parent.name in ("site-packages", "dist-packages") else str(parent)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What papermill, nbformat and the kernel's client say on the way is no news to a reader."""
    names = ("papermill", "traitlets", "nbclient", "jupyter_client", "asyncio")
    for name in names:
        logging.getLogger(name).setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
