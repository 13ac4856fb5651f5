"""Commands of the person who runs the service; a command's file is imported when it runs, never for `--help`."""

from importlib import import_module

import click

from matchmaker import __version__
from matchmaker.errors import MatchmakerError

# command -> (file, what it does); the command's object bears the command's name
COMMANDS = {
    "match": ("match", "Suggest people to meet for each row of an attendee file."),
    "demo": ("demo", "Run everything with a demo event, on this machine."),
    "serve": ("serve", "Serve the pages."),
    "work": ("work", "Do what happens behind the pages: lists, letters, badges."),
    "db": ("db", "Bring the database to the newest schema, or check it."),
    "organiser": ("organiser", "Let people organise events."),
    "person": ("person", "Delete everything of somebody who asked for it, or give them another address."),
    "mail": ("mail", "Try the mail server and look after letters."),
    "remind": ("remind", "Send the reminders that are due, now or as of another moment."),
    "postbox": ("postbox", "Catch letters instead of sending them, for demonstrations."),
    "doctor": ("doctor", "Say what this installation lacks, such as fonts for badges."),
    "secrets": ("secrets", "Write the secret keys that are still missing."),
    "static": ("static", "Copy and compress the static files for a server."),
    "version": ("version", "Print the version."),
}


class Refusal(click.ClickException):
    """A person's mistake on the command line: its sentence, and the exit code that says that nothing was begun."""

    exit_code = 2


class LazyGroup(click.Group):
    """Knows every command's name and purpose without importing one."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  Click's signature
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"matchmaker.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"matchmaker.cli.{cmd_name} has no command of its name.")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  Click's signature
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_, purpose) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MatchmakerError as mistake:
            raise Refusal(str(mistake)) from mistake


def _print_version(ctx: click.Context, _param: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        click.echo(__version__)
        ctx.exit()


main = LazyGroup(
    name="matchmaker",
    help="Self-hosted matchmaking for events: who to meet, with true reasons; contacts by consent; follow-ups that remember.",
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            help="Print the version.",
            callback=_print_version,
        )
    ],
)
