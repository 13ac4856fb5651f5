"""Brings a database to the newest schema, and says whether models and migrations agree."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from matchmaker.paths import MIGRATIONS
from matchmaker.store.models.everything import METADATA


def upgrade_schema(engine: Engine) -> None:
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")


def downgrade_schema(engine: Engine, revision: str = "base") -> None:
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def is_schema_current(engine: Engine) -> bool:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        return context.get_current_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def schema_differences(engine: Engine) -> list[str]:
    """What the models have and the migrated database lacks, or the other way round; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, METADATA)]


def write_revision(engine: Engine, message: str, *, folder: Path = MIGRATIONS) -> None:
    """Write the next migration from what the models changed, for a developer to read and mend."""
    with engine.begin() as connection:
        command.revision(_config(connection, folder), message, autogenerate=True, rev_id=_next_number(folder))


def _next_number(folder: Path) -> str:
    return f"{len(list((folder / 'versions').glob('[0-9]*.py'))) + 1:04d}"


def _config(connection: Connection, folder: Path = MIGRATIONS) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
