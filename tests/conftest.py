"""One Hypothesis profile: no deadline (the first example compiles), the same examples every time. Long tests first."""

import pytest
from hypothesis import HealthCheck, settings

LONG = ("test_readme.py",)  # begun first, so that workers who share the tests end together

settings.register_profile(
    "karier",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("karier")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, else in the order of the files."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture
def karier(tmp_path, monkeypatch, capsys):
    """Run a command in an empty folder: its exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    for name in ("KARIER_DEBUG", "KARIER_LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        from karier import cli

        code = cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run
