"""Draft the migration that turns the last one's schema into `tables.py`.

    python -m bot.storage.migrations.draft "Keep saved programs"

It gets the next number. Review its output: it sees a renamed column as one dropped and another
added.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.storage.migrate import MIGRATIONS, newest_revision


def main() -> None:
    """Compare the migrated schema with the tables and write the difference."""
    if len(sys.argv) != 2:
        sys.exit('Say what it is for: python -m bot.storage.migrations.draft "Keep saved programs"')
    [message] = sys.argv[1:]
    revision = f"{int(newest_revision()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'draft.sqlite3'}")
        with engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=revision)


if __name__ == "__main__":
    main()
