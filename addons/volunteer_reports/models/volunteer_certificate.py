from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.masking import mask_name

from ..tools.paper import clip
from ..tools.verification import new_code, spell_code

OFFICE = "volunteer_base.group_officer"
SEQUENCE = "volunteer.certificate"
#: What may change once a certificate is issued; the rest never does.
REVOCATION = ("state", "revoke_reason", "revoked_by", "revoked_on")
#: Width of a service's description on paper, in Chinese characters.
CONTENT_WIDTH = 40


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

    # ------------------------------------------------------------------
    # Issue
    # ------------------------------------------------------------------

    @api.model
    def action_issue(
        self,
        volunteer_id=None,
        date_from=None,
        date_to=None,
        company_id=None,
        id_number="full",
    ):
        """Issue a certificate of what the ledger says now.

        The volunteer office issues for anybody, a volunteer for himself. The same
        certificate asked for again on the same day is given again, not issued twice.

        :param int volunteer_id: nothing: the current user
        :param date_from: first day as ``YYYY-MM-DD``; nothing: from the beginning
        :param date_to: last day; nothing: until now
        :param int company_id: the unit that certifies; nothing: one's home unit, for
            the office the current company
        :param str id_number: ``full`` or ``masked``: how the number stands on paper
        :return: id of the certificate
        :raise AccessError: neither oneself nor of the volunteer office
        :raise UserError: no such period, or no hours that can be certified
        """
        volunteer, company = self._get_parties_sudo(volunteer_id, company_id)
        date_from, date_to = self._check_period(date_from, date_to)
        if id_number not in ("full", "masked"):
            raise UserError(self.env._("The ID number is printed in full or masked."))
        vals = {
            "volunteer_id": volunteer.id,
            "company_id": company.id,
            "date_from": date_from,
            "date_to": date_to,
            "id_number": id_number,
            **self._prepare_figures_sudo(volunteer, company, date_from, date_to),
            **self._prepare_issuer_vals(volunteer, company),
        }
        if same := self._find_same_sudo(vals):
            return same.id
        # Of two requests at a time the second fails on the number, is repeated by
        # Odoo, and then finds the first one's certificate.
        vals["name"] = self._get_sequence_sudo(company).next_by_id(
            sequence_date=vals["issue_date"]
        )
        vals["code"] = new_code()
        # Without the caller's context: its defaults and dates have no say here.
        clean = self.env(context={})
        return self.with_env(clean).sudo().create(vals).id

    @api.model
    def _get_parties_sudo(self, volunteer_id, company_id):
        """Return volunteer and unit after checking that the user may certify.

        :raise AccessError: neither oneself nor of the volunteer office
        """
        Volunteer = self.env["volunteer.volunteer"]
        own = self.env["res.users"]._get_current_volunteer_sudo()
        volunteer = Volunteer.browse(int(volunteer_id)) if volunteer_id else own
        if not volunteer:
            raise UserError(self.env._("You are not registered as a volunteer."))
        if volunteer == own:
            default = own.company_id
        elif self.env.su or self.env.user.has_group(OFFICE):
            volunteer.check_access("read")
            default = self.env.company
        else:
            raise AccessError(
                self.env._("Only the volunteer office issues certificates for others.")
            )
        company = self.env["res.company"].sudo().browse(company_id or default.id)
        if volunteer != own and company not in self.env.companies:
            raise AccessError(
                self.env._("Only a unit's own volunteer office certifies its hours.")
            )
        volunteer = volunteer.sudo()
        return volunteer.merged_into_id or volunteer, company.exists()

    @api.model
    def _check_period(self, date_from, date_to):
        """:raise UserError: not dates, or the last day comes before the first"""
        try:
            period = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        except ValueError as error:
            raise UserError(self.env._("Please give dates as YYYY-MM-DD.")) from error
        if all(period) and period[0] > period[1]:
            raise UserError(self.env._("The last day comes before the first."))
        return period

    @api.model
    def _prepare_figures_sudo(self, volunteer, company, date_from, date_to):
        """Return lines and totals of what can be certified.

        :raise UserError: there is nothing to certify
        """
        domain = volunteer._get_certifiable_domain() & Domain(
            "company_id", "=", company.id
        )
        if date_from:
            domain &= Domain("date", ">=", date_from)
        if date_to:
            domain &= Domain("date", "<=", date_to)
        hours = self.env["volunteer.hour"].sudo().search(domain, order="date, id")
        if not hours:
            raise UserError(
                self.env._(
                    "%(name)s has no recorded hours in this period that %(unit)s "
                    "organised. Hours can be certified once they are in the ledger.",
                    name=volunteer.name,
                    unit=company.name,
                )
            )
        return {
            "date_first": hours[0].date,
            "date_last": hours[-1].date,
            "minutes": sum(hours.mapped("minutes")),
            "minutes_proven": sum(hours.filtered("proven").mapped("minutes")),
            "hours": sum(hours.mapped("minutes")) / 60,
            "service_count": len(hours),
            "line_ids": [
                fields.Command.create(self._prepare_line_vals(sequence, hour))
                for sequence, hour in enumerate(hours, 1)
            ],
        }

    @api.model
    def _prepare_line_vals(self, sequence, hour):
        return {
            "sequence": sequence,
            "hour_id": hour.id,
            "date": hour.date,
            "project_name": hour.project_id.name or hour.activity_id.name,
            "content": clip(
                hour.activity_id.name or hour.description or "", CONTENT_WIDTH
            ),
            "minutes": hour.minutes,
            "hours": hour.hours,
            "proven": hour.proven,
            "ledger_no": hour.ledger_no,
        }

    @api.model
    def _prepare_issuer_vals(self, volunteer, company):
        own = volunteer.user_id == self.env.user
        return {
            "volunteer_name": volunteer.name,
            "issuer_name": company.name,
            "signatory": company.volunteer_executive_id.name,
            "handler": not own and self.env.user.name,
            "phone": company.phone,
            "issuer_id": self.env.uid,
            "issue_date": company._volunteer_local_date(
                fields.Datetime.now(), company.volunteer_tz
            ),
        }

    @api.model
    def _find_same_sudo(self, vals):
        """Return a valid certificate of today that says the same, if there is one."""
        names = (
            "volunteer_id",
            "company_id",
            "date_from",
            "date_to",
            "id_number",
            "volunteer_name",
            "minutes",
            "service_count",
            "issuer_id",
            "issue_date",
        )
        same = [(name, "=", vals[name] or False) for name in names]
        candidates = self.sudo().search([*same, ("state", "=", "issued")])
        lines = {command[2]["hour_id"] for command in vals["line_ids"]}
        return candidates.filtered(
            lambda certificate: set(certificate.line_ids.hour_id.ids) == lines
        )[:1]

    @api.model
    def _get_sequence_sudo(self, company):
        """Return the unit's register of numbers, without gaps, anew each year."""
        Sequence = self.env(context={})["ir.sequence"].sudo()
        sequence = Sequence.search(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)], limit=1
        )
        return sequence or Sequence.create(
            {
                "name": self.env._("Certificates of %(unit)s", unit=company.name),
                "code": SEQUENCE,
                "company_id": company.id,
                "implementation": "no_gap",
                "use_date_range": True,
                "prefix": "%(range_year)s-",
                "padding": 5,
            }
        )

    # ------------------------------------------------------------------
    # Afterwards
    # ------------------------------------------------------------------

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
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Please give a reason."))
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
                    numbers=", ".join(revoked.mapped("name")),
                )
            )

    def _get_verify_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/volunteer/verify/{self.code}"

    @api.model
    def _verify_sudo(self, code):
        """Return what anybody who holds a code may know, or an empty dictionary.

        :param str code: in normal form; an impossible one is looked for all the same,
            so that it takes as long
        """
        certificate = self.sudo().search([("code", "=", code or "-")], limit=1)
        if not certificate:
            return {}
        return {
            "name": mask_name(certificate.volunteer_name),
            "minutes": certificate.minutes,
            "issuer": certificate.issuer_name,
            "valid": certificate.state == "issued",
        }
