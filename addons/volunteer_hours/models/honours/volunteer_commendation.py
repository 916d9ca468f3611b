from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

HOLDERS = [
    ("volunteer", "Volunteers"),
    ("team", "Teams"),
    ("project", "Projects"),
]


class VolunteerCommendation(models.Model):
    """One honour that is given in one year to some volunteers, teams or projects.

    Nominate, judge, show to the public, grant: domain rules, section 6 (评先创优).
    """

    _name = "volunteer.commendation"
    _description = "Commendation"
    _inherit = ["volunteer.jury.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    _jury_field = "commendation_id"
    _jury_subject_field = "nominee_id"
    _jury_settled = ("published", "granted", "cancelled")
    _jury_cancellable = ("draft", "nomination", "review")
    _guarded_fields = ("state", "cancel_reason")

    name = fields.Char(
        string="Honour",
        required=True,
        tracking=True,
        help="Stands on the certificate as it is written here.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    holder_kind = fields.Selection(
        HOLDERS, string="Goes to", required=True, default="volunteer"
    )
    date_from = fields.Date(
        string="Services from",
        required=True,
        default=lambda self: self._get_default_period()[0],
    )
    date_to = fields.Date(
        string="Services until",
        required=True,
        default=lambda self: self._get_default_period()[1],
    )
    criteria = fields.Text(
        string="Who Deserves It", help="Everybody who may nominate reads this."
    )
    quota = fields.Integer(
        string="How Many", default=10, help="The honour goes to so many at most."
    )
    granted_by = fields.Char(
        string="Granted by",
        required=True,
        default=lambda self: self.env.company.name,
        help="The body whose name stands on the certificate.",
    )
    allow_self = fields.Boolean(
        string="People May Apply Themselves",
        default=True,
        help="On the phone. Whoever leads a team or a project applies for it.",
    )
    nominate_until = fields.Date(
        string="Nominations until",
        help="Leaders and volunteers nominate until then; the office still can later.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("nomination", "Nomination"),
            ("review", "Review"),
            ("published", "Shown to the Public"),
            ("granted", "Granted"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    criterion_ids = fields.One2many(
        "volunteer.jury.criterion", "commendation_id", string="Criteria", copy=True
    )
    nominee_ids = fields.One2many(
        "volunteer.commendation.nominee", "commendation_id", string="Nominees"
    )
    nominee_count = fields.Integer(
        string="Nominees Count", compute="_compute_counts", compute_sudo=True
    )
    chosen_count = fields.Integer(
        string="Chosen", compute="_compute_counts", compute_sudo=True
    )

    _quota_range = models.Constraint(
        "CHECK (quota BETWEEN 1 AND 100000)", "An honour goes to one at least."
    )
    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )

    @api.model
    def _get_default_period(self):
        """Return the year that is being honoured: until June, the one before."""
        today = self.env.company._get_volunteer_today()
        year = today.year - (today.month <= 6)
        return date(year, 1, 1), date(year, 12, 31)

    @api.depends("nominee_ids.state")
    def _compute_counts(self):
        counts = {}
        for one, state, count in self.env["volunteer.commendation.nominee"]._read_group(
            [("commendation_id", "in", self.ids)],
            ["commendation_id", "state"],
            ["__count"],
        ):
            counts[one.id, state] = count
        for one in self:
            one.chosen_count = counts.get((one.id, "chosen"), 0)
            one.nominee_count = one.chosen_count + counts.get((one.id, "nominated"), 0)

    @api.model
    def _get_fixed_fields(self):
        """Return what no longer changes once people may nominate."""
        return super()._get_fixed_fields() | {"holder_kind", "date_from", "date_to"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(one.state != "draft" for one in self):
            raise UserError(
                self.env._("Commendations that have begun are kept; cancel them.")
            )

    def _get_jury_subjects_sudo(self):
        return self.sudo().nominee_ids.filtered(
            lambda nominee: nominee.state in ("nominated", "chosen")
        )

    # ------------------------------------------------------------------
    # From draft to review
    # ------------------------------------------------------------------

    def action_open(self):
        """Let people be nominated.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a draft
        """
        self._check_officer()
        self._check_jury_state("draft")
        self.sudo().write({"state": "nomination"})
        return True

    def action_review(self):
        """End nominations and ask the jury for its points.

        The figures of everybody nominated are taken from the ledger as they stand now.

        :raise AccessError: not of the volunteer office
        :raise UserError: nobody is nominated, or a jury without criteria
        """
        self._check_officer()
        self._check_jury_state("nomination")
        for one in self.sudo():
            if not one.nominee_count:
                raise UserError(
                    self.env._("“%(name)s”: nobody is nominated yet.", name=one.name)
                )
        rounds = self.sudo()
        rounds._get_jury_subjects_sudo()._take_figures_sudo()
        rounds.write({"state": "review"})
        rounds._begin_scoring_sudo()
        rounds.filtered(lambda one: not one.criterion_ids)._rank_sudo()
        return True

    def action_reopen(self):
        """Let people be nominated again; points given so far stay.

        :raise AccessError: not of the volunteer office
        :raise UserError: not under review
        """
        self._check_officer()
        self._check_jury_state("review")
        self.sudo().activity_ids.filtered("automated").unlink()
        self.sudo().write({"state": "nomination"})
        return True

    def action_open_nominees(self):
        """Open the nominees.

        :raise AccessError: the commendation is none of one's business
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_commendation_nominee_action"
        )
        return {
            **action,
            "domain": [("commendation_id", "=", self.id)],
            "context": {"default_commendation_id": self.id},
        }
