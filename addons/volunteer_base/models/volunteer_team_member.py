from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class VolunteerTeamMember(models.Model):
    """Who belongs to which team when; hours keep the team of their day."""

    _name = "volunteer.team.member"
    _description = "Volunteer Team Membership"
    _order = "date_from, id"

    team_id = fields.Many2one(
        "volunteer.team", required=True, index=True, ondelete="restrict"
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="team_id.company_id", store=True, index=True)
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_to = fields.Date(string="Until", help="The last day; empty while it lasts.")

    _period_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A membership cannot end before it begins.",
    )
    _period_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(volunteer_id, volunteer_id, '[]') WITH &&, "
        "int4range(team_id, team_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "This volunteer belongs to this team already in that period.",
    )

    @api.constrains("volunteer_id", "team_id")
    def _check_volunteer_serves(self):
        for member in self.sudo():
            if not member.volunteer_id._serve_below(member.team_id.company_id):
                raise ValidationError(
                    self.env._(
                        "Members of “%(team)s” must serve in its unit.",
                        team=member.team_id.name,
                    )
                )

    def write(self, vals):
        # Hours of the past look up the team of their day.
        for name in ("volunteer_id", "team_id"):
            if (
                name in vals
                and not self.env.su
                and any(member[name].id != vals[name] for member in self)
            ):
                raise UserError(
                    self.env._("End this membership and add a new one instead.")
                )
        return super().write(vals)

    def _is_on(self, day):
        """Return whether this membership holds on ``day``."""
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or self.date_to >= day)

    @api.model
    def _domain_on(self, day):
        """Return the domain of memberships that hold on ``day``."""
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )
