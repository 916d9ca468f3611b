from odoo import api, fields, models
from odoo.exceptions import UserError


class VolunteerContestEntry(models.Model):
    """The application of one project, and what became of it."""

    _name = "volunteer.contest.entry"
    _description = "Entry of a Contest"
    _inherit = [
        "volunteer.jury.subject.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "contest_id desc, id"
    _check_company_auto = True

    _guarded_fields = (
        "state",
        "applied_by",
        "score",
        "place",
        "award_id",
        "reject_reason",
        "report",
        "reported_on",
        "concluded_on",
    )

    contest_id = fields.Many2one(
        "volunteer.contest", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="contest_id.company_id", store=True, index=True, precompute=True
    )
    contest_state = fields.Selection(
        related="contest_id.state", string="State of the Contest"
    )
    project_id = fields.Many2one(
        "volunteer.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    project_name = fields.Char(
        string="Name of the Project", compute="_compute_project_name", compute_sudo=True
    )
    name = fields.Char(string="Title", required=True)
    application = fields.Text(
        required=True, help="What is done, for whom, and what it takes."
    )
    file = fields.Binary(string="Plan as a File", attachment=True)
    file_name = fields.Char()
    applied_by = fields.Many2one(
        "res.users",
        readonly=True,
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    state = fields.Selection(
        [
            ("applied", "Application In"),
            ("shortlisted", "Taken in"),
            ("incubated", "Supported"),
            ("concluded", "Concluded"),
            ("rejected", "Not chosen"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="applied",
        readonly=True,
        index=True,
        tracking=True,
    )
    reject_reason = fields.Char(string="Why Not Chosen", readonly=True)
    mentor_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Accompanies the project while it is supported.",
    )
    support = fields.Text(help="Money, rooms, training: what the unit gives.")
    date_from = fields.Date(string="Supported from")
    date_to = fields.Date(string="Supported until")
    report = fields.Text(
        readonly=True, help="What came of it; the applicant writes it on the phone."
    )
    reported_on = fields.Date(readonly=True)
    conclusion = fields.Text(help="What the office says of the result.")
    concluded_on = fields.Date(readonly=True)
    prize = fields.Char(help="Such as “First prize”; an honour can follow.")
    award_id = fields.Many2one(
        "volunteer.award",
        string="Honour",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="volunteer_base.group_officer,volunteer_hours.group_hr",
    )

    _once = models.UniqueIndex(
        "(contest_id, project_id) WHERE state != 'withdrawn'",
        "This project has applied already.",
    )
    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day comes after the first."
    )

    @api.depends("project_id")
    def _compute_project_name(self):
        for entry in self:
            entry.project_name = entry.project_id.name

    @api.depends("name", "project_name")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{entry.name} ({entry.sudo().project_name})"

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        if not self.env.su:
            entries.contest_id._check_jury_state("draft", "open")
        return entries

    def write(self, vals):
        if not self.env.su and {"contest_id", "project_id"} & vals.keys():
            raise UserError(self.env._("Withdraw this one, and enter the other one."))
        judged = {"name", "application", "file", "file_name"} & vals.keys()
        if not self.env.su and judged:
            self.contest_id._check_jury_state("draft", "open")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self.contest_id._check_jury_state("draft", "open")

    def _get_partial_users_sudo(self):
        """Whoever applied, manages the project or leads its team."""
        return {
            entry: entry.applied_by
            | entry.project_id.manager_id
            | entry.project_id.team_id.manager_user_ids
            for entry in self.sudo()
        }

    def _check_deed(self, *states, rounds=None):
        self.contest_id._check_officer()
        self.check_access("write")
        if rounds:
            self.contest_id._check_jury_state(*rounds)
        self._check_state(*states)

    def action_shortlist(self):
        """Take these projects in (入选).

        :raise AccessError: not of the volunteer office, or one's own project
        :raise UserError: the jury is not at work
        """
        self._check_deed("applied", rounds=("scoring",))
        self._check_no_part(self.env.user)
        self.sudo().write({"state": "shortlisted"})
        return True

    def action_back(self):
        """Take back that projects were taken in.

        :raise AccessError: not of the volunteer office
        :raise UserError: the results are out
        """
        self._check_deed("shortlisted", rounds=("scoring",))
        self.sudo().write({"state": "applied"})
        return True

    def action_reject(self, reason):
        """Do not choose these.

        :param str reason: why, in words the applicant reads
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or the results are out
        """
        self._check_deed("applied", rounds=("open", "scoring"))
        reason = self._clean_reason(reason)
        self.sudo().write({"state": "rejected", "reject_reason": reason})
        return True

    def action_incubate(self):
        """Begin to support projects that were taken in (孵化).

        :raise AccessError: not of the volunteer office
        :raise UserError: results not out, or no mentor or days
        """
        self._check_deed("shortlisted", rounds=("decided",))
        for entry in self:
            if not entry.mentor_id or not entry.date_from or not entry.date_to:
                raise UserError(
                    self.env._(
                        "“%(name)s”: say who accompanies the project, and from when "
                        "until when.",
                        name=entry.name,
                    )
                )
        self.sudo().write({"state": "incubated"})
        for entry in self.sudo():
            entry.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=entry.date_to,
                summary=entry.with_context(lang=entry.mentor_id.lang or "en_US").env._(
                    "Accompany the project until it is concluded"
                ),
                user_id=entry.mentor_id.id,
            )
        return True

    def action_conclude(self):
        """Conclude projects that were supported (结项).

        :raise AccessError: not of the volunteer office
        :raise UserError: not supported, or nobody says what came of it
        """
        self._check_deed("incubated")
        for entry in self.sudo():
            if not (entry.report or entry.conclusion):
                raise UserError(
                    self.env._(
                        "“%(name)s”: there is neither a report of the applicant nor a "
                        "conclusion of the office.",
                        name=entry.name,
                    )
                )
            entry.activity_ids.filtered("automated").unlink()
            entry.write(
                {
                    "state": "concluded",
                    "concluded_on": entry.company_id._get_volunteer_today(),
                }
            )
        return True

    def action_honour(self):
        """Propose the prizes as honours of the projects; confirm and show them there.

        :return: the honours
        :raise AccessError: not of the volunteer office
        :raise UserError: results not out, or no prize
        """
        self._check_deed("shortlisted", "incubated", "concluded")
        self.contest_id._check_jury_state("decided", "closed")
        self._check_no_part(self.env.user)
        for entry in self.sudo():
            if not (entry.prize or "").strip():
                raise UserError(
                    self.env._("“%(name)s”: write which prize it is.", name=entry.name)
                )
            if entry.award_id:
                continue
            entry.award_id = (
                self.env["volunteer.award"]
                .sudo()
                .create(
                    {
                        "name": f"{entry.contest_id.name} {entry.prize.strip()}",
                        "kind": "honour",
                        "state": "proposed",
                        "project_id": entry.project_id.id,
                        "company_id": entry.company_id.id,
                        "granted_by": entry.contest_id.granted_by,
                        "date": False,
                    }
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_award_action"
        )
        awards = self.sudo().award_id
        return {**action, "domain": [("id", "in", awards.ids)], "context": {}}
