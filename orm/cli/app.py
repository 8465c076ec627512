"""The command line's front door."""

import sys

import structlog
import typer

from orm.cli import (
    account_lookalikes,
    account_register,
    accounts,
    api_tokens,
    case_papers,
    case_steps,
    cases,
    checking,
    collecting,
    digests,
    evaluating,
    evidence,
    explaining,
    intake,
    letters,
    mentions,
    parsing,
    reports,
    schools,
    setting_up,
    users,
)

app = typer.Typer(
    name="orm",
    help="Online reputation monitoring for UK schools. Public pages only; a person decides every outward step.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("init")(setting_up.init)
app.command("check")(checking.check)
app.command("run")(collecting.run)
app.command("collect")(collecting.collect)
app.command("parse")(parsing.parse)
app.command("digest")(digests.digest)
app.command("intake")(intake.intake)
app.command("eval")(evaluating.evaluating)
app.command("explain")(explaining.explain)
app.command("demo")(setting_up.demo)
app.add_typer(schools.app, name="schools")
case_papers.register(cases.app)
case_steps.register(cases.app)
evidence.register(cases.app)
app.add_typer(cases.app, name="case")
app.add_typer(mentions.app, name="mention")
account_register.register(accounts.app)
account_lookalikes.register(accounts.app)
app.add_typer(accounts.app, name="account")
app.add_typer(evidence.app, name="evidence")
app.add_typer(reports.app, name="report")
app.add_typer(letters.app, name="mail")
app.add_typer(users.app, name="user")
app.add_typer(api_tokens.app, name="token")
app.add_typer(setting_up.db, name="db")


def main() -> None:
    """The console script. What goes wrong in the background is told on stderr."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    app()
