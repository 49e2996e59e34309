"""Draft the migration that turns the last one's schema into `tables.py`.

    python -m bot.storage.migrations.draft 0002 "Keep saved programs"

Review its output: it sees a renamed column as one dropped and another added.
"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from bot.storage.migrate import MIGRATIONS


def main() -> None:
    """Compare the migrated schema with the tables and write the difference."""
    revision, message = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'draft.sqlite3'}")
        with engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.attributes["connection"] = connection
            if any(MIGRATIONS.glob("versions/[0-9]*.py")):
                command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=revision)


if __name__ == "__main__":
    main()
