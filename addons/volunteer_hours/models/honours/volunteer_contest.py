from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerContest(models.Model):
    """Projects compete: apply, be judged, be taken in, be incubated, conclude.

    申报、评分、入选、孵化、结项: domain rules, section 6 (项目大赛).
    """

    _name = "volunteer.contest"
    _description = "Project Contest"
    _inherit = ["volunteer.jury.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _jury_field = "contest_id"
    _jury_subject_field = "entry_id"
    _jury_state = "scoring"
    _jury_settled = ("closed", "cancelled")
    _jury_cancellable = ("draft", "open", "scoring")
    _guarded_fields = ("state", "cancel_reason", "results_on")

    name = fields.Char(string="Contest", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    call = fields.Text(
        string="Call for Projects",
        help="What is looked for and what winners get; leaders read it on the phone.",
    )
    apply_until = fields.Date(string="Applications until")
    places = fields.Integer(default=5, help="So many projects are taken in at most.")
    granted_by = fields.Char(
        string="Granted by", required=True, default=lambda self: self.env.company.name
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Applications"),
            ("scoring", "Review"),
            ("decided", "Results Out"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    results_on = fields.Date(string="Results of", readonly=True, copy=False)
    criterion_ids = fields.One2many(
        "volunteer.jury.criterion", "contest_id", string="Criteria", copy=True
    )
    entry_ids = fields.One2many("volunteer.contest.entry", "contest_id")
    entry_count = fields.Integer(
        string="Applications Received",
        compute="_compute_entry_count",
        compute_sudo=True,
    )

    _places_range = models.Constraint(
        "CHECK (places BETWEEN 1 AND 1000)", "A contest has one place at least."
    )

    @api.depends("entry_ids.state")
    def _compute_entry_count(self):
        counts = dict(
            self.env["volunteer.contest.entry"]._read_group(
                [("contest_id", "in", self.ids), ("state", "!=", "withdrawn")],
                ["contest_id"],
                ["__count"],
            )
        )
        for contest in self:
            contest.entry_count = counts.get(contest, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("Contests that have begun are kept."))

    def _get_jury_subjects_sudo(self):
        return self.sudo().entry_ids.filtered(
            lambda entry: entry.state in ("applied", "shortlisted")
        )

    # ------------------------------------------------------------------
    # The office leads it through
    # ------------------------------------------------------------------

    def action_open(self):
        """Let projects apply.

        :raise AccessError: not of the volunteer office
        :raise UserError: not a draft
        """
        self._check_officer()
        self._check_jury_state("draft")
        self.sudo().write({"state": "open"})
        return True

    def action_score(self):
        """End applications and ask the jury for its points.

        :raise AccessError: not of the volunteer office
        :raise UserError: nobody applied, or a jury without criteria
        """
        self._check_officer()
        self._check_jury_state("open")
        for one in self.sudo():
            if not one._get_jury_subjects_sudo():
                raise UserError(
                    self.env._("“%(name)s”: no project applied yet.", name=one.name)
                )
        self.sudo().write({"state": "scoring"})
        self.sudo()._begin_scoring_sudo()
        return True

    def action_decide(self):
        """Make the results known: who is not taken in by now is not chosen.

        :raise AccessError: not of the volunteer office
        :raise UserError: nobody, or more than there are places, is taken in
        """
        self._check_officer()
        self._check_jury_state("scoring")
        for one in self.sudo():
            taken = one.entry_ids.filtered(lambda entry: entry.state == "shortlisted")
            if not 0 < len(taken) <= one.places:
                raise UserError(
                    self.env._(
                        "“%(name)s” has 1 to %(places)s places; %(count)s projects are "
                        "taken in.",
                        name=one.name,
                        places=one.places,
                        count=len(taken),
                    )
                )
            one._rank_sudo()
            rest = one._get_jury_subjects_sudo() - taken
            rest.write({"state": "rejected"})
            one.activity_ids.filtered("automated").unlink()
            one.write(
                {
                    "state": "decided",
                    "results_on": one.company_id._get_volunteer_today(),
                }
            )
            (taken | rest)._tell_applicants_sudo()
        return True

    def action_close(self):
        """Close contests of which every project taken in is concluded.

        :raise AccessError: not of the volunteer office
        :raise UserError: projects are still being supported
        """
        self._check_officer()
        self._check_jury_state("decided")
        for one in self.sudo():
            running = one.entry_ids.filtered(
                lambda entry: entry.state in ("shortlisted", "incubated")
            )
            if running:
                raise UserError(
                    self.env._(
                        "“%(name)s”: not concluded yet: %(entries)s.",
                        name=one.name,
                        entries=running.mapped("name"),
                    )
                )
            one.state = "closed"
        return True

    def action_open_entries(self):
        """Open the applications.

        :raise AccessError: the contest is none of one's business
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_contest_entry_action"
        )
        return {
            **action,
            "domain": [("contest_id", "=", self.id)],
            "context": {"default_contest_id": self.id},
        }
