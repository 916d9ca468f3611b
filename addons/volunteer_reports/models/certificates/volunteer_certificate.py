from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.verification import spell_code

OFFICE = "volunteer_base.group_officer"
#: What may change once a certificate is issued; the rest never does.
REVOCATION = ("state", "revoke_reason", "revoked_by", "revoked_on")


class VolunteerCertificate(models.Model):
    """志愿服务记录证明: what the ledger said on the day of issue, numbered and frozen.

    民政部令第67号, Arts. 14 to 17: free, truthful, printed by oneself, verifiable.
    """

    _name = "volunteer.certificate"
    _description = "Certificate of Voluntary Service"
    _inherit = ["volunteer.guard.mixin"]
    _order = "issue_date desc, id desc"
    _rec_names_search = ["name", "volunteer_name"]

    _guarded_fields = REVOCATION

    name = fields.Char(string="Certificate No.", required=True, readonly=True)
    volunteer_id = fields.Many2one(
        "volunteer.volunteer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    volunteer_name = fields.Char(
        string="Name", required=True, readonly=True, help="As on the day of issue."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Recording Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    issuer_name = fields.Char(string="Issued by Unit", required=True, readonly=True)
    signatory = fields.Char(string="Person in Charge", readonly=True)
    handler = fields.Char(
        string="Handled by", readonly=True, help="Empty: printed by the volunteer."
    )
    phone = fields.Char(string="Telephone", readonly=True)
    date_from = fields.Date(
        string="From", readonly=True, help="The period asked for; empty: everything."
    )
    date_to = fields.Date(string="Until", readonly=True)
    date_first = fields.Date(string="First Service", required=True, readonly=True)
    date_last = fields.Date(string="Last Service", required=True, readonly=True)
    # Certificates overlap, so their figures are never summed.
    minutes = fields.Integer(required=True, readonly=True, aggregator=None)
    minutes_proven = fields.Integer(
        required=True,
        readonly=True,
        aggregator=None,
        help="Of these, presence was confirmed on the spot.",
    )
    hours = fields.Float(digits=(16, 2), required=True, readonly=True, aggregator=None)
    service_count = fields.Integer(
        string="Services", required=True, readonly=True, aggregator=None
    )
    line_ids = fields.One2many(
        "volunteer.certificate.line", "certificate_id", string="Services Certified"
    )
    issue_date = fields.Date(required=True, readonly=True, index=True)
    issuer_id = fields.Many2one(
        "res.users",
        string="Issued by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    id_number = fields.Selection(
        [("full", "In full"), ("masked", "Masked")],
        string="ID Number on Paper",
        required=True,
        readonly=True,
        default="full",
    )
    language = fields.Selection(
        [("zh", "Chinese"), ("bilingual", "Chinese and English")],
        string="Language of Paper",
        required=True,
        readonly=True,
        default="zh",
    )
    code = fields.Char(string="Verification Code", required=True, readonly=True)
    code_spelled = fields.Char(
        string="Verification Code in Groups", compute="_compute_code_spelled"
    )
    state = fields.Selection(
        [("issued", "Issued"), ("revoked", "Revoked")],
        required=True,
        readonly=True,
        default="issued",
        index=True,
    )
    revoke_reason = fields.Char(string="Reason", readonly=True)
    revoked_by = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    revoked_on = fields.Datetime(readonly=True)
    reversed_count = fields.Integer(
        string="Reversed Since", compute="_compute_reversed_count", compute_sudo=True
    )

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "This certificate number is taken."
    )
    _code_unique = models.UniqueIndex("(code)", "This verification code is taken.")
    _revoked_with_reason = models.Constraint(
        "CHECK ((state = 'revoked') = (revoke_reason IS NOT NULL))",
        "A revoked certificate has a reason, and only a revoked one.",
    )

    @api.depends("name", "volunteer_name")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = (
                f"{certificate.name} {certificate.volunteer_name}"
            )

    @api.depends("code")
    def _compute_code_spelled(self):
        for certificate in self:
            certificate.code_spelled = spell_code(certificate.code or "")

    @api.depends("line_ids.hour_id.reversed")
    def _compute_reversed_count(self):
        counts = dict(
            self.env["volunteer.certificate.line"]._read_group(
                [("certificate_id", "in", self.ids), ("hour_id.reversed", "=", True)],
                ["certificate_id"],
                ["__count"],
            )
        )
        for certificate in self:
            certificate.reversed_count = counts.get(certificate, 0)

    def write(self, vals):
        if set(vals) - set(REVOCATION):
            raise UserError(
                self.env._("An issued certificate does not change. Revoke it instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Issued certificates are kept. Revoke them instead.")
        )

    def action_revoke(self, reason):
        """Revoke certificates; whoever checks their code is told so.

        :param str reason: why; the volunteer reads it
        :raise AccessError: not of the volunteer office, or not of its unit
        :raise UserError: no reason, or revoked already
        """
        if not self.env.su and not self.env.user.has_group(OFFICE):
            raise AccessError(
                self.env._("Only the volunteer office revokes certificates.")
            )
        self.check_access("read")
        reason = self._clean_reason(reason)
        for certificate in self:
            if certificate.company_id not in self.env.companies:
                raise AccessError(
                    self.env._("Only a unit's own volunteer office revokes.")
                )
            if certificate.state == "revoked":
                raise UserError(
                    self.env._(
                        "%(number)s is revoked already.", number=certificate.name
                    )
                )
        self.sudo().write(
            {
                "state": "revoked",
                "revoke_reason": reason,
                "revoked_by": self.env.uid,
                "revoked_on": fields.Datetime.now(),
            }
        )
        return True

    def action_print(self):
        """Return the certificates as one PDF.

        :raise UserError: a certificate is revoked
        """
        self._check_printable()
        return self.env.ref(
            "volunteer_reports.volunteer_certificate_report"
        ).report_action(self)

    def _check_printable(self):
        revoked = self.filtered(lambda certificate: certificate.state == "revoked")
        if revoked:
            raise UserError(
                self.env._(
                    "Revoked certificates are not printed: %(numbers)s.",
                    numbers=revoked.mapped("name"),
                )
            )

    def _get_verify_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/volunteer/verify/{self.code}"
