"""Draw the pictures of the README and the docs: `make pictures`, with Chromium.

Each shows what the bot really says, light and dark. Beside them, `words.json` keeps what each of
them says, so that a test notices when the bot says something else.
"""

import io
import json
from pathlib import Path

from PIL import Image

from bench.licences import ROOT
from tests.sandbox.play.browser import Page, chromium, playing
from tests.sandbox.play.walk import walk

FOLDER = ROOT / "docs" / "pictures"
WORDS = FOLDER / "words.json"
LARGEST_PICTURE = 150 * 1024
LARGEST_WALK = 3 * 2**20
# High enough for the longest message, and as large as a window on a laptop.
TALL, WINDOW, PHONE = (2100, 1900), (1280, 800), (700, 1150)
FRAME_MS = 1800
QUALITY = 82


def save(png: bytes, path: Path) -> None:
    """Save a picture small."""
    Image.open(io.BytesIO(png)).convert("RGB").save(path, "WEBP", quality=QUALITY, method=6)
    assert path.stat().st_size <= LARGEST_PICTURE, path


def themed(page: Page, theme: str) -> None:
    page.script("document.documentElement.dataset.theme = arguments[0]", theme)


def main() -> None:
    """Draw everything."""
    FOLDER.mkdir(exist_ok=True)
    words: dict[str, list[str]] = {}
    frames: list[Image.Image] = []
    with chromium() as browser, playing() as address:
        page = Page(browser, address)
        page.script("document.documentElement.dataset.width = '3'")
        for sight in walk(page):
            words[sight.name] = sight.words
            themed(page, "light")
            browser.set_window_size(*WINDOW)
            page.script("arguments[0].scrollIntoView({ block: 'end' })", sight.shown)
            frames.append(Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB"))
            browser.set_window_size(*TALL)
            for theme in ("dark", "light"):
                themed(page, theme)
                page.script("arguments[0].scrollIntoView()", sight.shown)
                save(sight.shown.screenshot_as_png, FOLDER / f"{sight.name}-{theme}.webp")
        browser.set_window_size(*WINDOW)
        for theme in ("dark", "light"):
            themed(page, theme)
            save(browser.get_screenshot_as_png(), FOLDER / f"play-{theme}.webp")
        page.column(1).be("Acacia")
        page.column(1).go("Dr. Vega & Acacia")
        browser.set_window_size(*PHONE)
        page.script("document.documentElement.dataset.width = 'phone'; scrollTo(0, 0)")
        save(page.see("#c1").screenshot_as_png, FOLDER / "phone.webp")
    frames[0].save(
        FOLDER / "walk.webp",
        "WEBP",
        save_all=True,
        append_images=frames[1:],
        duration=FRAME_MS,
        loop=0,
        quality=70,
        method=6,
    )
    assert (FOLDER / "walk.webp").stat().st_size <= LARGEST_WALK
    WORDS.write_text(json.dumps(words, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(list(FOLDER.glob('*.webp')))} pictures in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
