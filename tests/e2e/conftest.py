"""Chromium for the tests that click."""

import os
import re
import shutil

import pytest
from hospital import PASSWORD
from playwright.sync_api import expect, sync_playwright
from screen import come_to_rest

DESKTOP = {"width": 1366, "height": 850}
PHONE = {"width": 375, "height": 812}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What is no Chinese on a Chinese screen, but for addresses, codes, digests and names.
LATIN = re.compile(r"[A-Za-z]{2,}")
NOT_PROSE = re.compile(
    r"\S+@\S+|https?://\S+|\b[0-9a-f]{8,}\b|\b\w{4}(-\w{4})+\b|"
    r"\b[A-Z2-9]{4} [A-Z2-9]{4}\b|\S*\.(csv|xlsx|jpg|zip)\b"
)
NAMES = {
    "Copyright",
    "QQ",
    "Odoo",
    "OdooBot",
    "PDF",
    "JPEG",
    "JSON",
    "PNG",
    "MB",
    "Excel",
    "ID",
    "PIN",
}
# The slowest page is the first one after the start, when Odoo builds its assets.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser():
    program = (
        os.environ.get("VOLUNTEER_TEST_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("google-chrome")
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program or None, args=ARGUMENTS, headless=True
        )
        yield browser
        browser.close()


class Desk:
    """Opens a browser for a person, who logs in once, and minds what the pages do."""

    def __init__(self, browser, hospital, output):
        self.browser = browser
        self.hospital = hospital
        self.output = output
        self.complaints = []
        self._states = {}
        self._contexts = []

    def sit_down(self, person, phone=False):
        """Return a page in which ``person`` is logged in."""
        context = self.browser.new_context(
            base_url=self.hospital.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            storage_state=self._states.get(person.login),
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        self._mind(page)
        if person.login not in self._states:
            self._log_in(page, person)
            self._states[person.login] = context.storage_state()
        return page

    def let_in(self, phone=False):
        """Return a page of a stranger, who has no login."""
        context = self.browser.new_context(
            base_url=self.hospital.url,
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        self._mind(page)
        return page

    def _log_in(self, page, person):
        page.goto("/web/login")
        page.fill("input[name=login]", person.login)
        page.fill("input[name=password]", PASSWORD)
        page.click("form.oe_login_form button[type=submit]")
        page.wait_for_url(lambda url: "/web/login" not in url)

    def _mind(self, page):
        def note_request(request):
            if not request.url.startswith(
                (self.hospital.url, "data:", "blob:", "about:")
            ):
                self.complaints.append(f"{page.url} asks for {request.url}")

        def note_response(response):
            if response.status >= 500 or (
                response.status == 404 and "/web/image" not in response.url
            ):
                self.complaints.append(f"{response.status} {response.url}")

        # What is on its way, for Screen to wait for; the line for messages stays open.
        on_the_way = page.volunteer_requests = set()

        def note_start(request):
            if "/bus/" not in request.url:
                on_the_way.add(request)

        page.on("request", note_start)
        for end in ("requestfinished", "requestfailed"):
            page.on(end, lambda request: on_the_way.discard(request))
        page.on("request", note_request)
        page.on("response", note_response)
        page.on(
            "pageerror", lambda error: self.complaints.append(f"{page.url}: {error}")
        )

    def shoot(self, page, name, full_page=False):
        """Keep a screenshot, for the documentation or to look into a failure."""
        come_to_rest(page)
        page.screenshot(path=self.output / f"{name}.png", full_page=full_page)
        words = LATIN.findall(NOT_PROSE.sub("", page.inner_text("body")))
        if foreign := set(words) - NAMES:
            self.complaints.append(f"not Chinese on {page.url}: {sorted(foreign)}")

    def shoot_all(self, name):
        """Keep what is open, to look into a failure."""
        pages = [page for context in self._contexts for page in context.pages]
        for number, page in enumerate(pages, 1):
            page.screenshot(path=self.output / f"{name}-{number}.png")

    def keep(self, download, name):
        """Keep a file that was downloaded; return its path."""
        path = self.output / name
        download.save_as(path)
        return path

    def leave(self):
        for context in self._contexts:
            context.close()
        self._contexts.clear()


@pytest.fixture(scope="session")
def desk(browser, hospital, output):
    unit = hospital.admin.ref("base.main_company")
    hospital.admin("res.company", "write", [unit], {"name": "示范市儿童医院"})
    desk = Desk(browser, hospital, output)
    yield desk
    desk.leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed and "desk" in item.funcargs:
        item.funcargs["desk"].shoot_all(f"failed-{item.name}")
    return report


@pytest.fixture(autouse=True)
def quiet_pages(desk):
    """No page asks for anything outside, misses a file, or fails in its script."""
    desk.complaints.clear()
    yield
    desk.leave()
    assert not desk.complaints, "\n".join(desk.complaints)


@pytest.fixture
def step(request, way):
    """Skip a step whose ground is missing; note when it is taken."""
    needs = request.node.get_closest_marker("after")
    missing = set(needs.args if needs else ()) - way.done
    if missing:
        pytest.skip(f"stands on {', '.join(sorted(missing))}, which failed")
    failed_before = request.session.testsfailed
    yield
    if request.session.testsfailed == failed_before:
        way.done.add(request.node.originalname)


@pytest.fixture
def assert_fits():
    """Return a check: no sideways scrolling, buttons big enough for a thumb."""

    def check(page):
        # A page that a click leads to may not have a body yet.
        page.wait_for_load_state("domcontentloaded")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], f"{page.url} is {width} px wide"
        small = page.evaluate(
            """() => [...document.querySelectorAll('.o_volunteer .btn')]
                .filter(b => b.offsetParent && b.getBoundingClientRect().height < 43.5)
                .map(b => b.innerText)"""
        )
        assert not small, f"too small for a thumb: {small}"

    return check
