"""Odoo's web client for tests, by the names of fields and buttons."""

import time
from contextlib import contextmanager

REST_SECONDS = 60


def come_to_rest(page):
    """Wait until no request is on its way, and the page has drawn what came.

    Playwright's "networkidle" never comes: the client keeps a line open for messages.
    """
    quiet, until = 0, time.monotonic() + REST_SECONDS
    while quiet < 3:
        assert time.monotonic() < until, f"never done: {page.volunteer_requests}"
        page.wait_for_timeout(80)
        quiet = 0 if page.volunteer_requests else quiet + 1
    page.locator(".o_blockUI").wait_for(state="detached")


class Screen:
    """A page of Odoo's web client."""

    def __init__(self, page):
        self.page = page

    def open(self, path):
        """Go to an action; Odoo shows first what the browser kept, then what is."""
        self.page.goto(f"/odoo/{path}")
        self.page.locator(".o_action_manager > .o_action").first.wait_for()
        come_to_rest(self.page)
        return self

    @property
    def top(self):
        """Return the dialog in front, or else the whole client."""
        dialogs = self.page.locator(".modal:not(.o_inactive_modal)")
        return (
            dialogs.last if dialogs.count() else self.page.locator(".o_action_manager")
        )

    def new(self):
        button = ".o_list_button_add, .o-kanban-button-new, .o_form_button_create"
        self.page.locator(button).locator("visible=true").first.click()
        self.page.locator(".o_form_view .o_form_editable").first.wait_for()

    def field(self, name):
        return self.top.locator(f".o_field_widget[name='{name}']").first

    def fill(self, name, text):
        box = self.field(name).locator("input, textarea").locator("visible=true").first
        box.fill(str(text))
        box.press("Tab")

    def choose(self, name, text, inside=None):
        """Choose a record by its name, as one does who types it."""
        place = inside or self.field(name)
        box = place.locator("input").first
        box.click()
        box.fill(text)
        option = self.page.locator(
            ".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option)", has_text=text
        )
        option.first.click()
        # The list closes after the record is taken over.
        option.first.wait_for(state="hidden")

    def text(self, name):
        return self.field(name).inner_text()

    def tab(self, name):
        self.page.locator(f".o_notebook .nav-link[name='{name}']").click()

    def press(self, button, confirm=False):
        """Press a button and wait until the server has answered."""
        with self.answered():
            self.top.locator(f"button[name='{button}']").locator(
                "visible=true"
            ).first.click()
            if confirm:
                self.page.locator(".modal .btn-primary").last.click()

    def save(self):
        with self.answered():
            self.page.locator(".o_form_button_save").click()
        self.page.locator(".o_form_status_indicator_buttons.invisible").first.wait_for(
            state="attached"
        )

    @contextmanager
    def answered(self):
        """Wait for the call that follows, and for the screen to come to rest."""
        with self.page.expect_response(
            lambda response: "/web/dataset/" in response.url
        ):
            yield
        come_to_rest(self.page)

    def record_id(self):
        """Return the id in the address of the form."""
        return int(self.page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0])

    def error(self):
        """Return the text of the dialog with which the server refuses."""
        dialog = self.page.locator(".o_error_dialog, .o_dialog").last
        dialog.wait_for()
        return dialog.inner_text()
