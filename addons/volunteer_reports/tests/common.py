import os
import shutil
import subprocess
import tempfile
import unicodedata
from unittest.mock import patch

from odoo.addons.volunteer_base.tools import keyring
from odoo.addons.volunteer_hours.tests.common import HoursCase

REPORT = "volunteer_reports.volunteer_certificate_report"
#: wkhtmltopdf maps glyphs that share a shape to the wrong one of two characters.
SAME_SHAPE = str.maketrans("⻔⻚⻅⻓⻢⻋⻛", "门页见长马车风")


class ReportsCase(HoursCase):
    """Recorded hours of two volunteers, ready to be certified."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.Certificate = cls.env["volunteer.certificate"]

    def claim_recorded(self, volunteer=None, count=1, **vals):
        """Return ``count`` recorded claims of two hours, each on a day of its own."""
        dates = vals.pop("dates", None) or [
            self.start.date().replace(year=self.start.year - 1, month=1, day=day + 1)
            for day in range(count)
        ]
        lines = self.env["volunteer.hour"]
        for day in dates:
            lines |= self.claim(volunteer, date=day, **vals)
        self.record(lines)
        return lines

    def reverse(self, line):
        """Take a recorded line back, through approval and notice."""
        reversal = self.env["volunteer.hour"].browse(
            line.with_user(self.officer).action_reverse("Counted twice")
        )
        reversal.with_user(self.leader_user).action_approve()
        reversal.with_user(self.other_officer).action_approve()
        notice = self.env["volunteer.notice"].create({"company_id": self.company.id})
        notice.with_user(self.officer).action_publish()
        notice.with_user(self.officer).action_close()

    def issue(self, user=None, *args, **kwargs):
        certificates = self.Certificate.with_user(user or self.officer)
        return certificates.browse(certificates.action_issue(*args, **kwargs))

    def use_keys(self, present=True):
        """Give this test a key file of its own, or none."""
        environ = {keyring.ENV_KEYS: "", keyring.ENV_KEY_FILE: ""}
        if present:
            folder = self.enterContext(tempfile.TemporaryDirectory())
            path = os.path.join(folder, "keys.json")
            keyring.write_key_file(path)
            environ[keyring.ENV_KEY_FILE] = path
        self.enterContext(patch.dict(os.environ, environ))

    def render(self, certificates):
        """Return the PDF as a user gets it."""
        pdf, kind = (
            certificates.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(REPORT, certificates.ids)
        )
        self.assertEqual(kind, "pdf")
        return pdf

    def read_pdf(self, pdf):
        """Return the text of a PDF without its white space, pages apart."""
        if not shutil.which("pdftotext"):
            self.skipTest("pdftotext is not installed")
        text = subprocess.run(
            ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        ).stdout.decode()
        pages = unicodedata.normalize("NFKC", text).translate(SAME_SHAPE).split("\f")
        return ["".join(page.split()) for page in pages if page.strip()]
