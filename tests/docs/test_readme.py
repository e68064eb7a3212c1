"""What the README shows is what the commands print."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from monazite.cli.app import program

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    *sorted((ROOT / "docs" / "learn").glob("*.md")),
]
_BLOCK = re.compile(r"```console\n\$ monazite (?P<call>[^\n]+)\n(?P<shown>.*?)```", re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
BLOCKS = [
    (page.name, found["call"], found["shown"])
    for page in PAGES
    for found in _BLOCK.finditer(page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(
    ("page", "call", "shown"), BLOCKS, ids=[f"{page}: {call[:40]}" for page, call, _ in BLOCKS]
)
def test_a_block_shows_what_the_command_prints(page: str, call: str, shown: str) -> None:
    del page
    done = CliRunner(env={"MONAZITE_TODAY": "2026-11-23"}).invoke(program, shlex.split(call))
    assert done.exit_code == 0, done.output
    assert doctest.OutputChecker().check_output(shown, done.output, FLAGS), done.output


def test_the_python_of_the_readme_runs() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    test = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    runner.run(test)
    result = runner.summarize(verbose=False)
    assert result.attempted >= 5
    assert result.failed == 0
