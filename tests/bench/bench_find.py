"""The page on which volunteers find activities, beside Odoo's list of own tasks.

Pages are asked for as a browser does, by HTTP without the network, inside the
transaction of the run.
"""

import threading
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

import report
import werkzeug.test
from measure import Case

from odoo import http
from odoo.modules import module
from odoo.service import security
from odoo.tests.test_cursor import TestCursor

OURS, TASKS = "open the page of open activities", "open the page of one's tasks"
RECORDS = 2000
ROWS = {OURS: 10, TASKS: 10}
SMOKE_ROWS = {OURS: 2, TASKS: 2}


def checks(results):
    """Return what was promised of these results."""
    return [
        report.queries(
            f"find: queries a page with {RECORDS} activities", results[OURS], 25
        ),
        report.at_most(
            "find: queries beside a page of tasks",
            results[OURS].queries / results[TASKS].queries,
            1,
        ),
    ]


def cases(_env, hospital, rows):
    """Return the two sides; a row is one page."""
    user = hospital.staff[0].user_id

    def prepare_activities(env, count):
        env.company.volunteer_requirements = False
        posts = env["volunteer.post"].create([{"name": "Guide"}, {"name": "Escort"}])
        soon = (env.cr.now() + timedelta(days=1)).replace(microsecond=0)
        env["volunteer.activity"].create(
            [
                {
                    "project_id": hospital.project.id,
                    "place": f"Hall {number % 7}",
                    "start": soon + timedelta(hours=number),
                    "stop": soon + timedelta(hours=number + 1),
                    "slot_ids": [
                        (0, 0, {"post_id": post.id, "seats": 2}) for post in posts
                    ],
                }
                for number in range(RECORDS)
            ]
        ).action_publish()
        return _open_first(env, user, "/my/volunteer/activities", "Hall 1", count)

    def prepare_tasks(env, count):
        env["project.task"].create(
            [
                {
                    "name": f"Bench {number}",
                    "project_id": hospital.timesheet_project.id,
                    "user_ids": [(6, 0, user.ids)],
                }
                for number in range(RECORDS)
            ]
        )
        return _open_first(env, user, "/my/tasks", "Bench 1", count)

    def open_pages(_env, given):
        browser, path, text, count = given
        for _page in range(count):
            page = browser.open(path)
            assert text in page, page[:2000]

    return [
        Case(
            OURS,
            rows[OURS],
            prepare_activities,
            open_pages,
            ("volunteer_activity", "volunteer_activity_slot"),
        ),
        Case(TASKS, rows[TASKS], prepare_tasks, open_pages, ("project_task",)),
    ]


def _open_first(env, user, path, text, count):
    """Return what the run works on; somebody else has seen such a page before."""
    browser = _Browser(env, user)
    browser.open(path)
    return browser, path, text, count


class _Browser:
    """Somebody logged in, whose requests see what the transaction has made."""

    def __init__(self, env, user):
        self.env = env
        env.cr.flush()
        env.registry.cursor = self._cursor
        session = http.root.session_store.new()
        session.update(
            http.get_default_session(), db=env.cr.dbname, _trace_disable=True
        )
        session.uid, session.login = user.id, user.login
        session.session_token = security.compute_session_token(
            session, env(user=user.id)
        )
        session.context = dict(env(user=user.id)["res.users"].context_get())
        http.root.session_store.save(session)
        self.client = werkzeug.test.Client(http.root)
        self.client.set_cookie("session_id", session.sid)
        self.lock = threading.RLock()

    def _cursor(self, readonly=False):
        # Odoo gives such cursors to tests alone.
        run = SimpleNamespace(
            assertCanOpenTestCursor=lambda: None, test_cursor_lock_timeout=20
        )
        with patch.object(module, "current_test", run):
            return TestCursor(self.env.cr, self.lock, readonly=False)

    def open(self, path):
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return answer.get_data(as_text=True)
