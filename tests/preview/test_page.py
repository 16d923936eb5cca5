"""The preview in a real browser: somebody types, picks, reads and presses. Leaves the pictures for the README.

``SCREENSHOTS=folder`` says where to; a temporary folder otherwise. Needs Debian's Chromium; where that is missing the
test is skipped in one line, except in CI.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.chat.cards import TEXT
from bot.preview import show
from bot.settings import Settings

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists() and not os.environ.get("CI"),
        reason="Chromium is not installed: apt install chromium (or set CHROMIUM)",
    ),
]

READY = "window.simcordPreview && window.simcordPreview.ready && !window.simcordPreview.pendingAction"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@asynccontextmanager
async def opened(folder: Path) -> AsyncGenerator[Page]:
    """A browser on the preview of the shipped knowledge.

    No fixture: the simulation sets context variables, and pytest-asyncio runs the two halves of one in two contexts.
    """
    settings = Settings(data_dir=folder / "data", discord_token=None, shard_count=None)
    async with show(settings, 0, print) as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        # the page's policy forbids what playwright does to wait for a condition
        page = await browser.new_page(viewport={"width": 1180, "height": 1000}, bypass_csp=True)
        await page.goto(url)
        await page.wait_for_function(READY)
        yield page
        await browser.close()


async def type_command(page: Page, name: str, option: str, choice: str) -> None:
    """Types a command and a few letters, and picks from what is offered, as a person does."""
    await page.locator("#channel-composer-input").click()
    await page.keyboard.type(f"/{name}", delay=20)
    await expect(page.locator("#command-picker-listbox [role=option]").first).to_contain_text(f"/{name}")
    await page.keyboard.press("Enter")
    await page.locator(f".command-option-input[data-option={option}]").wait_for()
    await page.keyboard.type(choice, delay=20)
    await page.locator("#command-suggestion-listbox [role=option]").first.wait_for()
    await page.wait_for_timeout(600)  # the page asks again for what was typed last, a moment later
    await page.wait_for_function(READY)


async def choose(page: Page) -> None:
    """Takes the first of what is offered and sends the command."""
    await page.locator("#command-suggestion-listbox [role=option]").first.click()
    await expect(page.locator("#command-suggestion-listbox")).to_be_hidden()
    await page.get_by_role("button", name="Send").click()
    await page.wait_for_function(READY)


async def picture(page: Page, folder: Path, name: str) -> None:
    await page.wait_for_function(READY)
    await page.get_by_role("article").last.evaluate("card => card.scrollIntoView({block: 'end'})")
    await page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > TEXT


async def test_a_newcomer_asks_reads_and_presses(tmp_path: Path, pictures: Path) -> None:
    async with opened(tmp_path) as page:
        await a_first_visit(page, pictures)


async def a_first_visit(page: Page, pictures: Path) -> None:
    """Reads the welcome, asks, presses, and looks a word up."""
    await expect(page.get_by_text("Welcome").last).to_be_visible()
    await picture(page, pictures, "preview-welcome")

    await type_command(page, "explain", "topic", "car-t")
    await picture(page, pictures, "preview-autocomplete")
    await choose(page)
    card = page.get_by_role("article").last
    await expect(card).to_contain_text("CAR-T")
    await expect(card).to_contain_text("Safety note")
    await expect(card).to_contain_text("Only you can see this")
    await picture(page, pictures, "preview-explain")

    await card.get_by_role("button", name="Side effects", exact=True).click()
    await page.wait_for_function(READY)
    await expect(card).to_contain_text("Back to the start")
    await expect(card).to_contain_text("Safety note")
    await picture(page, pictures, "preview-side-effects")

    await type_command(page, "glossary", "term", "ADCC")
    await choose(page)
    await expect(page.get_by_role("article").last).to_contain_text("ADCC")
    await picture(page, pictures, "preview-glossary")
