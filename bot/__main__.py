"""Let `python -m bot` do what the `preceptor` command does."""

from bot.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
