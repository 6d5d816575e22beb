"""The main path in a real browser, in both widths: upload, ask, watch the steps, open the citation, approve, reload."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from support.browser import CHROMIUM, app
from support.documents import LEASE, pdf
from support.stub import Reply, stub_server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and "CI" not in os.environ, reason="there is no Chromium on this computer"),
]
SHOTS = os.environ.get("RECKONER_SHOTS")
"""A folder for screenshots, when somebody wants to look at them."""


def ask(page: Page, question: str) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_enabled()
    box.fill(question)
    # While a file is on its way the box takes no Enter.
    expect(page.get_by_test_id("stChatInputSubmitButton")).to_be_enabled()
    box.press("Enter")


def attach(page: Page, file: Path) -> None:
    box = page.get_by_test_id("stChatInput")
    box.locator("input[type=file]").set_input_files(file)
    expect(box.get_by_text(file.name)).to_be_visible()
    page.wait_for_load_state("networkidle")


def settled(page: Page) -> None:
    """Wait until the page is drawn: what is clicked before may be lost."""
    expect(page.locator("[data-test-script-state=notRunning]")).to_be_attached()


def open_documents(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_text("Documents", exact=True).click(timeout=60_000)
    settled(page)
    page.locator(".st-key-manage-documents button").click()
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()


def upload(page: Page, *files: Path) -> None:
    settled(page)
    page.locator("[class*=st-key-upload-] input[type=file]").set_input_files(files)


def answered(page: Page, count: int) -> None:
    expect(page.locator("[class*=st-key-actions-]")).to_have_count(count)
    settled(page)


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.wait_for_timeout(700)
        page.screenshot(path=f"{SHOTS}/{name}.png")


def opened_once_settled(folded: Locator) -> None:
    """Open what is folded up; while a finished answer takes the place of the one being written, both are there."""
    expect(folded).to_have_count(1)
    folded.locator("summary").click()


@pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 800)])
def test_the_main_path(browser: Browser, tmp_path: Path, width: int, height: int) -> None:
    (tmp_path / "lease.pdf").write_bytes(pdf("Lease agreement", LEASE))
    home = tmp_path / "home"
    home.mkdir()
    with app(home) as url:
        page = browser.new_page(viewport={"width": width, "height": height}, locale="en-US")
        page.goto(url)
        expect(page.locator(".st-key-example-4 button")).to_be_visible()
        shoot(page, f"{width}-empty")

        # Upload with the question's own button, then ask what needs the document and a calculation.
        attach(page, tmp_path / "lease.pdf")
        ask(page, "What is 12% of the annual rent in the lease?")
        answered(page, 1)
        expect(page.get_by_text("2,880").first).to_be_visible()
        shoot(page, f"{width}-answer")

        # The steps are there, folded up.
        steps = page.get_by_test_id("stExpander").filter(has_text="Steps: 2")
        opened_once_settled(steps)
        expect(steps.get_by_text("search_documents")).to_be_visible()
        expect(steps.get_by_text("calculate", exact=True)).to_be_visible()
        steps.locator("summary").click()

        # The citation opens the passage with the words marked, on the right page.
        source = page.get_by_test_id("stExpander").filter(has_text="lease.pdf, page 2")
        opened_once_settled(source)
        expect(source.locator("mark")).to_contain_text("The annual rent is $24,000")
        shoot(page, f"{width}-citation")

        # A write asks; the card is still there after a reload; approved, it is done once.
        ask(page, "Save it to rent.txt")
        approve = page.locator("[class*=st-key-approve-] button")
        expect(approve).to_be_visible()
        shoot(page, f"{width}-approval")
        page.reload()
        expect(approve).to_be_visible()
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_disabled()
        assert not (home / "workspace").exists()
        approve.click()
        answered(page, 2)
        assert (home / "workspace" / "rent.txt").read_text() == "2880"

        # Thumbs are kept, and everything is still there after a reload.
        page.locator("[class*=st-key-thumbs-] button").first.click()
        page.reload()
        answered(page, 2)
        expect(page.get_by_text("2,880").first).to_be_visible()
        expect(page.get_by_text("Saved rent.txt").last).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.close()


def test_vietnamese_and_a_plot(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with app(home) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(url)
        page.get_by_text("Tiếng Việt").click(timeout=60_000)
        expect(page.get_by_text("Đọc trước khi trả lời")).to_be_visible()
        page.locator(".st-key-example-4 button").click()
        answered(page, 1)
        expect(page.get_by_text("Đây là đồ thị")).to_be_visible()
        expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
        shoot(page, "1280-plot-vi")
        page.reload()
        expect(page.get_by_text("Trò chuyện mới")).to_be_visible()
        page.close()


def test_stop_ask_again_edit_rename_and_delete(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    # So long that it is not over before it is stopped, on a busy machine either.
    long = Reply(text="slowly " * 1000, pace=0.05)
    with (
        stub_server(long, Reply(text="Second answer."), Reply(text="Forked answer.")) as stub,
        app(home, RECKONER_MODEL=f"openai:stub@{stub.url}") as url,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(url)
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
        ask(page, "Talk to me")
        expect(page.get_by_text("slowly slowly").first).to_be_visible()
        page.locator(".st-key-stop button").click()
        expect(page.get_by_text("Stopped.")).to_have_count(1)
        assert stub.cut_off.wait(10)

        page.locator("[class*=st-key-again-] button").first.click()
        # While a page is drawn anew, the old answer may stand beside the new one for a moment.
        expect(page.get_by_text("Second answer.")).to_have_count(1)
        answered(page, 1)
        expect(page.get_by_text("slowly slowly")).to_have_count(0)

        page.locator("[class*=st-key-edit-] button").first.click()
        page.locator("[class*=st-key-changed-] textarea").fill("Talk to me kindly")
        page.locator("[class*=st-key-send-] button").click()
        expect(page.get_by_text("Forked answer.")).to_have_count(1)
        expect(page.locator("[class*=st-key-open-]")).to_have_count(2)

        page.locator("[class*=st-key-menu-] button").first.click()
        page.locator("[class*=st-key-title-] input").first.fill("Kind words")
        page.locator("[class*=st-key-rename-] button").first.click()
        expect(page.locator("[class*=st-key-open-]").filter(has_text="Kind words")).to_be_visible()

        page.keyboard.press("Escape")
        page.locator("[class*=st-key-menu-] button").first.click()
        page.locator("[class*=st-key-sure-] label").first.click()
        page.locator("[class*=st-key-delete-] button").first.click()
        expect(page.locator("[class*=st-key-open-]")).to_have_count(1)
        page.close()


def test_bad_documents_are_named_on_the_page(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "broken.pdf").write_bytes(pdf(LEASE)[:200])
    (tmp_path / "lease.txt").write_text(LEASE)
    with app(home) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(url)
        open_documents(page)
        upload(page, tmp_path / "broken.pdf", tmp_path / "lease.txt")
        expect(page.get_by_text(re.compile("broken.pdf cannot be read")).first).to_be_visible()
        expect(page.get_by_text(re.compile(r"Added lease.txt \(passages: 1\)")).first).to_be_visible()
        shoot(page, "1280-documents")
        page.close()


def test_two_apps_on_one_folder(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "lease.txt").write_text(LEASE)
    with app(home) as first, app(home) as second:
        for url, says in ((first, "passages: 1"), (second, "in use by another Reckoner")):
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(url)
            open_documents(page)
            upload(page, tmp_path / "lease.txt")
            expect(page.get_by_text(re.compile(says)).first).to_be_visible()
            page.close()


def test_documents_are_searched_and_their_pages_shown(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "lease.pdf").write_bytes(pdf("Lease agreement", LEASE))
    with app(home) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(url)
        open_documents(page)
        upload(page, tmp_path / "lease.pdf")
        expect(page.get_by_text(re.compile("Added lease.pdf")).first).to_be_visible()

        # The search says why, and leads to the page as it looks.
        page.get_by_role("tab", name="Search").click()
        box = page.locator(".st-key-search-question input")
        box.fill("How much is the annual rent?")
        box.press("Enter")
        expect(page.get_by_text(re.compile("How likely it speaks of this")).first).to_be_visible()
        expect(page.get_by_text(re.compile("of the question · words")).first).to_be_visible()
        shoot(page, "1280-search")
        page.locator("[class*=st-key-show-] button").first.click()
        expect(page.get_by_role("dialog").locator("img")).to_be_visible()
        shoot(page, "1280-page")
        page.keyboard.press("Escape")

        # A citation in the chat leads to its page too.
        page.locator(".st-key-back-to-chat button").click()
        ask(page, "What is the annual rent?")
        answered(page, 1)
        opened_once_settled(page.get_by_test_id("stExpander").filter(has_text="lease.pdf, page 2"))
        page.locator("[class*=st-key-show-] button").first.click()
        expect(page.get_by_role("dialog").locator("img")).to_be_visible()
        shoot(page, "1280-cited-page")
        page.close()


def test_a_chat_reads_the_collection_that_was_chosen(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "lease.txt").write_text(LEASE)
    (tmp_path / "notes.txt").write_text("The vault opens at noon.")
    with app(home) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(url)
        open_documents(page)
        upload(page, tmp_path / "lease.txt")
        expect(page.get_by_text(re.compile("Added lease.txt")).first).to_be_visible()
        page.get_by_text("New", exact=True).click()
        page.locator(".st-key-new-collection input").fill("Vault")
        page.locator(".st-key-new-collection input").press("Enter")
        settled(page)
        page.locator(".st-key-create-collection button").click()
        expect(page.get_by_text("No documents yet.").first).to_be_visible()
        upload(page, tmp_path / "notes.txt")
        expect(page.get_by_text(re.compile("Added notes.txt")).first).to_be_visible()
        shoot(page, "1280-collection")

        page.locator(".st-key-back-to-chat button").click()
        ask(page, "When does the vault open?")
        answered(page, 1)
        expect(page.get_by_text("notes.txt, page 1").first).to_be_visible()
        ask(page, "What is the annual rent?")
        answered(page, 2)
        expect(page.get_by_text("24,000")).to_have_count(0)

        # The conversation keeps its collection.
        page.reload()
        answered(page, 2)
        page.get_by_test_id("stSidebar").get_by_text("Documents", exact=True).click()
        expect(page.get_by_test_id("stSidebar").get_by_text("Vault")).to_be_visible()
        page.close()
