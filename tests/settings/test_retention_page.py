"""docs/retention.md names each period, with the default that ships."""

import re
from pathlib import Path

from bot.configuration import load_settings

PAGE = (Path(__file__).parents[2] / "docs" / "retention.md").read_text("utf-8")


def test_each_period_is_on_the_page_with_its_default() -> None:
    settings = load_settings({})
    shipped = settings.privacy.model_dump() | {"keep_sent_days": settings.delivery.keep_sent_days}
    named: dict[str, int] = {}
    for line in PAGE.splitlines():
        if line.startswith("| `"):
            names, defaults = line.split("|")[1:3]
            numbers = map(int, re.findall(r"\d+", defaults))
            named |= dict(zip(re.findall(r"`(\w+)`", names), numbers, strict=False))

    assert named == shipped


def test_every_link_between_the_pages_leads_somewhere() -> None:
    docs = Path(__file__).parents[2] / "docs"
    pages = [docs.parent / "README.md", *docs.glob("*.md"), *docs.glob("templates/*.md")]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / link).exists()
    ]

    assert broken == []
