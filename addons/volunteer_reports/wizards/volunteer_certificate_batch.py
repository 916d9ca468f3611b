from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.paper import format_hours

#: Certificates that nobody waits for.
IN_BACKGROUND = 100


class VolunteerCertificateBatch(models.TransientModel):
    """Choose who is honoured at a ceremony, issue to all, print all in one file."""

    _name = "volunteer.certificate.batch"
    _description = "Issue Certificates to Many"

    company_id = fields.Many2one(
        "res.company",
        string="Recording Unit",
        required=True,
        default=lambda self: self.env.company,
    )
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        string="Volunteers",
        help="Empty: everybody whom the choices below find.",
    )
    department_id = fields.Many2one("hr.department")
    team_id = fields.Many2one("volunteer.team", help="With the teams below it.")
    min_hours = fields.Float(
        string="At Least (hours)", help="Certifiable hours within the period."
    )
    date_from = fields.Date(string="From", help="Empty: from the first service.")
    date_to = fields.Date(string="Until", help="Empty: until the last service.")
    id_number = fields.Selection(
        [("full", "In full"), ("masked", "Masked")],
        string="ID Number on Paper",
        required=True,
        default="masked",
    )
    language = fields.Selection(
        [("zh", "Chinese"), ("bilingual", "Chinese and English")],
        string="Language of Paper",
        required=True,
        default="zh",
    )
    people_count = fields.Integer(string="People", compute="_compute_preview")
    hours_text = fields.Char(string="Hours", compute="_compute_preview")
    certificate_ids = fields.Many2many("volunteer.certificate", readonly=True)
    certificate_count = fields.Integer(compute="_compute_certificate_count")
    without_hours = fields.Text(readonly=True)
    state = fields.Selection(
        [("choose", "Choose"), ("done", "Issued")],
        required=True,
        readonly=True,
        default="choose",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if (
            "volunteer_ids" in fields
            and self.env.context.get("active_model") == "volunteer.volunteer"
        ):
            values["volunteer_ids"] = [(6, 0, self.env.context.get("active_ids") or [])]
        return values

    @api.depends(
        "company_id",
        "volunteer_ids",
        "department_id",
        "team_id",
        "min_hours",
        "date_from",
        "date_to",
    )
    def _compute_preview(self):
        for wizard in self:
            people = wizard._get_people()
            wizard.people_count = len(people)
            wizard.hours_text = format_hours(sum(people.values()))

    @api.depends("certificate_ids")
    def _compute_certificate_count(self):
        for wizard in self:
            wizard.certificate_count = len(wizard.certificate_ids)

    def _get_people(self):
        """Return ``{volunteer: certifiable minutes}`` of those chosen, by number.

        People of the list stay in it without hours, so that they are named as such.
        """
        self.ensure_one()
        if not self.company_id:
            return {}
        Volunteer = self.env["volunteer.volunteer"]
        domain = Domain("merged_into_id", "=", False)
        if self.volunteer_ids:
            domain = Domain("id", "in", self.volunteer_ids.ids)
        else:
            domain &= Domain("state", "in", ("trial", "registered"))
        if self.department_id:
            domain &= Domain(
                "employee_ids.department_id", "child_of", self.department_id.ids
            )
        if self.team_id:
            domain &= Domain("team_ids", "child_of", self.team_id.ids)
        people = Volunteer.search(domain, order="code, id")
        minutes = people._get_certifiable_minutes_by_person_sudo(
            self.company_id, self.date_from, self.date_to
        )
        # Somebody asked for by name is told of; whoever is only found is not.
        least = max(0 if self.volunteer_ids else 1, round(self.min_hours * 60))
        return {
            person: minutes.get(person.id, 0)
            for person in people
            if minutes.get(person.id, 0) >= least
        }

    def action_issue(self):
        """Issue to everybody chosen, and show who got one and who did not.

        :raise UserError: nobody has hours to certify
        """
        self.ensure_one()
        people = self._get_people()
        if not people:
            raise UserError(
                self.env._(
                    "Nobody has hours to certify with these choices. Hours can be "
                    "certified once they are in the ledger."
                )
            )
        result = self.env["volunteer.certificate"].action_issue_many(
            [person.id for person in people],
            self.date_from,
            self.date_to,
            self.company_id.id,
            self.id_number,
            self.language,
        )
        self.write(
            {
                "certificate_ids": [(6, 0, result["certificate_ids"])],
                "without_hours": "\n".join(
                    one["name"] for one in result["without_hours"]
                ),
                "state": "done",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Certificates Issued"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_print(self):
        """Print all certificates that were issued in one file.

        Many are printed in the background, to be fetched from “My Files”.
        """
        self.ensure_one()
        if len(self.certificate_ids) > IN_BACKGROUND:
            return self.env["volunteer.export"]._enqueue(self, "pdf")
        return self.certificate_ids.action_print()

    def action_open(self):
        """List the certificates that were issued."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_reports.volunteer_certificate_action"
        )
        return {**action, "domain": [("id", "in", self.certificate_ids.ids)]}

    # ------------------------------------------------------------------
    # Printing in the background: what volunteer.export asks for
    # ------------------------------------------------------------------

    def _check_register(self):
        """:raise UserError: a certificate was revoked in the meantime"""
        self.check_access("read")
        self.certificate_ids.check_access("read")
        self.certificate_ids._check_printable()

    def _get_register_unit(self):
        return self.company_id

    def _get_register_count(self):
        return len(self.certificate_ids)

    def _get_register_filename(self, extension):
        name = self.env._(
            "Certificates of %(unit)s, %(count)s",
            unit=self.company_id.name,
            count=len(self.certificate_ids),
        )
        return f"{name}.{extension}"

    def _render_register_pdf(self):
        """Return all certificates as one PDF."""
        self._check_register()
        reports = self.env["ir.actions.report"]
        pdf, _kind = reports._render_qweb_pdf(
            "volunteer_reports.certificate", self.certificate_ids.ids
        )
        return pdf
