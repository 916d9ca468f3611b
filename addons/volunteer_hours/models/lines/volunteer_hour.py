from odoo import api, fields, models


class VolunteerHour(models.Model):
    """One volunteer, one local date, one service: the unit approved and recorded.

    No stored compute and no related field: recomputing bypasses ``write``, and with it
    the ledger's guard. Every column is filled by a method, once, and every many2one
    restricts deletion. No chatter either: the trail is ``volunteer.approval``.
    """

    _name = "volunteer.hour"
    _description = "Service Hours"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date desc, id desc"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    # As they were on the date of the service.
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    team_id = fields.Many2one(
        "volunteer.team",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Recording Unit",
        readonly=True,
        index=True,
        ondelete="restrict",
        copy=False,
    )
    project_id = fields.Many2one(
        "volunteer.project", index="btree_not_null", ondelete="restrict"
    )
    activity_id = fields.Many2one(
        "volunteer.activity", index="btree_not_null", ondelete="restrict"
    )
    signup_id = fields.Many2one(
        "volunteer.signup",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    date = fields.Date(
        required=True, index=True, default=lambda self: fields.Date.context_today(self)
    )
    organiser = fields.Char(
        help="Another body that organised the service; empty: this unit."
    )
    check_in = fields.Datetime(
        readonly=True, copy=False, help="The stamp as it was taken."
    )
    check_out = fields.Datetime(
        readonly=True, copy=False, help="The stamp as it was taken."
    )
    start = fields.Datetime(help="From when the service counts.")
    stop = fields.Datetime(help="Until when the service counts.")
    minutes = fields.Integer(help="What is granted; the hours are these minutes / 60.")
    hours = fields.Float(digits=(16, 2), readonly=True, copy=False)
    source = fields.Selection(
        [("checkin", "Presence"), ("claim", "Claim"), ("import", "Import")],
        required=True,
        default="claim",
    )
    proven = fields.Boolean(
        required=True,
        default=False,
        readonly=True,
        copy=False,
        help="Presence was confirmed on the spot.",
    )
    method = fields.Selection(
        [
            ("roster", "Leader's roster"),
            ("qr", "QR code"),
            ("kiosk", "Number and PIN at a kiosk"),
            ("badge", "Badge at a kiosk"),
            ("online", "Timed online"),
            ("paper", "Signed sheet"),
        ],
        string="Proven by",
        readonly=True,
        copy=False,
    )
    in_working_time = fields.Boolean(
        required=True, default=False, readonly=True, copy=False
    )
    quality = fields.Integer(
        readonly=True, copy=False, aggregator="avg", help="1 to 5."
    )
    quality_date = fields.Date(readonly=True, copy=False)
    points = fields.Integer(
        string="Points (hundredths)",
        readonly=True,
        copy=False,
        help="In hundredths; frozen when the hours are recorded.",
    )
    description = fields.Text()
    due_date = fields.Date(
        string="Record by", readonly=True, copy=False, help="民政部令第67号, Art. 11."
    )
    submitted_by = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", copy=False
    )
    # Whose turn it is: one of the two, while submitted.
    approver_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", copy=False
    )
    approver_group_id = fields.Many2one(
        "res.groups", readonly=True, ondelete="restrict", copy=False
    )
    approval_ids = fields.One2many("volunteer.approval", "hour_id", string="Approvals")
    notice_id = fields.Many2one(
        "volunteer.notice",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    ledger_no = fields.Integer(
        string="Ledger No.", readonly=True, copy=False, aggregator=None
    )
    salt = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    # Text stands in the digest by a salted hash, so that erasing it leaves the proof.
    text_salt = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    description_hash = fields.Char(readonly=True, copy=False)
    organiser_hash = fields.Char(readonly=True, copy=False)
    digest = fields.Char(readonly=True, copy=False)
    digest_version = fields.Integer(readonly=True, copy=False, aggregator=None)
    reverses_id = fields.Many2one(
        "volunteer.hour", readonly=True, ondelete="restrict", copy=False
    )
    reversed = fields.Boolean(required=True, default=False, readonly=True, copy=False)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("published", "Published"),
            ("recorded", "Recorded"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )

    _hours_exact = models.Constraint(
        "CHECK (hours * 60 = minutes)", "Hours are the granted minutes / 60."
    )
    _minutes_sign = models.Constraint(
        "CHECK (CASE WHEN reverses_id IS NULL THEN minutes >= 0 ELSE minutes < 0 END)",
        "A reversal has negative hours, and only a reversal.",
    )
    _stop_after_start = models.Constraint(
        "CHECK (stop > start)", "A service ends after it starts."
    )
    _recorded_whole = models.Constraint(
        "CHECK ((state = 'recorded') = (ledger_no IS NOT NULL AND digest IS NOT NULL))",
        "Recorded hours have a ledger number and a digest, and only they.",
    )
    _one_turn = models.Constraint(
        "CHECK (num_nonnulls(approver_id, approver_group_id) = "
        "CASE WHEN state = 'submitted' THEN 1 ELSE 0 END)",
        "Submitted hours wait for exactly one user or group.",
    )
    _one_place = models.Constraint(
        "EXCLUDE USING gist (int4range(volunteer_id, volunteer_id, '[]') WITH =, "
        "tsrange(start, stop, '[)') WITH &&) "
        "WHERE (start IS NOT NULL AND stop IS NOT NULL AND reverses_id IS NULL "
        "AND reversed IS NOT TRUE AND state NOT IN ('refused', 'cancelled'))",
        "This volunteer has other service hours at the same time.",
    )
    _one_open = models.UniqueIndex(
        "(volunteer_id) WHERE state = 'open'",
        "This volunteer has checked in elsewhere.",
    )
    _reverses_unique = models.UniqueIndex(
        "(reverses_id) WHERE reverses_id IS NOT NULL "
        "AND state NOT IN ('refused', 'cancelled')",
        "These hours are being reversed already.",
    )
    _ledger_no_unique = models.UniqueIndex(
        "(company_id, ledger_no) WHERE ledger_no IS NOT NULL",
        "This ledger number is taken.",
    )
    _approver_turn = models.Index("(approver_id) WHERE state = 'submitted'")
    _group_turn = models.Index("(approver_group_id) WHERE state = 'submitted'")
    _state_queue = models.Index("(company_id, state, date) WHERE state <> 'recorded'")

    @api.depends("volunteer_id", "date", "hours")
    def _compute_display_name(self):
        for line in self:
            name = line.volunteer_id.sudo().name
            line.display_name = name and f"{name} {line.date} {line.hours:g} h"
