from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class VolunteerHour(models.Model):
    """What whoever approves should see at once. Nothing here is stored."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    organiser_shown = fields.Char(
        string="Organised by", compute="_compute_organiser_shown", compute_sudo=True
    )
    late_claim = fields.Boolean(
        compute="_compute_late_claim",
        compute_sudo=True,
        help="Claimed after the days that the unit gives for it.",
    )
    day_hours = fields.Float(
        string="Hours of the Day",
        digits=(16, 2),
        compute="_compute_day_hours",
        compute_sudo=True,
        aggregator=None,
        help="All hours of this volunteer on the day, of any state; refused and "
        "cancelled ones are left out.",
    )
    long_day = fields.Boolean(compute="_compute_day_hours", compute_sudo=True)
    signup_overlap = fields.Boolean(
        string="Overlaps a Sign-up",
        compute="_compute_signup_overlap",
        compute_sudo=True,
        help="The volunteer was signed up for something else at that time.",
    )
    signup_overlap_text = fields.Char(
        string="Signed Up for", compute="_compute_signup_overlap", compute_sudo=True
    )

    @api.depends("organiser", "company_id")
    def _compute_organiser_shown(self):
        for line in self:
            line.organiser_shown = line.organiser or line.company_id.name

    @api.depends("date", "source", "company_id", "submitted_on")
    def _compute_late_claim(self):
        claims = self.filtered(
            lambda line: line.source == "claim" and line.date and not line.reverses_id
        )
        until = claims._get_last_claim_days_sudo() if claims else {}
        for line in self:
            line.late_claim = line in claims and line._is_late_claim(until[line])

    @api.depends("volunteer_id", "date", "minutes", "state")
    def _compute_day_hours(self):
        totals = {}
        dates = list(set(self.filtered("date").mapped("date")))
        if dates:
            totals = {
                (volunteer.id, day): hours
                for volunteer, day, hours in self._read_group(
                    [
                        ("volunteer_id", "in", self.volunteer_id.ids),
                        ("date", "in", dates),
                        ("state", "not in", ("refused", "cancelled")),
                        *self._get_day_domain(),
                    ],
                    ["volunteer_id", "date:day"],
                    ["hours:sum"],
                )
            }
        for line in self:
            hours = totals.get((line.volunteer_id.id, line.date), 0.0)
            limit = line.company_id.volunteer_daily_warning
            line.day_hours = hours
            line.long_day = bool(limit) and hours > limit

    @api.depends("volunteer_id", "date", "start", "stop", "activity_id", "state")
    def _compute_signup_overlap(self):
        overlaps = self._get_overlapping_signups_sudo()
        when = overlaps and self.env["volunteer.activity"].union(
            *(signups.activity_id for signups in overlaps.values())
        )
        when = when._format_when() if when else {}
        for line in self:
            signups = overlaps.get(line.id)
            line.signup_overlap = bool(signups)
            line.signup_overlap_text = signups and ", ".join(
                f"{activity.name} {when[activity]}" for activity in signups.activity_id
            )

    def _get_overlapping_signups_sudo(self):
        """Return ``{line id: sign-ups for something else at that time}``, in one query.

        A claim without clock times overlaps with what the volunteer was signed up for
        on that day in the same project.
        """
        Signup = self.env["volunteer.signup"].sudo()
        ids = [line.id for line in self if isinstance(line.id, int)]
        if not ids:
            return {}
        self.flush_recordset(
            ["volunteer_id", "date", "start", "stop", "activity_id", "project_id"]
        )
        Signup.flush_model(["volunteer_id", "start", "stop", "state", "activity_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT h.id, s.id
                  FROM volunteer_hour h
                  JOIN volunteer_signup s ON s.volunteer_id = h.volunteer_id
                       AND s.state IN ('confirmed', 'attended')
                       AND s.activity_id IS DISTINCT FROM h.activity_id
                  JOIN volunteer_activity a ON a.id = s.activity_id
                 WHERE h.id IN %s AND h.source <> 'checkin' AND h.reverses_id IS NULL
                   AND CASE WHEN h.start IS NOT NULL AND h.stop IS NOT NULL
                            THEN s.start < h.stop AND s.stop > h.start
                            ELSE a.date = h.date AND a.project_id = h.project_id END
              ORDER BY s.start, s.id
                """,
                tuple(ids),
            )
        )
        found = defaultdict(Signup.browse)
        for line_id, signup_id in rows:
            found[line_id] |= Signup.browse(signup_id)
        # Read together, not a line at a time.
        Signup.browse({signup_id for _line, signup_id in rows}).fetch(["activity_id"])
        return found
