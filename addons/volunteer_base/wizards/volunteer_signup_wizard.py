from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerSignupWizard(models.TransientModel):
    """Sign volunteers up on their behalf, one by one or a whole team."""

    _name = "volunteer.signup.wizard"
    _description = "Add Volunteers"

    slot_id = fields.Many2one(
        "volunteer.activity.slot", string="Need", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="slot_id.company_id")
    seats_left = fields.Integer(related="slot_id.seats_left")
    team_id = fields.Many2one(
        "volunteer.team",
        string="Members of",
        ondelete="cascade",
        help="Adds the members of this team to the list below, who can sign up.",
    )
    volunteer_ids = fields.Many2many("volunteer.volunteer", string="Volunteers")
    barred = fields.Text(
        string="Cannot Sign Up",
        compute="_compute_barred",
        help="Who of those above, or of the team, cannot sign up, and why.",
    )
    barred_ids = fields.Many2many("volunteer.volunteer", compute="_compute_barred")
    too_many = fields.Integer(compute="_compute_too_many")
    waitlist = fields.Boolean(
        string="Others Wait",
        help="Those for whom no seat is left go on the waitlist, in the order above.",
    )
    guardian_present = fields.Boolean(
        string="Guardians Come along",
        help="For children under 14: their guardians are there during the service.",
    )

    @api.depends("slot_id", "team_id", "volunteer_ids", "guardian_present")
    def _compute_barred(self):
        for wizard in self:
            people = wizard.volunteer_ids._origin | wizard._get_members()
            reasons = wizard._get_reasons(people)
            wizard.barred_ids = people.filtered(lambda one, why=reasons: one in why)
            wizard.barred = "\n".join(reasons.values())

    @api.depends("slot_id", "volunteer_ids", "barred_ids")
    def _compute_too_many(self):
        for wizard in self:
            able = wizard.volunteer_ids._origin - wizard.barred_ids._origin
            wizard.too_many = max(0, len(able) - max(0, wizard.seats_left))

    @api.onchange("team_id", "guardian_present")
    def _onchange_team_id(self):
        members = self._get_members()
        reasons = self._get_reasons(members)
        self.volunteer_ids |= members.filtered(lambda one: one not in reasons)

    def _get_members(self):
        """Return today's members of the team whom the user may see."""
        if not self.team_id:
            return self.env["volunteer.volunteer"]
        Member = self.env["volunteer.team.member"]
        today = self.slot_id.company_id._get_volunteer_today()
        members = Member.search(
            Member._domain_on(today)
            & fields.Domain("team_id", "=", self.team_id._origin.id)
            & fields.Domain("volunteer_id.state", "in", ("trial", "registered")),
            order="volunteer_id",
        )
        return members.volunteer_id.filtered(lambda one: one.has_access("read"))

    def _get_reasons(self, people):
        """Return ``{volunteer: why not}``, by the rules of the sign-up itself."""
        slot = self.slot_id._origin.with_context(
            volunteer_guardian_present=self.guardian_present
        )
        if not slot or not people:
            return {}
        slot.activity_id.check_access("write")
        found = slot.sudo()._get_signup_obstacles(people.sudo())
        reasons = {
            one.sudo(False).with_env(self.env): why for one, why in found.items()
        }
        return {person: reasons[person] for person in people if person in reasons}

    def action_drop_barred(self):
        """Take those off the list who cannot sign up, and show the rest."""
        self.ensure_one()
        self.volunteer_ids -= self.barred_ids
        self.team_id = False
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add Volunteers"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        """Sign the chosen volunteers up; all of them, or none with the reasons.

        :raise UserError: nobody is chosen, or why somebody cannot sign up, by name
        """
        self.ensure_one()
        if not self.volunteer_ids:
            raise UserError(self.env._("Choose whom to sign up."))
        slot = self.slot_id.with_context(
            volunteer_guardian_present=self.guardian_present
        )
        slot.action_sign_up_volunteers(self.volunteer_ids.ids, waitlist=self.waitlist)
        return {"type": "ir.actions.act_window_close"}
