import base64
import io
import shutil
from datetime import date
from unittest import skipUnless
from unittest.mock import patch

from PIL import Image
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.volunteer_base import hooks as base_hooks

from .. import hooks
from .common import ReportsCase

PAPER = "volunteer_reports.certificate"
CERTIFICATE = "volunteer_reports.volunteer_certificate_report"


def picture(color="red", size=(60, 30)):
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


@tagged("post_install", "-at_install")
class TestPaperTemplate(ReportsCase):
    """A hospital's own copy of a paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_user("test_manager", "volunteer_base.group_manager")
        cls.Template = cls.env["volunteer.paper.template"].with_user(cls.manager)

    def setUp(self):
        super().setUp()
        self.claim_recorded(self.citizen)
        self.certificate = self.issue(self.officer, self.citizen.id)

    def make(self, **vals):
        return self.Template.create({"name": "证明（本院）", "paper": PAPER, **vals})

    def html(self, report, user=None, certificate=None):
        """Return a paper as it is rendered for a browser."""
        certificate = certificate or self.certificate
        env = self.env(user=user or self.officer)
        return env["ir.actions.report"]._render_qweb_html(report, certificate.ids)[0]

    def own(self, template):
        return template.sudo().own_report_id

    def text(self, html):
        return html.decode() if isinstance(html, bytes) else str(html)

    def test_without_templates_nothing_changes(self):
        html = self.text(self.html(CERTIFICATE))
        for word in ("o_own", "志愿服务队"):
            self.assertNotIn(word, html)
        self.make(wording_ids=[(0, 0, {"term": "志愿者编号", "replacement": "义工号"})])
        self.assertEqual(self.text(self.html(CERTIFICATE)), html)

    def test_own_copy(self):
        template = self.make(
            logo=picture(),
            header="甲医院志愿服务队",
            footer="地址：甲路",
            font="fangsong",
            wording_ids=[
                (0, 0, {"term": "志愿者编号", "replacement": "义工号"}),
                (0, 0, {"term": "姓名", "replacement": False}),
            ],
        )
        html = self.text(self.html(self.own(template)))
        for word in ("甲医院志愿服务队", "地址：甲路", "义工号", "姓名", "FangSong"):
            self.assertIn(word, html)
        self.assertIn("data:image/png;base64,", html)
        self.assertNotIn("志愿者编号", html)
        self.assertNotIn('class="o_own_seal"', html)

    def test_names_are_not_reworded(self):
        """Only what the paper says itself: nobody is called otherwise on it."""
        self.citizen.name = "志愿者张三"
        self.project.name = "志愿服务之家与志愿者驿站"
        self.team.name = "志愿服务"
        self.claim_recorded(self.citizen, dates=[date(2025, 3, 4)])
        certificate = self.issue(self.officer, self.citizen.id)
        template = self.make(
            wording_ids=[
                (0, 0, {"term": "志愿者", "replacement": "义工"}),
                (0, 0, {"term": "志愿服务", "replacement": "义工服务"}),
                (0, 0, {"term": "志愿服务记录", "replacement": "义工记录"}),
            ],
        )
        html = self.text(self.html(self.own(template), certificate=certificate))
        self.assertGreater(html.count("志愿服务之家与志愿者驿站"), 1)
        self.assertGreater(html.count("志愿者张三"), 1)
        for words in ("义工编号", "义工记录证明", "义工张三", "义工驿站"):
            self.assertEqual(words in html, not words.startswith(("义工张", "义工驿")))

    def test_in_the_print_menu_of_its_unit(self):
        template = self.make()
        report = self.own(template)
        other = self.env["res.company"].create({"name": "Other Hospital"})

        def shown(company=self.company):
            env = self.env(user=self.officer)
            actions = env["ir.actions.actions"].with_context(
                allowed_company_ids=company.ids
            )
            found = actions.get_bindings("volunteer.certificate")["report"]
            return {action["id"]: action["name"] for action in found}

        self.assertEqual(shown()[report.id], "证明（本院）")
        self.officer.company_ids |= other
        self.assertNotIn(report.id, shown(other))
        template.name = "证明（盖章）"
        self.assertEqual(shown()[report.id], "证明（盖章）")
        template.active = False
        self.assertNotIn(report.id, shown())
        template.active = True
        self.assertIn(report.id, shown())
        template.unlink()
        self.assertFalse(report.exists())
        self.assertNotIn(report.id, shown())

    def test_instead_of_the_ordinary_paper(self):
        template = self.make(is_default=True, header="甲医院志愿服务队")
        self.assertIn("甲医院志愿服务队", self.text(self.html(CERTIFICATE)))
        portal = self.html(CERTIFICATE, self.portal_user)
        self.assertIn("甲医院志愿服务队", self.text(portal))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.make(is_default=True)
        template.active = False
        self.assertNotIn("甲医院志愿服务队", self.text(self.html(CERTIFICATE)))
        self.assertFalse(template.copy().is_default)

    def test_other_units_papers_stay_as_they_are(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        self.manager.company_ids |= other
        template = self.Template.with_context(
            allowed_company_ids=(self.company | other).ids
        ).create(
            {
                "name": "x",
                "paper": PAPER,
                "company_id": other.id,
                "is_default": True,
                "header": "乙医院",
            }
        )
        self.assertNotIn("乙医院", self.text(self.html(CERTIFICATE)))
        with self.assertRaises(UserError):
            self.html(self.own(template))
        self.assertFalse(self.Template.search([("id", "=", template.id)]))

    def test_seal_where_the_office_prints(self):
        with self.assertRaises(ValidationError):
            self.make(print_seal=True)
        template = self.make(print_seal=True, seal=picture("blue", (50, 50)))
        report = self.own(template)
        self.assertIn('class="o_own_seal"', self.text(self.html(report)))
        for user in (self.portal_user, self.manager):
            seen = user.has_group("volunteer_base.group_officer")
            html = self.text(self.html(report, user))
            self.assertEqual('class="o_own_seal"' in html, seen, user.login)
        template.print_seal = False
        self.assertNotIn('class="o_own_seal"', self.text(self.html(report)))

    def test_room(self):
        with self.assertRaisesRegex(ValidationError, "less room"):
            self.make(
                paperformat_id=self.env["report.paperformat"]
                .create({"name": "Wide", "format": "A4", "margin_top": 40})
                .id
            )
        narrow = self.env.ref("volunteer_reports.paperformat_certificate")
        self.make(paperformat_id=narrow.id)
        with self.assertRaisesRegex(ValidationError, "A head needs"):
            self.make(paperformat_id=narrow.id, header="x")
        with self.assertRaisesRegex(ValidationError, "A foot needs"):
            self.make(paperformat_id=narrow.id, footer="x")

    def test_terms_of_the_paper(self):
        template = self.make()
        template.action_load_terms()
        terms = template.wording_ids.mapped("term")
        self.assertIn("姓名", terms)
        self.assertIn("证件号码", terms)
        count = len(terms)
        template.action_load_terms()
        self.assertEqual(len(template.wording_ids), count)
        # Of the templates, not of anybody's paper.
        self.assertNotIn("Citizen", " ".join(terms))
        with self.assertRaises(ValidationError):
            template.wording_ids[0].replacement = "12"
        with self.assertRaises(ValidationError):
            template.wording_ids = [(0, 0, {"term": "2 小时"})]

    def test_preview(self):
        template = self.make()
        action = template.action_preview()
        self.assertEqual(action["report_name"], self.own(template).report_name)
        other = self.make(paper="volunteer_base.volunteer_donation_receipt")
        with self.assertRaises(UserError):
            other.action_preview()
        with self.assertRaises(AccessError):
            template.with_user(self.officer).action_preview()
        with self.assertRaises(UserError):
            template.paper = "volunteer_base.volunteer_donation_receipt"

    def test_every_paper_can_be_copied(self):
        for paper, _name in self.Template._selection_papers():
            template = self.make(paper=paper, header="x")
            self.assertEqual(
                self.own(template).model, template.sudo()._get_base_sudo().model
            )
            # Read without an error; some say nothing that could be reworded.
            template.sudo()._get_paper_terms_sudo()

    def test_who_may(self):
        for user in (self.officer, self.leader_user, self.stranger, self.portal_user):
            with self.assertRaises(AccessError):
                self.Template.with_user(user).create({"name": "x", "paper": PAPER})
        template = self.make()
        report = self.own(template)
        other = self.env.ref(CERTIFICATE)
        template.write({"own_report_id": other.id})
        self.assertEqual(self.own(template), report)

    @skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_on_paper(self):
        template = self.make(
            logo=picture(),
            header="甲医院志愿服务队",
            footer="地址：甲路",
            print_seal=True,
            seal=picture("blue", (50, 50)),
            wording_ids=[
                (0, 0, {"term": "志愿服务记录证明", "replacement": "义工证明"})
            ],
        )
        reports = self.env["ir.actions.report"].with_user(self.officer)
        pdf, _kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            self.own(template), self.certificate.ids
        )
        pages = self.read_pdf(pdf)
        self.assertEqual(len(pages), 2)
        for page in pages:
            self.assertIn("甲医院志愿服务队", page)
            self.assertIn("地址:甲路", page)
        self.assertIn("义工证明", pages[0])
        self.assertNotIn("志愿服务记录证明", pages[0])
        self.assertIn(self.certificate.code_spelled, pages[0])
        # It is verified like the ordinary paper.
        self.assertEqual(
            self.env["volunteer.certificate.print"]._find_sudo(pdf), self.certificate
        )
        template.is_default = True
        plain = self.render(self.certificate.with_user(self.officer))
        self.assertIn("甲医院志愿服务队", self.read_pdf(plain)[1])

    def test_preview_of_registers(self):
        """They have a paper in common and no records of their own."""
        template = self.make(paper="volunteer_reports.register_document")
        with self.assertRaisesRegex(UserError, "print a register"):
            template.action_preview()

    def test_menus_are_asked_for_without_queries(self):
        self.make()
        actions = self.env["ir.actions.actions"].with_user(self.officer)
        actions.get_bindings("volunteer.certificate")
        with self.assertQueryCount(0):
            found = actions.get_bindings("volunteer.certificate")["report"]
        self.assertIn("证明（本院）", [action["name"] for action in found])

    def test_moved_to_another_unit(self):
        other = self.env["res.company"].create({"name": "Other Hospital"})
        self.manager.company_ids |= other
        template = self.make()
        actions = self.env["ir.actions.actions"].with_user(self.officer)
        names = [
            one["name"]
            for one in actions.get_bindings(self.Certificate._name)["report"]
        ]
        self.assertIn(template.name, names)
        template.with_context(
            allowed_company_ids=[self.company.id, other.id]
        ).company_id = other
        names = [
            one["name"]
            for one in actions.get_bindings(self.Certificate._name)["report"]
        ]
        self.assertNotIn(template.name, names)

    def test_no_numbers_are_left_after_the_addon(self):
        """Those made with a unit's first paper have no external id to go by."""
        certificate, donation = self.env["ir.sequence"].create(
            [
                {"name": "Papers", "code": code, "company_id": self.company.id}
                for code in ("volunteer.certificate", "volunteer.donation")
            ]
        )
        certificate.active = False
        with patch.object(hooks, "drop_foreign_keys"):
            hooks.uninstall_hook(self.env)
        self.assertFalse(certificate.exists())
        self.assertTrue(donation.exists(), "of an addon that stays")
        with patch.object(base_hooks, "drop_foreign_keys"):
            base_hooks.uninstall_hook(self.env)
        self.assertFalse(donation.exists())

    def test_nothing_is_left_after_the_addon(self):
        report = self.own(self.make(paper="volunteer_hours.volunteer_notice_poster"))
        self.make(active=False)
        with patch.object(hooks, "drop_foreign_keys"):
            hooks.uninstall_hook(self.env)
        self.assertFalse(report.exists())
        self.assertFalse(
            self.env["ir.actions.report"].search_count(
                [("report_name", "like", "own_paper_")]
            )
        )
