from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import clean_context

from ...tools.claims import ClaimTimeError, claimed_period

#: As long as a name on a certificate may be.
MOST_LETTERS = 200


class VolunteerHour(models.Model):
    """Hours that volunteers claim for themselves, and correct after a refusal."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def action_claim(
        self,
        date,
        minutes,
        description,
        project_id=False,
        start=None,
        activity_id=False,
        organiser=None,
        attachments=None,
    ):
        """Claim hours for oneself, without proof of presence.

        :param str date: local date of the service, ``YYYY-MM-DD``
        :param int minutes: a multiple of the unit's rounding unit
        :param str description: what was done
        :param int project_id: the project, or nothing
        :param str start: time of day at which it began, ``HH:MM``, or nothing
        :param int activity_id: the activity, one's own or of one's team, or nothing
        :param str organiser: another body that organised the service, or nothing
        :param list attachments: ``(name, base64)`` of photos or papers, at most nine
        :return: id of the draft line
        :raise AccessError: the user is no registered volunteer
        :raise UserError: a future date, no description, too late, claimed or proven
            already, or a limit is passed
        """
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        self._check_may_claim_sudo(volunteer)
        vals = self._prepare_own_claim_sudo(
            volunteer,
            date,
            minutes,
            description,
            project_id=project_id,
            start=start,
            activity_id=activity_id,
            organiser=organiser,
        )
        self._check_free_time_sudo(volunteer, vals)
        # Without the caller's defaults, which would fill in what is not claimed.
        line = (
            self.sudo().with_context(clean_context(self.env.context)).create(dict(vals))
        )
        line._check_claim_rules()
        if attachments:
            line._add_evidence_sudo(attachments)
        return line.id

    def action_correct_claim(
        self,
        date,
        minutes,
        description,
        project_id=False,
        start=None,
        activity_id=False,
        organiser=None,
        attachments=None,
    ):
        """Write one's own claim anew, before it is submitted or after it was refused.

        The arguments are those of :meth:`action_claim`; what is left empty is emptied,
        and files are added to those that are there.

        :raise AccessError: not one's own claim
        :raise UserError: wrong state, or as in :meth:`action_claim`
        """
        self.ensure_one()
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        line = self.sudo()
        own = line.volunteer_id in volunteer._with_merged_sudo()
        if not own or line.source != "claim" or line.reverses_id:
            raise AccessError(self.env._("Only your own claims can be corrected."))
        self._check_may_claim_sudo(volunteer)
        if line.state not in ("draft", "refused"):
            raise UserError(
                self.env._(
                    "A claim is corrected before it is submitted, or after it was "
                    "refused. Withdraw it first."
                )
            )
        vals = self._prepare_own_claim_sudo(
            line.volunteer_id,
            date,
            minutes,
            description,
            project_id=project_id,
            start=start,
            activity_id=activity_id,
            organiser=organiser,
        )
        line._check_reasons_cover(vals)
        line._check_free_time_sudo(line.volunteer_id, vals)
        line.write(vals)
        line._check_claims()
        line._check_claim_rules()
        if attachments:
            line._add_evidence_sudo(attachments)
        return True

    def _check_reasons_cover(self, vals):
        """Check that a correction stays within what the office has let pass.

        :raise UserError: the office's reason was given for another day or service
        """
        self.ensure_one()
        fixed = {"date"} if self.late_reason else set()
        longer = False
        if self.override_reason:
            fixed |= {"date", "project_id", "activity_id"}
            longer = vals["minutes"] > self.minutes
        before = self._convert_to_write({name: self[name] for name in fixed})
        if longer or any((vals[name] or False) != before[name] for name in fixed):
            raise UserError(
                self.env._(
                    "The volunteer office let these hours pass and said why. Ask it "
                    "to change their day, service or length; or cancel them and claim "
                    "anew."
                )
            )

    @api.model
    def _check_may_claim_sudo(self, volunteer):
        """Check who claims for oneself.

        :param volunteer: the current user's volunteer as superuser, or none
        :raise AccessError: not registered
        """
        if volunteer.state not in ("trial", "registered"):
            raise AccessError(self.env._("Only registered volunteers claim hours."))

    @api.model
    def _prepare_own_claim_sudo(
        self,
        volunteer,
        date,
        minutes,
        description,
        project_id=False,
        start=None,
        activity_id=False,
        organiser=None,
    ):
        """Return the values of a claim, checked but for limits and other lines.

        :param volunteer: whose hours, as superuser
        :raise UserError: what cannot be claimed
        """
        activity = self._get_claimable_activity(volunteer, activity_id)
        project = activity.project_id
        if project_id and not activity:
            if not isinstance(project_id, int):
                raise UserError(self.env._("Choose a project that is running."))
            project = self.env["volunteer.project"].browse(project_id)
            project.check_access("read")
            project = project.sudo()
        company = activity.company_id or project.company_id or volunteer.company_id
        day = self._check_claimed_day(date, company, activity)
        description = self._clean_words(description)
        if not description:
            raise UserError(self.env._("Say what you did."))
        organiser = self._clean_words(organiser)[:MOST_LETTERS]
        if organiser and activity:
            raise UserError(
                self.env._("This unit organises its own activities; leave that empty.")
            )
        unit = int(company.volunteer_rounding_unit)
        # What no column of the database takes would be an error of the server.
        if not isinstance(minutes, int) or not 0 < minutes < 2**31 or minutes % unit:
            raise UserError(
                self.env._(
                    "The time must be more than zero and a multiple of %(unit)d "
                    "minutes.",
                    unit=unit,
                )
            )
        begin, end = self._get_claimed_period(day, start, minutes, company)
        return {
            "volunteer_id": volunteer.id,
            "date": day,
            "minutes": minutes,
            "description": description,
            "project_id": project.id,
            "activity_id": activity.id,
            "organiser": organiser or False,
            "start": begin,
            "stop": end,
            "source": "claim",
        }

    @api.model
    def _clean_words(self, text):
        return text.strip() if isinstance(text, str) else ""

    @api.model
    def _check_claimed_day(self, date, company, activity):
        """Return the day of a claim.

        :raise UserError: no date, in the future, or not a day of the activity
        """
        try:
            day = fields.Date.to_date(date)
        except (TypeError, ValueError):
            day = None
        if not day or day > company._get_volunteer_today():
            raise UserError(
                self.env._("Give the day of the service; it cannot be in the future.")
            )
        if activity:
            last = company._get_volunteer_date(activity.stop)
            if not activity.date <= day <= last:
                raise UserError(
                    self.env._(
                        "“%(activity)s” was on %(date)s.",
                        activity=activity.name,
                        date=activity.date,
                    )
                )
        return day

    @api.model
    def _get_claimed_period(self, day, start, minutes, company):
        """Return start and end of a claim, or twice False.

        :raise UserError: no time of day, over midnight, or still to come
        """
        try:
            period = claimed_period(day, start, minutes, company.volunteer_tz)
        except ClaimTimeError as error:
            if error.reason == "midnight":
                raise UserError(
                    self.env._(
                        "This would end after midnight. Claim each day for itself."
                    )
                ) from error
            raise UserError(
                self.env._("Type the times like 08:00, hours and minutes.")
            ) from error
        if not period:
            return False, False
        if period[1] > fields.Datetime.now():
            raise UserError(self.env._("These times are still to come."))
        return period

    @api.model
    def _get_claimable_activity(self, volunteer, activity_id):
        """Return the activity of a claim as superuser, or none.

        :raise UserError: no activity that counts hours and was held, neither one's own
            nor of one's team, or one was absent
        """
        Activity = self.env["volunteer.activity"].sudo()
        if not activity_id:
            return Activity
        activity = Activity.search(
            self._get_claimable_domain(volunteer) & Domain("id", "=", activity_id)
        )
        if not activity:
            raise UserError(
                self.env._(
                    "Choose an activity that was held, that you signed up for or that "
                    "your team did, and that counts hours."
                )
            )
        absent = self.env["volunteer.signup"].sudo()
        if absent.search_count(
            [
                ("activity_id", "=", activity.id),
                ("volunteer_id", "=", volunteer.id),
                ("state", "=", "absent"),
            ]
        ):
            raise UserError(
                self.env._(
                    "You are noted as absent from “%(activity)s”. If you were there, "
                    "please tell its leader.",
                    activity=activity.name,
                )
            )
        return activity

    @api.model
    def _get_claimable_domain(self, volunteer):
        """Return the domain of activities whose hours a volunteer may claim."""
        return (
            Domain("state", "in", ("published", "done"))
            & Domain("counts_hours", "=", True)
            & Domain("start", "<", fields.Datetime.now())
            & (
                Domain(
                    "signup_ids",
                    "any",
                    [
                        ("volunteer_id", "=", volunteer.id),
                        ("state", "in", ("confirmed", "attended", "absent")),
                    ],
                )
                | Domain("team_id", "in", volunteer.team_ids.ids)
            )
        )

    def _check_free_time_sudo(self, volunteer, vals):
        """Say which other hours are in the way; the database holds it at any rate.

        :param dict vals: of a claim; ``self`` is the line that gets them, or none
        :raise UserError: this volunteer has other hours at that time
        """
        if not vals.get("start"):
            return
        other = self.sudo().search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("id", "not in", self.ids),
                ("state", "not in", ("refused", "cancelled")),
                ("reversed", "=", False),
                ("reverses_id", "=", False),
                ("start", "<", vals["stop"]),
                ("stop", ">", vals["start"]),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "At that time there are other hours already: %(other)s, "
                    "%(period)s.",
                    other=other._describe_service(),
                    period=other.period,
                )
            )
