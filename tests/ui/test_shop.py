"""ShopBot as a customer sees it, and the page of the shop's own people, in a real browser on the small model."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browser import CHROMIUM, app
from support.serving import served

from reckoner.shop.api import application
from reckoner.shop.carrier.api import application as carrier
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.transfer import export, import_
from reckoner.tools.shop import steps

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="there is no Chromium on this computer"),
]
SHOP = demo()
ORDER = next(each for each in SHOP["orders"].values() if each["status"] == "delivered" and len(each["items"]) == 2)
EMAIL = SHOP["users"][ORDER["user_id"]]["email"]
ITEM = ORDER["items"][0]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[Database, dict[str, Any]]]:
    database = Database(tmp_path / "store.sqlite")
    import_(database, SHOP)
    with served(carrier(str(tmp_path / "carrier.sqlite"), key="k")) as labels:
        config = Config(key="k", staff_key="staff-key", carrier=labels, carrier_key="k")
        with served(application(database, config)) as url:
            names = {"PROFILE": "shopbot", "SHOP_URL": url, "SHOP_KEY": "k", "SHOP_STAFF_KEY": "staff-key"}
            yield database, {f"RECKONER_{name}": value for name, value in names.items()}
    database.close()


def say(page: Page, text: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_enabled()
    box.fill(text)
    box.press("Enter")


def approve(page: Page, question: str) -> None:
    expect(page.get_by_text(question).last).to_be_visible()
    page.locator("[class*=st-key-approve-] button").first.click()


@pytest.mark.enable_socket
def test_a_return_and_what_the_staff_make_of_it(
    browser: Browser, tmp_path: Path, store: tuple[Database, dict[str, Any]]
) -> None:
    database, environment = store
    (tmp_path / "home").mkdir()
    with app(tmp_path / "home", **environment) as url:
        page = browser.new_page()
        page.goto(url)
        # A customer sees neither documents, nor settings, nor others' conversations.
        expect(page.get_by_role("button", name="Where is my order?")).to_be_visible()
        for hidden in ("Documents", "Settings", "Search chats"):
            expect(page.get_by_text(hidden, exact=True)).to_have_count(0)
        say(page, "Do you have desk lamps?")
        expect(page.get_by_text("switch: touch, cord").last).to_be_visible()
        say(page, f"Where is my order {ORDER['order_id']}? I am {EMAIL}.")
        expect(page.locator("p", has_text="Delivered").last).to_be_visible()
        say(page, f"I want to send the {ITEM['name']} ({', '.join(map(str, ITEM['options'].values()))}) back.")
        approve(page, "go back to")
        approve(page, "Send the return label")
        expect(page.locator("p", has_text="Return requested").last).to_be_visible()
        say(page, "I want to speak to a human, please.")
        expect(page.get_by_text("A person will see to it").last).to_be_visible()
        _see_to_it(page)
        after = export(database)["orders"][ORDER["order_id"]]
        assert after["status"] == "returned"
        assert after["payment_history"][-1]["transaction_type"] == "refund"
        page.close()


def _see_to_it(page: Page) -> None:
    """Enter as one of the staff, and see to what waits."""
    page.locator(".st-key-staff-page button").click()
    for key in ("staff", "staff-key"):
        page.locator("input[type=password]").fill(key)
        page.keyboard.press("Enter")
        if key == "staff":
            expect(page.get_by_text("That is not the key.")).to_be_visible()
            expect(page.get_by_role("tab")).to_have_count(0)
    page.locator("[class*=st-key-seen-] button").first.click()
    expect(page.get_by_text("Nothing waits.")).to_have_count(2)
    page.get_by_role("tab", name="Orders").click()
    page.locator("[class*=st-key-arrived-] button").first.click()
    expect(page.locator("p", has_text="Arrived and settled").last).to_be_visible()
    expect(page.locator("[class*=st-key-arrived-] button")).to_have_count(0)
    page.get_by_role("tab", name="Record").click()
    expect(page.get_by_test_id("stDataFrame").last).to_be_visible()
    # They read what was said, and do not speak for the customer.
    page.get_by_role("tab", name="Conversations").click()
    page.locator("[class*=st-key-read-] button").first.click()
    expect(page.get_by_text("You read this as one of the staff")).to_be_visible()
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "done"),
    [("pending", 1), ("pending (item modified)", 1), ("processed", 2), ("delivered", 3), ("cancelled", 2),
     ("return requested", 4), ("returned", 5), ("exchange requested", 4), ("exchanged", 5), ("of another kind", 1)],
)  # fmt: skip
def test_how_far_an_order_has_come(status: str, done: int) -> None:
    assert [ok for _, ok in steps(status)].count(True) == done
