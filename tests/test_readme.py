"""The README's commands, as written but for the names: `quick` for the study and `toy` for the place, to be fast."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
SHELL, PYTHON = ("sh", "bash", "shell", "console"), ("python", "py")
ELSEWHERE = ("make", "git ", "cd ", "conda ", "pip ", "jupyter ")  # the system's, or slow


def small(code):
    """The same on the small city."""
    code = re.sub(r"results/semarang(?=[/\s\"']|$)", "results/quick", code)
    code = re.sub(r"(karier study|load_study\(\"|-p study) semarang\b", r"\1 quick", code)
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


def test_what_make_is_asked_for_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for language, block in BLOCKS:
        for command in commands(block) if language in SHELL else ():
            if command.startswith("make "):
                assert set(command.split()[1:]) <= targets, command


def test_the_commands_and_the_tour_run_in_the_order_written(tmp_path):
    for name in ("notebooks", "scenarios"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for language, block in BLOCKS:
        if named := re.match(r"# (\S+\.yaml)\n", block) if language == "yaml" else None:
            (tmp_path / named[1]).parent.mkdir(exist_ok=True)
            (tmp_path / named[1]).write_text(block, "utf-8")
        if language in PYTHON:
            run([sys.executable, "-c", small(block)], tmp_path)
        elif language in SHELL:
            for command in commands(block):
                if not command.startswith(ELSEWHERE):
                    run(small(command), tmp_path, shell=True)
