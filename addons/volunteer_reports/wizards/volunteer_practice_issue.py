from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class VolunteerPracticeIssue(models.TransientModel):
    """Choose students of a school, issue certificates of social practice, print all."""

    _name = "volunteer.practice.issue"
    _description = "Issue Certificates of Social Practice"
    _inherit = ["volunteer.certificate.many.mixin"]

    partner_unit_id = fields.Many2one(
        "volunteer.partner.unit",
        string="School as Partner Unit",
        domain=[("kind", "=", "school")],
        help="Its name becomes the school's, and its students are found.",
    )
    school = fields.Char(
        compute="_compute_school",
        store=True,
        readonly=False,
        help="As it stands on the paper.",
    )
    volunteer_ids = fields.Many2many(
        string="Students",
        help="Empty: students whose school on file is the one above, and those who "
        "served in activities held together with it.",
    )
    people_count = fields.Integer(string="Students Found", compute="_compute_people")

    @api.depends("partner_unit_id")
    def _compute_school(self):
        for wizard in self:
            wizard.school = wizard.partner_unit_id.name or wizard.school

    @api.depends("volunteer_ids", "school", "partner_unit_id")
    def _compute_people(self):
        for wizard in self:
            wizard.people_count = len(wizard._get_people())

    def _get_people(self):
        """Return the students chosen, or those of the school, in order of number."""
        self.ensure_one()
        if self.volunteer_ids:
            return self.volunteer_ids
        school = (self.school or "").strip()
        if not school:
            return self.volunteer_ids
        domain = Domain("kind", "in", ("student", "minor")) & (
            Domain("identity_ids.employer", "=ilike", school)
            | (
                Domain(
                    "signup_ids.activity_id",
                    "any",
                    Domain("partner_unit_ids", "in", self.partner_unit_id.ids)
                    | Domain(
                        "project_id.partner_unit_ids", "in", self.partner_unit_id.ids
                    ),
                )
                if self.partner_unit_id
                else Domain.FALSE
            )
        )
        return self.env["volunteer.volunteer"].search(
            domain & Domain("merged_into_id", "=", False), order="code, id"
        )

    def action_issue(self):
        """Issue to everybody chosen, and show who got one and who did not.

        :raise UserError: nobody is found
        """
        self.ensure_one()
        people = self._get_people()
        if not people:
            raise UserError(
                self.env._(
                    "No student of this school is found. Choose them by name, or note "
                    "the school in their contact details."
                )
            )
        result = self.env["volunteer.certificate"].action_issue_practice(
            people.ids,
            self.school,
            self.date_from,
            self.date_to,
            self.company_id.id,
            self.id_number,
            self.language,
        )
        return self._keep_issued(result)
