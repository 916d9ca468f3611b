from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.ranking import jury_score, ranks


class VolunteerJuryMixin(models.AbstractModel):
    """What a jury decides on: who judges, by what, and who came where."""

    _name = "volunteer.jury.mixin"
    _description = "Decided by a Jury"
    _inherit = ["volunteer.guard.mixin", "mail.thread", "mail.activity.mixin"]

    #: Field of criteria and scores that points here, and of scores to who is judged.
    _jury_field = None
    _jury_subject_field = None
    #: States in which nothing changes any more, in which the jury gives its points, and
    #: from which one can still call it off.
    _jury_settled = ("cancelled",)
    _jury_state = "review"
    _jury_cancellable = ("draft", "review")

    jury_ids = fields.Many2many(
        "res.users",
        domain="[('share', '=', False)]",
        copy=True,
        tracking=True,
        help="They give points to everybody they have no part in. Without a jury the "
        "office decides by the figures.",
    )
    drop_extremes = fields.Boolean(
        string="Leave out Highest and Lowest",
        help="With four jurors or more, the highest and the lowest mark do not count.",
    )
    review_until = fields.Date(
        string="Points until", help="By then the jury gives its points."
    )
    most_points = fields.Integer(compute="_compute_most_points", compute_sudo=True)
    missing_count = fields.Integer(
        string="Points Missing", compute="_compute_missing", compute_sudo=True
    )
    missing_names = fields.Char(
        string="Waiting for", compute="_compute_missing", compute_sudo=True
    )
    is_juror = fields.Boolean(compute="_compute_is_juror")
    cancel_reason = fields.Char(readonly=True, copy=False)

    def _get_jury_subjects_sudo(self):
        """Return who is judged: records of a ``volunteer.jury.subject.mixin``."""
        raise NotImplementedError

    @api.depends("criterion_ids.max_points")
    def _compute_most_points(self):
        for one in self:
            one.most_points = sum(one.criterion_ids.mapped("max_points"))

    @api.depends("jury_ids")
    @api.depends_context("uid")
    def _compute_is_juror(self):
        for one in self:
            one.is_juror = self.env.user in one.sudo().jury_ids

    def _compute_missing(self):
        missing = {
            one.id: (count, users)
            for one, count, users in self.env["volunteer.jury.score"]._read_group(
                [
                    (f"criterion_id.{self._jury_field}", "in", self.ids),
                    ("is_given", "=", False),
                    ("is_open", "=", True),
                ],
                [self._jury_field],
                ["__count", "user_id:recordset"],
            )
        }
        for one in self:
            count, users = missing.get(one.id, (0, self.env["res.users"]))
            one.missing_count = count
            one.missing_names = ", ".join(users.mapped("name"))

    # ------------------------------------------------------------------
    # What stays
    # ------------------------------------------------------------------

    @api.model
    def _get_fixed_fields(self):
        """Return what no longer changes once it has begun."""
        return {"company_id"}

    def write(self, vals):
        if not self.env.su:
            settled = self.filtered(lambda one: one.state in self._jury_settled)
            begun = self.filtered(lambda one: one.state != "draft")
            if settled or (begun and self._get_fixed_fields() & vals.keys()):
                raise UserError(
                    self.env._(
                        "This no longer changes: %(names)s.",
                        names=(settled or begun).mapped("name"),
                    )
                )
        result = super().write(vals)
        if "jury_ids" in vals:
            judged = self.sudo().filtered(lambda one: one.state == self._jury_state)
            judged._complete_scores_sudo()
        return result

    def action_cancel(self, reason):
        """Call it off; what was handed in or nominated stays to be seen.

        :param str reason: why
        :raise AccessError: not of the volunteer office
        :raise UserError: no reason, or the results are known already
        """
        self._check_officer()
        reason = self._clean_reason(reason)
        self._check_jury_state(*self._jury_cancellable)
        self.sudo().activity_ids.filtered("automated").unlink()
        self.sudo().write({"state": "cancelled", "cancel_reason": reason})
        return True

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def _check_jury_state(self, *states):
        """:raise UserError: somebody went on meanwhile; who asks may not read it"""
        self.sudo()._check_state(*states)

    # ------------------------------------------------------------------
    # Points
    # ------------------------------------------------------------------

    def _begin_scoring_sudo(self):
        """Give jurors a row for each criterion of each whom they may judge."""
        for one in self:
            if bool(one.jury_ids) != bool(one.criterion_ids):
                raise UserError(
                    self.env._(
                        "“%(name)s”: a jury needs criteria, and criteria need a jury.",
                        name=one.name,
                    )
                )
        self._complete_scores_sudo()
        for one in self:
            for user in one.jury_ids:
                spoken = one.with_context(
                    lang=user.lang or "en_US",
                    mail_activity_quick_update=True,
                    mail_notify_force_send=False,
                )
                spoken.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=one.review_until,
                    summary=spoken.env._("Give your points"),
                    user_id=user.id,
                )

    def _complete_scores_sudo(self):
        """Make the rows that are missing, however many at once.

        Whoever left the jury takes his or her points along.
        """
        Score = self.env["volunteer.jury.score"].sudo()
        subjects = self._get_jury_subjects_sudo()
        Score.search([(f"criterion_id.{self._jury_field}", "in", self.ids)]).filtered(
            lambda row: row.user_id not in row.criterion_id[self._jury_field].jury_ids
        ).unlink()
        known = {
            (row[self._jury_subject_field].id, row.user_id.id, row.criterion_id.id)
            for row in Score.search([(self._jury_subject_field, "in", subjects.ids)])
        }
        partial = subjects._get_partial_users_sudo()
        Score.create(
            [
                {
                    self._jury_subject_field: subject.id,
                    "user_id": user.id,
                    "criterion_id": criterion.id,
                    "max_points": criterion.max_points,
                }
                for one in self
                for subject in subjects.filtered(
                    lambda subject, one=one: subject[self._jury_field] == one
                )
                for user in one.jury_ids - partial[subject]
                for criterion in one.criterion_ids
                if (subject.id, user.id, criterion.id) not in known
            ]
        )

    def _rank_sudo(self):
        """Write score and place of everybody, from what the jury gave.

        Only jurors who gave points for every criterion count. Without a jury, the
        figures decide.
        """
        subjects = self._get_jury_subjects_sudo()
        given = {}
        for row in (
            self.env["volunteer.jury.score"]
            .sudo()
            .search_fetch(
                [
                    (self._jury_subject_field, "in", subjects.ids),
                    ("is_given", "=", True),
                ],
                [self._jury_subject_field, "user_id", "points"],
            )
        ):
            marks = given.setdefault(row[self._jury_subject_field].id, {})
            marks.setdefault(row.user_id.id, []).append(row.points)
        for one in self:
            own = subjects.filtered(
                lambda subject, one=one: subject[self._jury_field] == one
            )
            values = {}
            for subject in own:
                totals = [
                    sum(points)
                    for points in given.get(subject.id, {}).values()
                    if len(points) == len(one.criterion_ids)
                ]
                values[subject] = (
                    jury_score(totals, one.drop_extremes)
                    if one.criterion_ids
                    else subject._get_figure_for_rank()
                )
            places = ranks(values)
            for subject in own:
                subject.score = float(values[subject] or 0)
                subject.place = places.get(subject, 0)

    def action_rank(self):
        """Work out scores and places from the points given so far.

        :raise AccessError: not of the volunteer office
        :raise UserError: the jury is not at work
        """
        self._check_officer()
        self._check_jury_state(self._jury_state)
        rounds = self.sudo()
        rounds._complete_scores_sudo()
        rounds._rank_sudo()
        return True

    def action_open_scores(self):
        """Open the points: for jurors their own, for the office all.

        :raise AccessError: neither
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_jury_score_action"
        )
        domain = [(f"criterion_id.{self._jury_field}", "=", self.id)]
        if self.is_juror:
            domain.append(("user_id", "=", self.env.uid))
        return {**action, "domain": domain, "context": {"search_default_group": 1}}


class VolunteerJurySubjectMixin(models.AbstractModel):
    """Who is judged: score and place, and the jurors who have a part in it."""

    _name = "volunteer.jury.subject.mixin"
    _description = "Judged by a Jury"
    _inherit = ["volunteer.guard.mixin"]

    score = fields.Float(
        digits=(16, 2),
        readonly=True,
        copy=False,
        aggregator=None,
        groups="volunteer_base.group_officer,volunteer_hours.group_hr",
    )
    place = fields.Integer(
        string="Rank",
        readonly=True,
        copy=False,
        aggregator=None,
        groups="volunteer_base.group_officer,volunteer_hours.group_hr",
        help="Equals share a place. 0: nobody gave all points yet.",
    )

    def _get_figure_for_rank(self):
        """Return what decides where there is no jury, or nothing."""
        return None

    def _get_partial_users_sudo(self):
        """Return ``{record: users who have a part in it}``; they do not judge it."""
        raise NotImplementedError
