from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..teams.volunteer_item_issue import GONE_STATES


class VolunteerSignup(models.Model):
    """Absences: excused ones do not count."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.signup"  # pylint: disable=consider-merging-classes-inherited

    excused = fields.Boolean(
        readonly=True, help="This absence does not count as a no-show."
    )
    excuse_reason = fields.Char(string="Excuse", readonly=True)

    @api.model
    def _get_guarded_fields(self):
        return (*super()._get_guarded_fields(), "excused", "excuse_reason")

    def action_mark_absent(self):
        result = super().action_mark_absent()
        self.sudo().write({"excused": False, "excuse_reason": False})
        self.sudo().volunteer_id._get_canonical_sudo()._propose_suspension_sudo()
        return result

    def action_excuse(self, reason):
        """Excuse absences: they no longer count as no-shows.

        :param str reason: why the person could not come
        :raise AccessError: not in charge of the activity
        :raise UserError: no reason, or nobody was marked absent
        """
        self._check_in_charge()
        reason = self._clean_reason(reason)
        for signup in self.sudo():
            if signup.state != "absent":
                raise UserError(
                    self.env._(
                        "%(name)s was not marked absent.",
                        name=signup.volunteer_id.name,
                    )
                )
        self.sudo().write({"excused": True, "excuse_reason": reason})
        volunteers = self.sudo().volunteer_id._get_canonical_sudo()
        volunteers.invalidate_recordset(["no_show_count", "suspension_proposed"])
        volunteers.filtered(
            lambda volunteer: not volunteer.suspension_proposed
        )._end_office_todos_sudo("no_show")
        return True


class VolunteerVolunteer(models.Model):
    """No-shows: so many within so many months propose a suspension."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    no_show_count = fields.Integer(
        string="No-shows",
        compute="_compute_no_show_count",
        compute_sudo=True,
        help="Unexcused absences in the period that the home unit looks at, since the "
        "last suspension ended.",
    )
    suspension_proposed = fields.Boolean(
        compute="_compute_no_show_count",
        search="_search_suspension_proposed",
        compute_sudo=True,
    )

    @api.depends("signup_ids.state", "signup_ids.excused", "state")
    def _compute_no_show_count(self):
        counts = self._count_no_shows_sudo()
        for volunteer in self:
            limit = volunteer.company_id.volunteer_no_show_limit
            volunteer.no_show_count = counts[volunteer]
            volunteer.suspension_proposed = bool(
                limit and volunteer.state == "registered" and counts[volunteer] >= limit
            )

    def _count_no_shows_sudo(self):
        """Return ``{volunteer: number of no-shows}``, merged records included.

        The number of queries does not depend on the number of people.

        :rtype: collections.Counter
        """
        counts = Counter()
        today = fields.Date.context_today(self)
        absences = (
            self.env["volunteer.signup"]
            .sudo()
            .search_fetch(
                [
                    ("volunteer_id", "in", self._with_merged_sudo().ids),
                    ("state", "=", "absent"),
                    ("excused", "=", False),
                ],
                ["volunteer_id", "start"],
            )
        )
        if not absences:
            return counts
        suspensions_ended = dict(
            self.env["volunteer.life.event"]
            .sudo()
            ._read_group(
                [
                    ("volunteer_id", "in", self.ids),
                    ("state_from", "=", "suspended"),
                    ("state_to", "=", "registered"),
                ],
                ["volunteer_id"],
                ["date:max"],
            )
        )
        for absence in absences:
            volunteer = absence.volunteer_id
            volunteer = volunteer.merged_into_id or volunteer
            months = volunteer.company_id.volunteer_no_show_months
            if absence.start.date() < today - relativedelta(months=months):
                continue
            ended = suspensions_ended.get(volunteer)
            if ended and absence.start < ended:
                continue
            counts[self.browse(volunteer.id)] += 1
        return counts

    @api.model
    def _search_suspension_proposed(self, operator, value):
        if operator != "in":
            return NotImplemented
        ((months,),) = (
            self.env["res.company"]
            .sudo()
            ._read_group([], [], ["volunteer_no_show_months:max"])
        )
        earliest = fields.Datetime.now() - relativedelta(months=months or 0, days=1)
        absent = (
            self.env["volunteer.signup"]
            .sudo()
            ._read_group(
                [
                    ("state", "=", "absent"),
                    ("excused", "=", False),
                    ("start", ">=", earliest),
                ],
                ["volunteer_id"],
            )
        )
        volunteers = self.sudo().union(*(volunteer for (volunteer,) in absent))
        volunteers = volunteers._get_canonical_sudo()
        found = volunteers.filtered("suspension_proposed").ids
        return Domain("id", "in" if True in value else "not in", found)

    def _propose_suspension_sudo(self):
        """Give the office a to-do for everybody who has reached the limit."""
        self.invalidate_recordset(["no_show_count", "suspension_proposed"])
        proposed = self.sudo().filtered("suspension_proposed")
        if proposed:
            proposed._todo_for_office_sudo(
                "no_show",
                lambda env: env._("No-shows: suspend or excuse"),
                note=lambda env: env._(
                    "The unexcused absences have reached the limit of the unit. "
                    "Nobody is suspended without your decision."
                ),
            )

    def _after_state_change_sudo(self, state):
        result = super()._after_state_change_sudo(state)
        if state in (*GONE_STATES, "suspended"):
            self._release_coming_signups_sudo()
        return result

    def _release_coming_signups_sudo(self):
        """Give back the seats of those who have left or are suspended."""
        coming = (
            self.env["volunteer.signup"]
            .sudo()
            .search(
                [
                    ("volunteer_id", "in", self.ids),
                    ("state", "in", ("waiting", "confirmed")),
                    ("start", ">", fields.Datetime.now()),
                ]
            )
        )
        coming._release_sudo()
