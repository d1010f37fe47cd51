"""The command line: `dateline` and its subcommands."""

import sys
from importlib.metadata import PackageNotFoundError, version

import click

from mapping.commands.backup import backup, restore
from mapping.commands.demo import demo
from mapping.commands.export import export
from mapping.commands.gazetteer import gazetteer
from mapping.commands.imports import import_
from mapping.commands.ingest import ingest
from mapping.commands.map import save_map
from mapping.commands.options import clean
from mapping.commands.serve import serve
from mapping.commands.text import explain, extract
from mapping.errors import MappingError, QueryError, SettingsError


class _UsageError(click.ClickException):
    """Something was asked wrongly; `click.UsageError` would print the usage again before the one line that helps."""

    exit_code = 2


class _Commands(click.Group):
    """Subcommands whose errors end in one line on standard error, with status 1, or 2 for what was asked wrongly."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MappingError as error:
            kind = _UsageError if isinstance(error, (QueryError, SettingsError)) else click.ClickException
            raise kind(clean(str(error))) from error


def _find_version() -> str:
    try:
        return version("dateline")
    except PackageNotFoundError:
        return "(run from a folder, not installed)"


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="""\b
Example:
  dateline ingest news/
  dateline serve""",
)
@click.version_option(version=_find_version(), message="%(prog)s %(version)s")
def dateline() -> None:
    """News in, dated and placed events on a map out; everything stays on this machine."""


for _command in (ingest, import_, serve, demo, export, save_map, backup, restore, explain, extract, gazetteer):
    dateline.add_command(_command)


def hide_data_frames() -> None:
    """Make pandas and geopandas look as if they were not installed, for a process that needs neither.

    pyogrio and folium load them wherever they are: fifty megabytes and half a second.
    """
    for name in ("pandas", "geopandas"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]


def main() -> None:
    """Run the command line; the installed program `dateline` and `python -m mapping` start here."""
    hide_data_frames()
    dateline(prog_name="dateline")


if __name__ == "__main__":
    main()
