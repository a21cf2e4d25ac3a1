"""Notebooks are executed with the parameters they know, by this interpreter, and a failure is told where it is."""

import os
import sys

import nbformat
import pytest

from karier.scenario import BadInput
from karier.studies.execute import Job, NotebookFailed, execute, execute_all, parameters, templates


def printed(path):
    outputs = [o for cell in nbformat.read(path, 4).cells for o in cell.get("outputs", [])]
    assert all(o.get("name") != "stderr" and o.output_type != "error" for o in outputs)
    return "".join(o.text for o in outputs if o.output_type == "stream")


@pytest.mark.parametrize("name", ["scenario", "comparison"])
def test_the_templates_parameters_are_typed_and_described(name):
    for parameter in parameters(templates() / f"{name}.ipynb").values():
        assert parameter["inferred_type_name"] in ("str", "int", "float", "bool")
        assert len(parameter["help"]) > 10


def test_a_notebook_is_executed_with_parameters_where_it_will_lie(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    template = notebook("small", "import os, sys", "print(scenario, years, os.getcwd(), sys.executable)")
    out = tmp_path / "made" / "small.ipynb"
    execute(template, out, {"scenario": "semarang"})
    assert printed(out) == f"semarang 3 {out.parent} {sys.executable}\n"
    assert os.getcwd() == str(tmp_path)


def test_an_executed_notebook_keeps_no_time_and_no_path(notebook, tmp_path):
    template = notebook("small", "1 + 1")
    first, second = (execute(template, tmp_path / name / "x.ipynb", {"years": 5}) for name in "ab")
    assert first.read_bytes() == second.read_bytes()
    text = first.read_text("utf-8")
    assert str(tmp_path) not in text
    assert "duration" not in text
    assert nbformat.read(first, 4).metadata.papermill.parameters == {"years": 5}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scenaro": "toy"}, "did you mean scenario"),
        ({"years": "3"}, "years"),
        ({"scenario": 3}, "scenario"),
    ],
)
def test_an_unknown_parameter_or_another_type_is_refused_before_anything_runs(notebook, tmp_path, given, said):
    template = notebook("small", "open('ran', 'w').close()")
    with pytest.raises(BadInput, match=said):
        execute(template, tmp_path / "x.ipynb", given)
    good = Job(template, tmp_path / "good.ipynb")
    with pytest.raises(BadInput, match=said):
        execute_all([good, Job(template, tmp_path / "x.ipynb", given)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.ipynb"]


def test_a_failing_cell_names_scenario_notebook_cell_and_cause_and_the_others_finish(notebook, tmp_path, capfd):
    good = notebook("good", "print('done')")
    bad = notebook("bad", "1 + 1", "raise ValueError('no such office')", "print('never')")
    jobs = [Job(bad, tmp_path / "out" / "bad.ipynb", {}, "toy+training")]
    jobs += [Job(good, tmp_path / "out" / f"{n}.ipynb", {}, f"toy-{n}") for n in range(2)]
    (failure,) = execute_all(jobs)
    assert str(failure) == "toy+training: bad.ipynb, cell 3: ValueError: no such office"
    assert [printed(tmp_path / "out" / f"{n}.ipynb") for n in range(2)] == ["done\n"] * 2
    assert "no such office" in (tmp_path / "out" / "bad.ipynb").read_text()
    assert capfd.readouterr() == ("", "")


def test_a_kernel_that_dies_is_a_failure_as_well(notebook, tmp_path):
    template = notebook("dies", "import os; os._exit(1)")
    with pytest.raises(NotebookFailed, match=r"^toy: dies.ipynb"):
        execute(template, tmp_path / "x.ipynb", {}, "toy")


def test_the_kernel_is_this_interpreter_whatever_is_installed(notebook, tmp_path, monkeypatch):
    other = tmp_path / "home" / "kernels" / "python3"
    other.mkdir(parents=True)
    (other / "kernel.json").write_text('{"argv": ["/bin/false"], "display_name": "x", "language": "python"}')
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("print('from somebody else')")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "home"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "home"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    execute(notebook("small", "print('fine')"), tmp_path / "x.ipynb", {})
    assert printed(tmp_path / "x.ipynb") == "fine\n"
    assert os.environ["JUPYTER_PATH"] == str(tmp_path / "home")


@pytest.mark.parametrize(("lang", "kept", "gone"), [("id", "tempat", "a place"), ("en", "a place", "tempat")])
def test_an_executed_notebook_keeps_the_readers_language(notebook, tmp_path, lang, kept, gone):
    template = notebook("small", "1 + 1")
    made = nbformat.read(template, 4)
    cell = next(c for c in made.cells if "parameters" in c.metadata.get("tags", []))
    cell.source = (
        f'scenario: str = "toy"  # tempat, di results/compare / a place\nlang: str = "{lang}"  # bahasa / language'
    )
    nbformat.write(made, template)
    executed = nbformat.read(execute(template, tmp_path / "x" / "small.ipynb", {"lang": lang}), 4)
    said = "".join(c.source for c in executed.cells)
    assert kept in said
    assert gone not in said
