"""The house keeps its shape: layers, small rooms, a light front door, data with a licence."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from monazite.catalog import sources

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "monazite"
FILES = sorted(SOURCE.rglob("*.py"))
MOST_LINES, MOST_STATEMENTS = 400, 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "core", "manager"}
HEAVY = {"numpy", "polars", "scipy", "numba", "linopy", "matplotlib", "duckdb"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_room_is_small_enough_to_know(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= MOST_LINES
    assert path.stem not in VAGUE


def _statements(function: ast.AST) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1


def test_functions_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and _statements(node) > MOST_STATEMENTS
    ]
    assert not long


def test_only_the_rims_catch_everything() -> None:
    broad = [
        path.relative_to(ROOT).as_posix()
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
        and path.relative_to(SOURCE).parts[0] not in {"cli", "web", "watch"}
    ]
    assert not broad


@pytest.mark.parametrize(
    "code",
    [
        "import monazite",
        """import sys
from monazite.cli.app import main
sys.argv = ['monazite', '--help']
try:
    main()
except SystemExit:
    pass
""",
    ],
    ids=["import", "help"],
)
def test_the_front_door_is_light(code: str) -> None:
    check = f"\nimport sys; heavy = {HEAVY!r} & set(sys.modules); sys.exit(str(sorted(heavy)) if heavy else 0)"
    done = subprocess.run(
        [sys.executable, "-c", code + check], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_source_card_has_a_publisher_a_title_and_a_licence() -> None:
    cards = sources()
    assert cards
    for card in cards.values():
        assert card.licence.name, card.id
        assert card.publisher, card.id
        assert card.title, card.id


def _tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    paths = [ROOT / name for name in done.stdout.splitlines()]
    return [
        path
        for path in paths
        if path.is_file() and path.suffix not in {".lock", ".parquet", ".xlsx"}
    ]


def test_no_path_of_one_machine_is_in_the_tree() -> None:
    leak = re.compile(r"""[" (=]/(?:home|root|tmp|work|mnt|Users)/[A-Za-z]""")
    assert not [
        path
        for path in _tracked()
        if leak.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]


def test_every_error_code_is_documented() -> None:
    raised = re.compile(r'"(E\d{3})"')
    codes = {code for path in FILES for code in raised.findall(path.read_text(encoding="utf-8"))}
    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    missing = sorted(code for code in codes if code not in page)
    assert not missing, f"write them into docs/reference/errors.md: {missing}"
