from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.paper import format_hours


class VolunteerCertificateBatch(models.TransientModel):
    """Choose who is honoured at a ceremony, issue to all, print all in one file."""

    _name = "volunteer.certificate.batch"
    _description = "Issue Certificates to Many"
    _inherit = ["volunteer.certificate.many.mixin"]

    volunteer_ids = fields.Many2many(
        help="Empty: everybody whom the choices below find.",
    )
    department_id = fields.Many2one("hr.department")
    team_id = fields.Many2one("volunteer.team", help="With the teams below it.")
    min_hours = fields.Float(
        string="At Least (hours)", help="Certifiable hours within the period."
    )
    people_count = fields.Integer(string="People", compute="_compute_preview")
    hours_text = fields.Char(string="Hours", compute="_compute_preview")

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

    def _get_people(self):
        """Return ``{volunteer: certifiable minutes}`` of those chosen, by number.

        People of the list stay in it without hours, so that they are named as such.
        """
        self.ensure_one()
        if self.company_id not in self.env.companies:
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
        return self._keep_issued(result)
