import hmac

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.presence import EARLY
from ...tools.rotating_code import (
    ACTIVITY,
    DEVICE,
    ROTATES,
    CodeError,
    make_code,
    read_code,
)

#: A device is noted as seen once in so many seconds, not with every touch.
SEEN_EVERY = 60


class VolunteerDevice(models.Model):
    """A tablet at which volunteers check in, or a screen that shows the code to scan.

    Whoever has the link has the device: the link is shown once, only its digest is
    kept, and a new one voids it.
    """

    _name = "volunteer.device"
    _description = "Check-in Device"
    _inherit = ["volunteer.link.mixin"]
    _order = "company_id, name, id"
    _check_company_auto = True

    _guarded_fields = ("token_digest", "linked_on", "last_seen")

    name = fields.Char(required=True, help="As people know it: “Lobby, east door”.")
    active = fields.Boolean(
        default=True, help="An archived device answers to nobody any more."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [
            ("kiosk", "Kiosk: number and PIN, or badge"),
            ("screen", "Screen: code to scan by phone"),
        ],
        required=True,
        default="kiosk",
    )
    place = fields.Char(help="Where it stands.")
    project_ids = fields.Many2many(
        "volunteer.project",
        string="Only for Projects",
        check_company=True,
        help="Empty: every activity of the unit.",
    )
    badge_alone = fields.Boolean(
        string="Badge without PIN",
        default=True,
        help="Off: whoever shows a badge types the PIN, too.",
    )
    walk_ins = fields.Boolean(
        string="Walk-ins",
        default=True,
        help="Who has not signed up may do so here while seats are left.",
    )
    linked_on = fields.Datetime(
        help="Empty: the device has no link and does not work yet."
    )
    last_seen = fields.Datetime(readonly=True, copy=False)
    refusal_ids = fields.One2many(
        "volunteer.device.refusal", "device_id", string="Refused"
    )
    refusal_count = fields.Integer(
        string="Refused in 24 Hours", compute="_compute_refusal_count"
    )

    @api.depends("refusal_ids")
    def _compute_refusal_count(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        counts = dict(
            self.env["volunteer.device.refusal"]._read_group(
                [("device_id", "in", self.ids), ("date", ">", since)],
                ["device_id"],
                ["__count"],
            )
        )
        for device in self:
            device.refusal_count = counts.get(device, 0)

    def _get_link_path(self):
        return f"/volunteer/{self.kind}"

    def action_new_link(self):
        """Make a new link and show it once; the one before is void.

        :return: an action that shows link and QR code
        :raise AccessError: the user may not change this device
        """
        action = super().action_new_link()
        self.sudo().last_seen = False
        return action

    def action_open_refusals(self):
        """Open what this device has refused."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_device_refusal_action"
        )
        return {**action, "domain": [("device_id", "=", self.id)]}

    def write(self, vals):
        if "kind" in vals and any(device.kind != vals["kind"] for device in self):
            # A link is for one kind of page.
            self._void_links_sudo()
        return super().write(vals)

    # ------------------------------------------------------------------
    # Of the pages
    # ------------------------------------------------------------------

    @api.model
    def _find_of_kind_sudo(self, token, kind):
        """Return the device that a link belongs to, as superuser, or none."""
        return self._find_sudo(token).filtered(lambda device: device.kind == kind)

    def _note_seen_sudo(self):
        """Note that the device has called, at most once a minute."""
        now = fields.Datetime.now()
        if self.last_seen and (now - self.last_seen).total_seconds() < SEEN_EVERY:
            return
        # Skips a row that another call of the same tablet is writing.
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_device SET last_seen = %(now)s WHERE id IN (SELECT "
                "id FROM volunteer_device WHERE id = %(id)s FOR UPDATE SKIP LOCKED)",
                now=now,
                id=self.id,
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["last_seen"])

    def _domain_activities(self, now):
        """Return the domain of activities at which one can check in here now."""
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "published"),
            ("counts_hours", "=", True),
            ("venue", "!=", "online"),
            ("start", "<=", fields.Datetime.add(now, minutes=EARLY)),
            ("stop", ">", now),
        ]
        if self.project_ids:
            domain.append(("project_id", "in", self.project_ids.ids))
        return domain

    # ------------------------------------------------------------------
    # Rotating codes
    # ------------------------------------------------------------------

    @api.model
    def _get_code_secret_sudo(self):
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return hmac.digest(secret.encode(), b"volunteer-rotating-code", "sha256")

    @api.model
    def _make_code_sudo(self, kind, record):
        """Return ``(code, seconds until the next one)``; the caller has checked."""
        now = int(fields.Datetime.now().timestamp())
        return make_code(self._get_code_secret_sudo(), kind, record.id, now), ROTATES

    @api.model
    def _read_code_sudo(self, text):
        """Return ``(activity, device, old)`` of a scanned code, as superuser.

        :return: two empty records where the code is forged or stands for nothing
        """
        activity = self.env["volunteer.activity"].sudo().browse()
        device = self.sudo().browse()
        now = int(fields.Datetime.now().timestamp())
        try:
            code = read_code(self._get_code_secret_sudo(), text, now)
        except CodeError:
            return activity, device, False
        if code.kind == ACTIVITY:
            activity = activity.browse(code.number).exists()
        elif code.kind == DEVICE:
            # A screen that was revoked takes its last codes along.
            device = device.search(
                [("id", "=", code.number), ("token_digest", "!=", False)]
            )
        return activity, device, code.old


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def action_show_code(self):
        """Open the code for scanning on the whole screen.

        :raise AccessError: neither in charge of this activity nor of the office
        """
        self.ensure_one()
        self._check_leading()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/volunteer/lead/{self.id}/qr",
            "target": "new",
        }
