from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OFFICE = "volunteer_base.group_officer,volunteer_hours.group_hr"
#: What was shown, or follows from the ledger, and does not change afterwards.
SHOWN_FIELDS = {
    "name",
    "volunteer_id",
    "team_id",
    "project_id",
    "company_id",
    "granted_by",
    "is_outside",
    "date",
}


class VolunteerAward(models.Model):
    """A star or an honour that a volunteer, a team or a project was found worthy of.

    What somebody holds is granted; on the way there it is proposed, confirmed and shown
    to the public. Award information: 民政部令第67号, Art. 9.
    """

    _name = "volunteer.award"
    _description = "Honour"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _guarded_fields = (
        "state",
        "kind",
        "star_level",
        "reached_on",
        "fell_below",
        "notice_id",
        "decided_by",
        "decided_on",
        "decision_note",
    )

    name = fields.Char(string="Honour", required=True)
    kind = fields.Selection(
        [("star", "Star"), ("honour", "Honour")],
        required=True,
        default="honour",
        readonly=True,
    )
    # Exactly one of the three holds it.
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", index=True, ondelete="restrict"
    )
    team_id = fields.Many2one("volunteer.team", index=True, ondelete="restrict")
    project_id = fields.Many2one("volunteer.project", index=True, ondelete="restrict")
    holder_name = fields.Char(string="Holder", compute="_compute_holder_name")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("reviewed", "Reviewed"),
            ("published", "Shown to the Public"),
            ("granted", "Granted"),
            ("rejected", "Not Passed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="granted",
        readonly=True,
        copy=False,
        index=True,
        help="What another body granted is entered as granted.",
    )
    # Asked of who enters an honour; nothing keeps it afterwards.
    propose_first = fields.Boolean(
        store=False,
        help="It is confirmed and shown to the public before it is granted. Otherwise "
        "it is entered as granted already.",
    )
    star_level = fields.Integer(
        readonly=True, copy=False, aggregator=None, help="Of a star: 1 is the lowest."
    )
    reached_on = fields.Date(
        readonly=True,
        copy=False,
        help="Of a star: the day of the service with which the hours were reached.",
    )
    fell_below = fields.Boolean(
        string="Hours Fell Below",
        readonly=True,
        copy=False,
        help="Hours were reversed, and what is left does not reach this star.",
    )
    date = fields.Date(
        string="Granted on",
        default=lambda self: fields.Date.context_today(self),
    )
    granted_by = fields.Char(
        string="Granted by", required=True, help="The body that grants the honour."
    )
    is_outside = fields.Boolean(
        string="From Outside", help="Granted by another body; a proof belongs to it."
    )
    decided_by = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", groups=OFFICE
    )
    decided_on = fields.Date(readonly=True, copy=False, groups=OFFICE)
    decision_note = fields.Char(
        string="Reason", readonly=True, copy=False, groups=OFFICE
    )
    # Leaders see what somebody holds; papers and notes are for office and HR.
    proof = fields.Binary(attachment=True, groups=OFFICE)
    proof_name = fields.Char(string="File Name of the Proof", groups=OFFICE)
    note = fields.Text(string="Granted for", groups=OFFICE)

    _one_holder = models.Constraint(
        "CHECK (num_nonnulls(volunteer_id, team_id, project_id) = 1)",
        "An honour goes to one volunteer, one team or one project.",
    )
    _proof_of_outside = models.Constraint(
        "CHECK (is_outside IS NOT TRUE OR proof_name IS NOT NULL)",
        "An honour from outside needs a proof: please attach the certificate.",
    )
    _star_whole = models.Constraint(
        "CHECK (kind <> 'star' OR (volunteer_id IS NOT NULL AND star_level > 0 "
        "AND reached_on IS NOT NULL))",
        "A star belongs to a volunteer and has a level and a day.",
    )
    # Who fell below may reach the same star again.
    _star_once = models.UniqueIndex(
        "(volunteer_id, star_level) "
        "WHERE kind = 'star' AND state NOT IN ('rejected', 'withdrawn')",
        "This volunteer has this star already, or it is proposed.",
    )

    @api.depends("volunteer_id", "team_id", "project_id")
    def _compute_holder_name(self):
        for award in self:
            holder = award.volunteer_id or award.team_id or award.project_id
            award.holder_name = holder.display_name

    @api.model_create_multi
    def create(self, vals_list):
        awards = super().create(vals_list)
        awards._check_holders()
        return awards

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            if vals.pop("propose_first", False):
                vals["state"] = "proposed"
            if vals.get("state", "granted") != "granted":
                vals["date"] = False
        return super()._complete_create_vals(vals_list)

    def write(self, vals):
        vals = {name: vals[name] for name in vals if name != "propose_first"}
        fixed = not self.env.su and SHOWN_FIELDS & vals.keys()
        # What was taken up again is a proposal, which is put right.
        settled = fixed and self.filtered(
            lambda award: (
                award._is_settled_sudo()
                and (award.kind == "star" or award.state != "proposed")
            )
        )
        if settled:
            raise UserError(
                self.env._(
                    "Stars, and honours that were confirmed, stay as they are: "
                    "%(names)s. Withdraw them with a reason instead.",
                    names=settled.mapped("name"),
                )
            )
        result = super().write(vals)
        if {"volunteer_id", "team_id", "project_id"} & vals.keys():
            self._check_holders()
        return result

    def _check_holders(self):
        """:raise AccessError: a user honours oneself or somebody unseen"""
        if not self.env.su:
            for name in ("volunteer_id", "team_id", "project_id"):
                self[name].check_access("read")
            self._check_not_own()

    def _check_not_own(self):
        """:raise AccessError: an honour among these is the user's own"""
        people = self.sudo().filtered(lambda award: award.kind == "honour").volunteer_id
        people |= people.merged_into_id
        own = self.env.user in people.user_id | people.employee_ids.user_id
        if own and not self.env.su:
            raise AccessError(
                self.env._("This is your own; somebody else of the office confirms it.")
            )

    def _is_settled_sudo(self):
        """Return whether somebody decided on it, or could have seen it in public."""
        self.ensure_one()
        award = self.sudo()
        return award.kind == "star" or bool(award.notice_id or award.decided_by)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        if any(award._is_settled_sudo() for award in self):
            raise UserError(
                self.env._(
                    "Stars, and honours that were confirmed or rejected, are kept; "
                    "withdraw them with a reason."
                )
            )
