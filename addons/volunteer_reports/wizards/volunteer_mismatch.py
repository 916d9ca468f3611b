from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.volunteer_base.tools.spreadsheet import Column

from ..models.registers.volunteer_register_mixin import RegisterPart

WEEKDAYS = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
]
WEEKS = timedelta(weeks=4)


class VolunteerMismatch(models.TransientModel):
    """Needs without volunteers beside volunteers without needs."""

    _name = "volunteer.mismatch"
    _inherit = ["volunteer.register.wizard.mixin"]
    _description = "Needs and Volunteers That Miss Each Other"

    date_from = fields.Date(
        default=lambda self: self.env.company._get_volunteer_today() - WEEKS
    )
    date_to = fields.Date(
        default=lambda self: self.env.company._get_volunteer_today() + WEEKS
    )
    compared_on = fields.Datetime(readonly=True)
    need_ids = fields.One2many("volunteer.mismatch.need", "mismatch_id", readonly=True)
    person_ids = fields.One2many(
        "volunteer.mismatch.person", "mismatch_id", readonly=True
    )
    need_count = fields.Integer(compute="_compute_counts")
    person_count = fields.Integer(compute="_compute_counts")

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Needs and Volunteers")

    def _compute_counts(self):
        for wizard in self:
            wizard.need_count = len(wizard.need_ids)
            wizard.person_count = len(wizard.person_ids)

    def action_compare(self):
        """Look for open seats and for volunteers who were not called.

        Leaders see the activities and volunteers of their own teams.

        :raise AccessError: neither a leader nor of the volunteer office
        :raise UserError: the period ends before it begins
        """
        self.ensure_one()
        self._check_register()
        needs, people = self._find()
        self.need_ids.unlink()
        self.person_ids.unlink()
        self.env["volunteer.mismatch.need"].create(
            [{"mismatch_id": self.id, **vals} for vals in needs]
        )
        self.env["volunteer.mismatch.person"].create(
            [{"mismatch_id": self.id, **vals} for vals in people]
        )
        self.compared_on = fields.Datetime.now()
        return True

    def _check_register(self):
        result = super()._check_register()
        if not self.env.user.has_group("volunteer_base.group_leader"):
            raise AccessError(
                self.env._("Only leaders and the volunteer office compare these.")
            )
        return result

    # ------------------------------------------------------------------
    # As a register
    # ------------------------------------------------------------------

    def _get_register_title(self):
        return self.env._("Needs and Volunteers That Miss Each Other")

    def _get_register_parts(self):
        needs, people = self._find()
        caption = self._get_register_caption()
        days = dict(self.need_ids._fields["weekday"]._description_selection(self.env))
        posts = dict(
            self.env["volunteer.post"]
            .browse([need["post_id"] for need in needs])
            .mapped(lambda post: (post.id, post.name))
        )
        names = dict(
            self.env["volunteer.volunteer"]
            .browse([person["volunteer_id"] for person in people])
            .mapped(lambda person: (person.id, person.name))
        )
        need_rows = (
            (
                posts[need["post_id"]],
                days[need["weekday"]],
                need["seats"],
                need["taken"],
                need["open_past"],
                need["open_ahead"],
                need["fitting_count"],
                need["fitting_names"],
            )
            for need in needs
        )
        person_rows = (
            (
                names[person["volunteer_id"]],
                person["last_date"] or None,
                person["posts"],
                person["categories"],
                person["weekdays"],
                person["fitting_count"],
            )
            for person in people
        )
        return [
            RegisterPart(
                self.env._("Needs"),
                self.env._("Needs without Volunteers"),
                caption,
                [
                    Column(self.env._("Post"), 24),
                    Column(self.env._("Weekday"), 10),
                    Column(self.env._("Seats"), 8, "integer", True),
                    Column(self.env._("Taken"), 8, "integer", True),
                    Column(self.env._("Open, Past"), 10, "integer", True),
                    Column(self.env._("Open, to Come"), 12, "integer", True),
                    Column(self.env._("Would Fit"), 10, "integer"),
                    Column(self.env._("Among Them"), 40),
                ],
                need_rows,
            ),
            RegisterPart(
                self.env._("Volunteers"),
                self.env._("Volunteers without a Need"),
                caption,
                [
                    Column(self.env._("Full Name"), 16),
                    Column(self.env._("Served Last on"), 14, "date"),
                    Column(self.env._("Posts So Far"), 30),
                    Column(self.env._("Fields of Service"), 30),
                    Column(self.env._("Weekdays"), 24),
                    Column(self.env._("Needs That Fit"), 12, "integer"),
                ],
                person_rows,
            ),
        ]


class VolunteerMismatchNeed(models.TransientModel):
    """A post on a weekday with open seats."""

    _name = "volunteer.mismatch.need"
    _description = "Need without Volunteers"
    _order = "open_ahead desc, open_past desc, id"

    mismatch_id = fields.Many2one(
        "volunteer.mismatch", required=True, index=True, ondelete="cascade"
    )
    post_id = fields.Many2one("volunteer.post", readonly=True, ondelete="cascade")
    weekday = fields.Selection(WEEKDAYS, readonly=True)
    seats = fields.Integer(readonly=True)
    taken = fields.Integer(readonly=True)
    open_past = fields.Integer(string="Open, Past", readonly=True)
    open_ahead = fields.Integer(string="Open, to Come", readonly=True)
    fitting_count = fields.Integer(
        string="Would Fit",
        readonly=True,
        aggregator=None,
        help="Volunteers without a need who know the post or named its field, hold "
        "what it asks for, and serve on that weekday, as far as is known.",
    )
    fitting_names = fields.Char(string="Among Them", readonly=True)
    activity_ids = fields.Many2many("volunteer.activity", readonly=True)

    def action_open_activities(self):
        """Open the activities to come that have open seats of this post."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_activity_action"
        )
        return {
            **action,
            "domain": [("id", "in", self._get_activities().ids)],
            "context": {},
        }

    def _get_activities(self):
        """Return the activities of this need that the user may see."""
        return self.activity_ids._filtered_access("read")

    def action_call(self):
        """Prepare a call for the next of these activities; nothing is sent yet."""
        self.ensure_one()
        self.check_access("read")
        activity = self._get_activities().sorted("start")[:1]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_call_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "view_mode": "form",
            "context": {
                "default_kind": "shortage",
                "default_name": activity.name or self.post_id.name,
                "default_activity_id": activity.id,
                "default_post_id": self.post_id.id,
                "default_standby_only": False,
            },
        }


class VolunteerMismatchPerson(models.TransientModel):
    """A volunteer who has signed up for nothing and was not called."""

    _name = "volunteer.mismatch.person"
    _description = "Volunteer without a Need"
    _order = "fitting_count desc, last_date desc, id"

    mismatch_id = fields.Many2one(
        "volunteer.mismatch", required=True, index=True, ondelete="cascade"
    )
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", readonly=True, ondelete="cascade"
    )
    last_date = fields.Date(string="Served Last on", readonly=True)
    posts = fields.Char(string="Posts So Far", readonly=True)
    categories = fields.Char(string="Fields of Service", readonly=True)
    weekdays = fields.Char(string="Weekdays So Far", readonly=True)
    fitting_count = fields.Integer(
        string="Needs That Fit", readonly=True, aggregator=None
    )
