"""`make icons`: the pictures of the installed app, drawn by the browser from the two SVG files."""

import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ICONS = Path(__file__).resolve().parents[3] / "static" / "icons"
# Launchers cut maskable pictures into their own shape, so those fill the square.
PICTURES = (
    ("favicon.svg", "icon-192.png", 192),
    ("favicon.svg", "icon-512.png", 512),
    ("maskable.svg", "maskable-512.png", 512),
    ("maskable.svg", "apple-touch-icon.png", 180),
)


def draw() -> None:
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for source, name, size in PICTURES:
            page.set_viewport_size({"width": size, "height": size})
            page.goto((ICONS / source).as_uri())
            drawn = Image.open(BytesIO(page.screenshot(omit_background=True)))
            drawn.quantize(64).save(ICONS / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    draw()
