from odoo import fields, models
from odoo.exceptions import AccessError, UserError

MAKERS = ("volunteer_base.group_officer", "volunteer_hours.group_hr")


class VolunteerTargetWizard(models.TransientModel):
    """The targets of a year in one go: last year's go on, or the usual ones begin."""

    _name = "volunteer.target.wizard"
    _description = "Targets of a Year"

    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        default=lambda self: self.env.company,
    )
    year = fields.Integer(
        required=True,
        default=lambda self: self.env.company._get_volunteer_today().year,
    )
    departments = fields.Boolean(
        string="One for Each Department",
        default=True,
        help="The unit's hours a head, as an aim of each department with staff.",
    )
    teams = fields.Boolean(
        string="One for Each Team", help="Likewise, of each team with members."
    )

    def action_make(self):
        """Make what is missing, and open the targets of the year.

        :raise AccessError: neither of the volunteer office nor of HR
        :raise UserError: not a unit of one's own, or no such year
        """
        self.ensure_one()
        user = self.env.user
        if not self.env.su and not any(user.has_group(group) for group in MAKERS):
            raise AccessError(
                self.env._("Only the volunteer office and HR set targets.")
            )
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Please switch to this unit first."))
        if not 2000 <= self.year <= 2099:
            raise UserError(self.env._("Please write the year with four digits."))
        self.env["volunteer.target"]._make_year_sudo(
            self.company_id, self.year, self.departments, self.teams
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_target_action"
        )
        return {
            **action,
            "domain": [
                ("company_id", "=", self.company_id.id),
                ("year", "=", self.year),
            ],
            "context": {},
        }
