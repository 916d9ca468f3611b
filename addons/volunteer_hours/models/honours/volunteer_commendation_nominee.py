from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OFFICE = "volunteer_base.group_officer,volunteer_hours.group_hr"


class VolunteerCommendationNominee(models.Model):
    """A volunteer, team or project that somebody holds worthy of an honour."""

    _name = "volunteer.commendation.nominee"
    _description = "Nominee"
    _inherit = ["volunteer.jury.subject.mixin"]
    _order = "commendation_id desc, id"
    _check_company_auto = True

    _guarded_fields = (
        "state",
        "source",
        "nominated_by",
        "score",
        "place",
        "award_id",
        "refuse_reason",
        "hours_proven",
        "hours_claimed",
        "service_count",
        "quality",
        "figures_on",
    )

    commendation_id = fields.Many2one(
        "volunteer.commendation", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="commendation_id.company_id", store=True, index=True, precompute=True
    )
    holder_kind = fields.Selection(related="commendation_id.holder_kind")
    round_state = fields.Selection(
        related="commendation_id.state", string="State of the Commendation"
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", index="btree_not_null", ondelete="restrict"
    )
    team_id = fields.Many2one(
        "volunteer.team",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    project_id = fields.Many2one(
        "volunteer.project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    name = fields.Char(string="Nominated", compute="_compute_name", compute_sudo=True)
    source = fields.Selection(
        [
            ("office", "Volunteer office"),
            ("leader", "Leader"),
            ("self", "Applied Themselves"),
            ("figures", "By the figures"),
        ],
        string="Nominated by Way of",
        required=True,
        default="office",
        readonly=True,
    )
    nominated_by = fields.Many2one(
        "res.users",
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    reason = fields.Text(help="What was done, in words the jury can judge by.")
    state = fields.Selection(
        [
            ("nominated", "Nominated"),
            ("chosen", "Chosen"),
            ("refused", "Not admitted"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="nominated",
        readonly=True,
        index=True,
    )
    refuse_reason = fields.Char(string="Why Not Admitted", readonly=True)
    # Figures of the period, as they stood on the day; see _take_figures_sudo.
    hours_proven = fields.Float(
        string="Proven Hours", digits=(16, 2), readonly=True, aggregator=None
    )
    hours_claimed = fields.Float(
        string="Claimed Hours", digits=(16, 2), readonly=True, aggregator=None
    )
    service_count = fields.Integer(string="Services", readonly=True, aggregator=None)
    quality = fields.Float(
        string="Average Quality", digits=(3, 2), readonly=True, aggregator=None
    )
    figures_on = fields.Date(string="Figures of", readonly=True)
    award_id = fields.Many2one(
        "volunteer.award",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=OFFICE,
    )

    _one_holder = models.Constraint(
        "CHECK (num_nonnulls(volunteer_id, team_id, project_id) = 1)",
        "Nominate one volunteer, one team or one project.",
    )
    _once = models.UniqueIndex(
        "(commendation_id, COALESCE(volunteer_id, 0), COALESCE(team_id, 0), "
        "COALESCE(project_id, 0)) WHERE state != 'withdrawn'",
        "Is nominated already.",
    )

    @api.depends("volunteer_id", "team_id", "project_id")
    def _compute_name(self):
        for nominee in self:
            nominee.name = nominee._get_holder().display_name or ""

    @api.depends("name")
    def _compute_display_name(self):
        for nominee in self:
            nominee.display_name = nominee.name

    def _get_holder(self):
        """Return the volunteer, the team or the project."""
        return self.volunteer_id or self.team_id or self.project_id

    @api.model
    def _complete_create_vals(self, vals_list):
        vals_list = super()._complete_create_vals(vals_list)
        Volunteer = self.env["volunteer.volunteer"]
        for vals in vals_list:
            if vals.get("volunteer_id"):
                one = Volunteer.browse(vals["volunteer_id"])
                vals["volunteer_id"] = one._get_canonical_sudo().id
        return vals_list

    @api.model_create_multi
    def create(self, vals_list):
        nominees = super().create(vals_list)
        nominees._check_holders()
        nominees.sudo()._take_figures_sudo()
        late = nominees.sudo().filtered(lambda nominee: nominee.round_state == "review")
        late.commendation_id._complete_scores_sudo()
        return nominees

    def write(self, vals):
        if not self.env.su:
            kept = {"commendation_id", "volunteer_id", "team_id", "project_id"}
            if kept & vals.keys():
                raise UserError(
                    self.env._("Withdraw this one, and nominate the other one.")
                )
            self._check_round("draft", "nomination", "review")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_nomination(self):
        self._check_round("draft", "nomination")
        if not self.env.su and any(one.source in ("self", "leader") for one in self):
            raise UserError(
                self.env._(
                    "Whoever applied, or was nominated by a leader, is refused with a "
                    "reason."
                )
            )

    def _check_round(self, *states):
        """:raise UserError: the commendation is in another state"""
        self.commendation_id._check_jury_state(*states)

    def _check_holders(self):
        """:raise UserError: of another kind or unit, or it is too late"""
        self._check_round("draft", "nomination", "review")
        for nominee in self.sudo():
            holder = nominee._get_holder()
            kind = holder._name.rpartition(".")[2]
            unit = nominee.company_id
            if kind != nominee.holder_kind or (
                nominee.volunteer_id and unit not in nominee.volunteer_id.company_ids
            ):
                raise UserError(
                    self.env._(
                        "“%(name)s” does not go to %(holder)s: it is of another kind "
                        "or another unit.",
                        name=nominee.commendation_id.name,
                        holder=holder.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # Judging
    # ------------------------------------------------------------------

    def _get_partial_users_sudo(self):
        """Whoever is nominated, leads the team or the project, or nominated it."""
        return {
            nominee: nominee.volunteer_id.user_id
            | nominee.team_id.manager_user_ids
            | nominee.project_id.manager_id
            | nominee.project_id.team_id.manager_user_ids
            | (
                nominee.nominated_by
                if nominee.source in ("leader", "self")
                else nominee.env["res.users"]
            )
            for nominee in self.sudo()
        }

    def _check_no_part(self, user):
        """:raise AccessError: nobody decides about themselves"""
        own = self.sudo().filtered(
            lambda nominee: (
                user == nominee.volunteer_id.user_id
                or user == nominee.team_id.leader_id.user_id
                or user == nominee.project_id.manager_id
            )
        )
        if own:
            raise AccessError(
                self.env._(
                    "You have a part in %(names)s; somebody else decides.",
                    names=own.mapped("name"),
                )
            )

    def action_choose(self):
        """Choose these for the honour.

        :raise AccessError: not of the volunteer office, or one's own matter
        :raise UserError: not under review, or not admitted
        """
        self.commendation_id._check_officer()
        self.check_access("write")
        self._check_round("review")
        self._check_no_part(self.env.user)
        self._check_own_state("nominated", "chosen")
        self.sudo().write({"state": "chosen"})
        return True

    def action_drop(self):
        """Take the choice of these back.

        :raise AccessError: not of the volunteer office
        :raise UserError: not under review
        """
        self.commendation_id._check_officer()
        self.check_access("write")
        self._check_round("review")
        self._check_own_state("nominated", "chosen")
        self.sudo().write({"state": "nominated"})
        return True

    def action_refuse(self, reason):
        """Do not admit these; the reason stays with them.

        :param str reason: why, in words that the nominator may read
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or too late
        """
        self.commendation_id._check_officer()
        self.check_access("write")
        reason = self._clean_reason(reason)
        self._check_round("nomination", "review")
        self._check_own_state("nominated", "chosen")
        self.sudo().write({"state": "refused", "refuse_reason": reason})
        return True

    def _check_own_state(self, *states):
        for nominee in self.sudo():
            if nominee.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is withdrawn or not admitted.", name=nominee.name
                    )
                )

    def _prepare_award_vals(self):
        self.ensure_one()
        commendation = self.commendation_id
        return {
            "name": commendation.name,
            "kind": "honour",
            "state": "proposed",
            "volunteer_id": self.volunteer_id.id,
            "team_id": self.team_id.id,
            "project_id": self.project_id.id,
            "company_id": self.company_id.id,
            "granted_by": commendation.granted_by,
            "date": False,
        }
