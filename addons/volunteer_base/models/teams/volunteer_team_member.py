from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

SERVING_STATES = ("trial", "registered")


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
    office = fields.Selection(
        [
            ("head", "Head"),
            ("deputy_head", "Deputy head"),
            ("chair", "Chair"),
            ("vice_chair", "Vice chair"),
            ("secretary_general", "Secretary general"),
            ("secretary", "Committee secretary"),
            ("member", "Ordinary member"),
        ],
        string="Office Held",
        help="The office this person holds, above all in a leading group or committee.",
    )
    is_backbone = fields.Boolean(
        string="Backbone", help="A volunteer who carries the team."
    )
    part = fields.Char(help="What this person takes care of, e.g. training newcomers.")
    standby = fields.Boolean(
        string="On Standby",
        help="Can be called at short notice in an emergency.",
    )
    skill_ids = fields.Many2many(related="volunteer_id.skill_ids", string="Skills")
    mobile_masked = fields.Char(related="volunteer_id.mobile_masked", string="Mobile")
    volunteer_state = fields.Selection(
        related="volunteer_id.state", string="State of the Volunteer"
    )

    _standby_idx = models.Index("(team_id) WHERE standby")
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

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        # Otherwise ids could be guessed, to read people of other units as members.
        members.volunteer_id.check_access("read")
        return members

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

    def action_stand_by(self):
        """Put members on the standby roster.

        :raise AccessError: neither the person, the team's leaders nor the office
        :raise UserError: a membership has ended, or the volunteer does not serve
        """
        self._check_may_set_standby()
        today = fields.Date.context_today(self)
        for member in self.sudo():
            volunteer = member.volunteer_id
            if (
                member.date_to and member.date_to < today
            ) or volunteer.state not in SERVING_STATES:
                raise UserError(
                    self.env._(
                        "%(volunteer)s does not serve in “%(team)s” any more.",
                        volunteer=volunteer.display_name,
                        team=member.team_id.name,
                    )
                )
        self.sudo().write({"standby": True})
        return True

    def action_stand_down(self):
        """Take members off the standby roster.

        :raise AccessError: neither the person, the team's leaders nor the office
        """
        self._check_may_set_standby()
        self.sudo().write({"standby": False})
        return True

    def _check_may_set_standby(self):
        """:raise AccessError: these memberships are none of the user's business"""
        self.check_access("read")
        if self.env.su or self.has_access("write"):
            return
        for member in self.sudo():
            if self.env.user not in (
                member.volunteer_id.user_id | member.team_id.manager_user_ids
            ):
                raise AccessError(
                    self.env._(
                        "Only the person, those in charge of the team and the "
                        "volunteer office may do this."
                    )
                )

    def action_show_mobile(self):
        """Show the member's mobile number; see ``volunteer.volunteer``."""
        self.ensure_one()
        self.check_access("read")
        return self.volunteer_id.action_show_mobile()

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
