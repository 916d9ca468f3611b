from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.training import last_valid_day


class VolunteerQualification(models.Model):
    """Who holds what until when: a passed course, a licence or an insurance."""

    _name = "volunteer.qualification"
    _description = "Qualification"
    _inherit = ["volunteer.guard.mixin"]
    _order = "date_to desc nulls first, date_from desc, id desc"

    _guarded_fields = ("source", "warned_on", "active", "withdrawn_on")

    name = fields.Char(compute="_compute_name", compute_sudo=True)
    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("course", "Course"),
            ("licence", "Licence"),
            ("insurance", "Insurance"),
        ],
        required=True,
        default="course",
    )
    course_id = fields.Many2one(
        "volunteer.course", index="btree_not_null", ondelete="restrict"
    )
    licence_id = fields.Many2one(
        "volunteer.licence",
        string="Licence or Insurance",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', kind)]",
    )
    # Numbers and scans are for the office; leaders see what is held until when.
    number = fields.Char(
        groups="volunteer_base.group_officer",
        help="Number of the certificate or of the policy.",
    )
    date_from = fields.Date(
        string="Valid from",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_to = fields.Date(
        string="Valid until",
        index=True,
        help="The last valid day; empty means without end.",
    )
    active = fields.Boolean(
        default=True, readonly=True, help="Off: withdrawn, it counts no longer."
    )
    withdrawn_on = fields.Date(
        readonly=True,
        copy=False,
        help="When a session that had earned it was reopened.",
    )
    status = fields.Selection(
        [
            ("coming", "Not yet valid"),
            ("valid", "Valid"),
            ("expiring", "Expires soon"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_status",
    )
    source = fields.Selection(
        [
            ("training", "Training session"),
            ("exam", "Exam"),
            ("office", "Volunteer office"),
            ("renewal", "Renewal"),
        ],
        required=True,
        readonly=True,
        default="office",
    )
    document = fields.Binary(
        string="Scan",
        attachment=True,
        groups="volunteer_base.group_officer",
        help="Certificate, licence or policy.",
    )
    document_name = fields.Char(groups="volunteer_base.group_officer")
    warned_on = fields.Date(
        string="Warned on",
        readonly=True,
        copy=False,
        help="When volunteer and office were told that it ends.",
    )
    attendance_ids = fields.One2many(
        "volunteer.training.attendance", "qualification_id", string="Earned by"
    )

    _period_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A qualification cannot end before it begins.",
    )
    _what = models.Constraint(
        "CHECK ((kind = 'course') = (course_id IS NOT NULL) "
        "AND (kind = 'course') = (licence_id IS NULL))",
        "Please choose the course, licence or insurance.",
    )
    _valid_idx = models.Index("(volunteer_id, date_from, date_to)")

    @api.depends("course_id.name", "licence_id.name")
    def _compute_name(self):
        for qualification in self:
            qualification.name = (
                qualification.course_id.name or qualification.licence_id.name
            )

    @api.depends("name", "volunteer_id")
    def _compute_display_name(self):
        for qualification in self:
            qualification.display_name = " · ".join(
                filter(
                    None, (qualification.volunteer_id.sudo().name, qualification.name)
                )
            )

    @api.depends("date_from", "date_to", "active", "volunteer_id.company_id")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        for qualification in self:
            unit = qualification.volunteer_id.sudo().company_id
            soon = today + timedelta(days=unit.volunteer_expiry_notice_days)
            last = qualification.date_to
            if not qualification.active:
                qualification.status = "withdrawn"
            elif last and last < today:
                qualification.status = "expired"
            elif qualification.date_from and qualification.date_from > today:
                qualification.status = "coming"
            elif last and last <= soon:
                qualification.status = "expiring"
            else:
                qualification.status = "valid"

    @api.constrains("kind", "licence_id")
    def _check_licence_kind(self):
        for qualification in self:
            licence = qualification.licence_id
            if licence and licence.kind != qualification.kind:
                raise ValidationError(
                    self.env._("“%s” is of another kind.", licence.name)
                )

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "course":
            self.licence_id = False
        else:
            self.course_id = False
            if self.licence_id.kind != self.kind:
                self.licence_id = False

    @api.onchange("course_id", "date_from")
    def _onchange_course_id(self):
        if self.course_id and self.date_from:
            self.date_to = last_valid_day(
                self.date_from, self.course_id.validity_months
            )

    @api.model
    def _domain_valid_on(self, day):
        """Return the domain of qualifications that hold on ``day``."""
        return (
            Domain("active", "=", True)
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )

    def _is_valid_on(self, day):
        """Return whether this qualification holds on ``day``."""
        self.ensure_one()
        return (
            self.active
            and self.date_from <= day
            and (not self.date_to or self.date_to >= day)
        )

    def _get_subject(self):
        """Return the course, licence or insurance that this is about."""
        self.ensure_one()
        return self.course_id or self.licence_id
