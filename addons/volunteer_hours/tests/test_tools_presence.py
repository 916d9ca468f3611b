from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.presence import Meaning, free_part, read_scan

START = datetime(2026, 12, 31, 14, 0)
STOP = START + timedelta(hours=3)


def at(minutes):
    return START + timedelta(minutes=minutes)


@tagged("post_install", "-at_install")
class TestReadScan(BaseCase):
    def scan(self, minutes, *stays):
        return read_scan(at(minutes), START, STOP, list(stays), gap=5, tolerance=10)

    def test_coming(self):
        for minutes, meaning in (
            (-121, Meaning.TOO_EARLY),
            (-120, Meaning.CHECK_IN),
            (0, Meaning.CHECK_IN),
            (179, Meaning.CHECK_IN),
            (180, Meaning.OVER),
        ):
            self.assertEqual(self.scan(minutes), meaning, minutes)

    def test_leaving(self):
        here = (at(0), None)
        for minutes, meaning in (
            (4, Meaning.ALREADY_IN),
            (5, Meaning.ASK_LEAVE),
            (169, Meaning.ASK_LEAVE),
            (170, Meaning.CHECK_OUT),
            (400, Meaning.CHECK_OUT),
        ):
            self.assertEqual(self.scan(minutes, here), meaning, minutes)

    def test_coming_back(self):
        left = (at(0), at(60))
        for minutes, meaning in (
            (64, Meaning.ALREADY_OUT),
            (65, Meaning.ASK_RETURN),
            (180, Meaning.ALREADY_OUT),
        ):
            self.assertEqual(self.scan(minutes, left), meaning, minutes)
        self.assertEqual(self.scan(80, left, (at(70), None)), Meaning.ASK_LEAVE)


@tagged("post_install", "-at_install")
class TestFreePart(BaseCase):
    def test_nothing_else(self):
        self.assertEqual(free_part(START, STOP, []), (START, STOP))

    def test_pieces(self):
        self.assertEqual(
            free_part(START, STOP, [(at(150), at(200)), (at(-30), at(10))]),
            (at(10), at(150)),
        )

    def test_chain(self):
        """Hours that follow on each other push the beginning back together."""
        self.assertEqual(
            free_part(START, STOP, [(at(10), at(30)), (at(-5), at(10))]), (at(30), STOP)
        )

    def test_nothing_left(self):
        came, left = free_part(START, STOP, [(at(-1), at(181))])
        self.assertGreaterEqual(came, left)
