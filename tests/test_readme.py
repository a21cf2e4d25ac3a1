"""The commands of README and guides, as written but for names, to be fast: study `quick` and place `toy`."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "docs/panduan.md", "docs/guide.md")
SHELL, PYTHON = ("sh", "bash", "shell", "console"), ("python", "py")
ELSEWHERE = ("make", "git ", "cd ", "conda ", "pip ", "jupyter ", "source ")  # the system's, or slow


def blocks(page):
    """Language and content of every block of code."""
    return re.findall(r"^```(\w+)\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def small(code):
    """The same on the small city."""
    code = re.sub(r"results/semarang(?=[/\s\"']|$)", "results/quick", code)
    code = re.sub(r"(karier study|load_study\(\"|-p study) semarang\b", r"\1 quick", code)
    code = re.sub(r"(karier roster template \S+) --place", r"\1 --filled --place", code)  # a reader fills it in
    return re.sub(r"\bsemarang\b", "toy", code)


def commands(block):
    """Lines of a shell block: without prompt and comment, continued lines joined."""
    for line in block.replace("\\\n", " ").splitlines():
        command = re.sub(r"(^|\s+)#.*", "", line.strip().removeprefix("$ ")).strip()
        if command:
            yield command


def run(arguments, folder, **more):
    bin_ = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "simulation"),
    }
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, **more)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("page", PAGES)
def test_what_make_is_asked_for_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for language, block in blocks(page):
        for command in commands(block) if language in SHELL else ():
            if command.startswith("make "):
                assert set(command.split()[1:]) <= targets, command


@pytest.mark.parametrize("pages", [PAGES[::2], PAGES[1:2]], ids=["en", "id"])
def test_the_commands_and_the_tour_run_in_the_order_written(tmp_path, pages):
    """One reader, one folder: what the README has run the guide need not run again."""
    for name in ("notebooks", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / name)
    done = set()
    for language, block in (block for page in pages for block in blocks(page)):
        if named := re.match(r"# (\S+\.yaml)\n", block) if language == "yaml" else None:
            (tmp_path / named[1]).parent.mkdir(exist_ok=True)
            (tmp_path / named[1]).write_text(block, "utf-8")
        if language in PYTHON:
            run([sys.executable, "-c", small(block)], tmp_path)
        elif language in SHELL:
            for command in commands(block):
                if not command.startswith(ELSEWHERE) and command not in done:
                    run(small(command), tmp_path, shell=True)
                    done.add(command)
