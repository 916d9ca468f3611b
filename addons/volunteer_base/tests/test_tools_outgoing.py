import doctest
from unittest.mock import patch

import requests

from odoo.tests import BaseCase, tagged
from odoo.tests.common import _super_send

from ..tools import gateway, outgoing
from .common_gateway import Simulator


@tagged("at_install", "-post_install")
class TestToolsOutgoing(BaseCase):
    def setUp(self):
        super().setUp()
        self.simulator = self.enterContext(Simulator())
        # Odoo's tests let no request time out before 10 seconds.
        self.enterContext(patch.object(requests.Session, "send", _super_send))

    def _send(self, answer, timeout=5, inside=True):
        return outgoing.send(
            outgoing.Job(
                "POST", self.simulator.url + answer, {}, b"{}", timeout, inside
            )
        )

    def test_doctests(self):
        for module in (gateway, outgoing):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertEqual(result.failed, 0, module.__name__)

    def test_an_answer(self):
        answer = self._send("ok")
        self.assertEqual((answer.status, answer.problem), (200, ""))
        self.assertIn(b"errcode", answer.body)

    def test_silence_ends(self):
        self.assertEqual(self._send("silent", timeout=0.3).problem, "timeout")

    def test_an_answer_without_end_is_cut_off(self):
        answer = self._send("endless", timeout=0.3)
        self.assertEqual(answer.status, 200)
        self.assertLess(len(answer.body), outgoing.MAX_ANSWER)

    def test_redirects_are_not_followed(self):
        self.assertEqual(self._send("moved").status, 302)
        self.assertEqual(len(self.simulator.requests), 1)

    def test_nobody_there(self):
        answer = outgoing.send(
            outgoing.Job("GET", "http://127.0.0.1:9/", {}, None, 2, True)
        )
        self.assertEqual(answer.problem, "unreachable")

    def test_nothing_goes_inside_without_leave(self):
        self.assertEqual(self._send("ok", inside=False).problem, "forbidden")
        # A name that leads inside, found out when connected.
        port = self.simulator.url.split(":")[2].split("/")[0]
        answer = outgoing.send(
            outgoing.Job("GET", f"https://localhost:{port}/", {}, None, 2)
        )
        self.assertEqual(answer.problem, "forbidden")
        self.assertFalse(self.simulator.requests)

    def test_side_by_side_in_order(self):
        jobs = [
            outgoing.Job("GET", f"{self.simulator.url}ok?{n}", {}, None, 5, True)
            for n in range(20)
        ]
        jobs[7] = jobs[7]._replace(url=self.simulator.url + "unknown")
        answers = outgoing.send_all(jobs)
        self.assertEqual([answer.status for answer in answers].index(404), 7)
        self.assertEqual(len(self.simulator.requests), 20)
