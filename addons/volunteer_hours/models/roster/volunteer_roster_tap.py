from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS


class VolunteerRosterTap(models.Model):
    """What leaders tapped on their rosters, each tap once, however often it arrives.

    Taps are made on phones, also without network, and handed over later, perhaps
    twice. One that could not be applied is kept with the reason until somebody has
    seen to it: nothing is lost silently.
    """

    _name = "volunteer.roster.tap"
    _description = "Tap on a Roster"
    _inherit = ["volunteer.guard.mixin"]
    _order = "tapped_on desc, id desc"
    _rec_name = "kind"

    uuid = fields.Char(required=True, readonly=True)
    activity_id = fields.Many2one(
        "volunteer.activity",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    signup_id = fields.Many2one(
        "volunteer.signup", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Tapped by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [
            ("in", "In"),
            ("out", "Out"),
            ("present", "Present as planned"),
            ("absent", "Absent"),
            ("times", "Times typed in"),
            ("undo", "Taken back"),
            ("rate", "Quality"),
            ("add", "Added by number"),
        ],
        required=True,
        readonly=True,
    )
    tapped_on = fields.Datetime(
        required=True, readonly=True, help="When the finger touched the phone."
    )
    received_on = fields.Datetime(
        required=True,
        readonly=True,
        help="When the phone handed it over; later than the tap where there was no "
        "network.",
    )
    details = fields.Char(readonly=True)
    state = fields.Selection(
        [("applied", "Applied"), ("refused", "Not applied"), ("seen", "Seen to")],
        required=True,
        readonly=True,
        default="applied",
    )
    message = fields.Char(string="Why Not", readonly=True)

    _uuid_unique = models.UniqueIndex("(uuid)", "This tap has been handed over.")
    _refused = models.Index("(activity_id) WHERE state = 'refused'")

    @api.model
    def _get_guarded_fields(self):
        return tuple(
            name
            for name, field in self._fields.items()
            if field.store and name not in MAGIC_COLUMNS
        )

    @api.depends("kind", "signup_id", "details")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for tap in self:
            who = tap.signup_id.sudo().volunteer_id.name or tap.details or ""
            tap.display_name = f"{kinds.get(tap.kind, '')} {who}".strip()

    def action_seen(self):
        """Say that one has seen to what could not be applied.

        :raise AccessError: not in charge of the activity
        """
        self.sudo().activity_id.sudo(self.env.su)._check_leading()
        self.sudo().filtered(lambda tap: tap.state == "refused").write(
            {"state": "seen"}
        )
        return True
