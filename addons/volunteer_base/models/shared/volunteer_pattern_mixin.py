from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

#: Context key and its only value: units were compared on the pattern, once for all of
#: its copies. An object, so that no caller over RPC can say so.
UNITS = "volunteer_units_compared"
COMPARED = object()


class VolunteerPatternMixin(models.AbstractModel):
    """What a series and a template know of the activities made from them."""

    _name = "volunteer.pattern.mixin"
    _description = "Pattern of Activities"

    name = fields.Char(
        compute="_compute_from_project",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    project_id = fields.Many2one(
        "volunteer.project",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    team_id = fields.Many2one(
        "volunteer.team",
        compute="_compute_from_project",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    leader_id = fields.Many2one(
        "volunteer.volunteer",
        compute="_compute_from_project",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Leads the activities; the team's leader unless changed.",
    )
    start_hour = fields.Float(string="Starts at", required=True, default=8.0)
    stop_hour = fields.Float(
        string="Ends at",
        required=True,
        default=11.5,
        help="Local time; earlier than the start means on the next day.",
    )
    venue = fields.Selection(
        selection=lambda self: (
            self.env["volunteer.activity"]
            ._fields["venue"]
            ._description_selection(self.env)
        ),
        required=True,
        default="inside",
    )
    place = fields.Char()
    online_url = fields.Char(string="Online at")
    counts_hours = fields.Boolean(
        default=True,
        help="Off for activities that count heads only, such as blood donation.",
    )
    description = fields.Text(help="What volunteers read before they sign up.")
    opens_days = fields.Integer(
        string="Sign-up Opens (days before)",
        help="Days before the start; 0: as soon as the activity is published.",
    )
    opens_all_days = fields.Integer(
        string="For Everybody (days before)",
        help="Until so many days before the start, only the own team and the teams "
        "below it sign up; 0: everybody at once.",
    )
    closes_hours = fields.Integer(
        string="Sign-up Closes (hours before)",
        default=lambda self: self.env.company.volunteer_signup_cutoff_hours,
        help="Hours before the start; 0: when the activity begins.",
    )

    _hours_of_day = models.Constraint(
        "CHECK (start_hour >= 0 AND start_hour < 24 "
        "AND stop_hour >= 0 AND stop_hour <= 24 AND start_hour <> stop_hour)",
        "Times lie between 0:00 and 24:00, and the end differs from the start.",
    )
    _window_range = models.Constraint(
        "CHECK (opens_days >= 0 AND opens_all_days >= 0 AND closes_hours >= 0 "
        "AND (opens_days = 0 OR opens_all_days <= opens_days) "
        "AND (opens_days = 0 OR closes_hours < opens_days * 24) "
        "AND (opens_all_days = 0 OR closes_hours < opens_all_days * 24))",
        "Sign-up opens for the own team first, then for everybody, and closes after "
        "that.",
    )

    @api.depends("project_id")
    def _compute_from_project(self):
        for pattern in self:
            project = pattern.project_id
            pattern.name = pattern.name or project.name
            pattern.team_id = pattern.team_id or project.team_id
            pattern.leader_id = pattern.leader_id or pattern.team_id.leader_id

    def _check_needs(self):
        """:raise UserError: a pattern has no need with seats"""
        for pattern in self:
            if not any(need.seats for need in pattern.need_ids):
                raise UserError(
                    self.env._(
                        "Say which posts “%(name)s” needs, and how many seats each.",
                        name=pattern.name,
                    )
                )

    def _prepare_activity_vals(self, start, stop):
        """Return the values of one activity.

        :param datetime start: naive UTC
        :param datetime stop: naive UTC
        :rtype: dict
        """
        self.ensure_one()
        return {
            "name": self.name,
            "project_id": self.project_id.id,
            "company_id": self.company_id.id,
            "team_id": self.team_id.id,
            "leader_id": self.leader_id.id,
            "start": start,
            "stop": stop,
            "venue": self.venue,
            "place": self.place,
            "online_url": self.online_url,
            "counts_hours": self.counts_hours,
            "description": self.description,
            **self._prepare_window_vals(start),
            "slot_ids": [
                fields.Command.create({"post_id": need.post_id.id, "seats": need.seats})
                for need in self.need_ids
            ],
        }

    def _prepare_window_vals(self, start):
        """Return from when until when volunteers sign up for what starts then."""

        def before(**period):
            return start - timedelta(**period) if any(period.values()) else False

        return {
            "signup_from": before(days=self.opens_days),
            "own_team_until": before(days=self.opens_all_days),
            "signup_until": before(hours=self.closes_hours),
        }

    def _make_activities_sudo(self, vals_list):
        """Create activities without noting each one's birth in its history.

        The caller has checked who may do so.

        :return: the activities, as superuser
        """
        # Half of the time goes into this, when each of the copies is compared.
        self.sudo()._check_company()
        self.need_ids.sudo()._check_company()
        Activity = self.env["volunteer.activity"].sudo()
        made = (
            Activity.with_context(clean_context(self.env.context))
            .with_context(
                tracking_disable=True,
                mail_create_nosubscribe=True,
                **{UNITS: COMPARED},
            )
            .create(vals_list)
        )
        return made.with_context(**{UNITS: None})


class VolunteerActivity(models.Model):
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def _check_company(self, fnames=None):
        if self.env.context.get(UNITS) is COMPARED:
            return
        super()._check_company(fnames)


class VolunteerActivitySlot(models.Model):
    _inherit = "volunteer.activity.slot"  # pylint: disable=consider-merging-classes-inherited

    def _check_company(self, fnames=None):
        if self.env.context.get(UNITS) is COMPARED:
            return
        super()._check_company(fnames)
