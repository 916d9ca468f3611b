import doctest

from odoo.tests import BaseCase

from ..tools import qr, style_sheet
from ..tools.style_sheet import scale_lengths


class TestToolsStyleSheet(BaseCase):
    def test_examples(self):
        for module in (qr, style_sheet):
            tried = doctest.testmod(module)
            self.assertTrue(tried.attempted)
            self.assertEqual(tried.failed, 0)

    def test_only_absolute_lengths(self):
        css = "width: 50%; line-height: 1.7; color: #12pt34; margin: -2mm"
        self.assertEqual(
            scale_lengths(css, 0.5),
            "width: 50%; line-height: 1.7; color: #12pt34; margin: -1mm",
        )
