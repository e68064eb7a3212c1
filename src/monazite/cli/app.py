"""The command `monazite`: a table of commands, each imported only when it is called."""

from __future__ import annotations

import importlib
import json
import sys

import click

from monazite.errors import MonaziteError

# name: (module that has a click command or group named `command`, one line of help)
COMMANDS: dict[str, tuple[str, str]] = {
    "read": ("monazite.cli.read", "Read an announcement or article to events and claims."),
    "brief": ("monazite.cli.brief", "Read an article and print what it means."),
    "demo": ("monazite.cli.demo", "The brief of the shipped example."),
    "data": ("monazite.cli.data", "Reference data: list, get, check, update, sources, revisions."),
    "in-force": ("monazite.cli.in_force", "Which clauses hold on a day, as known on a day."),
    "compare": ("monazite.cli.compare", "What changed in the law between two days."),
    "network": (
        "monazite.cli.network",
        "A supply network: stages, agreement, what a measure reaches.",
    ),
    "screen": (
        "monazite.cli.screen",
        "A bill of materials, line by line: approval needed, by whom, what settles it.",
    ),
    "risk": ("monazite.cli.risk", "Supply risk of materials by several methods, with ranks."),
    "loss": ("monazite.cli.loss", "Output and GDP lost to a shortage, by several methods."),
    "plan": ("monazite.cli.plan", "What a budget should buy and support, under scenarios."),
    "value": ("monazite.cli.value", "What projects are worth, and the gap they close by year."),
    "run": ("monazite.cli.run", "Simulate a scenario: who runs short, when, at what price."),
    "backtest": ("monazite.cli.backtest", "How well the model would have done on past controls."),
    "watch": ("monazite.watch.command", "Poll feeds, brief what passes your interests, publish."),
    "why": ("monazite.cli.why", "Walk a figure back to the cell or formula it came from."),
}

ABOUT = """A government tightens the export of a mineral: what does it mean for me?

What is law is described here, not advised; what is valued is a range with reasons, not a recommendation.
"""


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        loaded: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        del ctx
        if COMMANDS:
            with formatter.section("Commands"):
                formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, help=ABOUT, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="monazite", prog_name="monazite")
def program() -> None:
    """The root of all commands."""


def print_error(error: MonaziteError, *, as_json: bool) -> None:
    """An error as what, where, why and way out, on standard error, or as JSON on standard output."""
    if as_json:
        click.echo(json.dumps({"error": error.as_dict()}, ensure_ascii=False, indent=2))
        return
    click.echo(f"{error.code} {error.what}", err=True)
    for name in ("where", "why", "way_out"):
        if value := getattr(error, name):
            click.echo(f"  {name.replace('_', ' ')}: {value}", err=True)


def _leaves(error: BaseException) -> list[MonaziteError]:
    if isinstance(error, MonaziteError):
        return [error]
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    raise error


def main() -> None:
    """Run the command line; exit 0 done, 2 bad input, 3 infeasible, 4 missing data."""
    try:
        program(prog_name="monazite")
    except (MonaziteError, ExceptionGroup) as error:
        found = _leaves(error)
        # readings of a corpus are lines of JSON: what is wrong goes beside them, not among them
        as_json = "--json" in sys.argv and "--corpus" not in sys.argv
        for entry in found:
            print_error(entry, as_json=as_json)
        sys.exit(max(entry.exit_code for entry in found))
