from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.credit_code import CreditCodeError, check_credit_code


class VolunteerCreditCodeMixin(models.AbstractModel):
    """A unified social credit code that is checked when it is saved.

    Codes issued with a wrong check character exist, so that one mistake may be
    overridden with a reason; who did so and when is kept beside it.
    """

    _name = "volunteer.credit.code.mixin"
    _description = "Checked Credit Code"
    _inherit = ["volunteer.guard.mixin"]

    _credit_code_log_fields = (
        "credit_code_override_user_id",
        "credit_code_override_date",
    )
    _guarded_fields = _credit_code_log_fields

    credit_code = fields.Char(
        copy=False,
        help="Unified social credit code (GB 32100), if there is one.",
    )
    credit_code_doubtful = fields.Boolean(
        compute="_compute_credit_code_doubtful",
        help="The check character of the credit code is wrong.",
    )
    credit_code_override_reason = fields.Char(
        string="Kept Because",
        copy=False,
        help="Why a credit code with a wrong check character is right all the same, "
        "for example: so printed on the certificate.",
    )
    credit_code_override_user_id = fields.Many2one(
        "res.users",
        string="Kept by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    credit_code_override_date = fields.Datetime(
        string="Kept on", readonly=True, copy=False
    )

    @api.depends("credit_code")
    def _compute_credit_code_doubtful(self):
        for record in self:
            record.credit_code_doubtful = (
                self._get_credit_code_error(record.credit_code) == "checksum"
            )

    @api.model
    def _get_credit_code_error(self, code):
        """Return why ``code`` is no credit code, or None; empty codes are fine."""
        if not code:
            return None
        try:
            check_credit_code(code)
        except CreditCodeError as error:
            return error.reason
        return None

    @api.model
    def _normalise_credit_code(self, code):
        """Return ``code`` as it is stored; a wrong one only loses its white space."""
        if not code or not code.strip():
            return False
        try:
            return check_credit_code(code)
        except CreditCodeError:
            return "".join(code.split()).upper()

    @api.constrains("credit_code", "credit_code_override_reason")
    def _check_credit_code(self):
        for record in self:
            reason = self._get_credit_code_error(record.credit_code)
            if not reason:
                continue
            if reason == "length":
                text = self.env._(
                    "The credit code “%(code)s” does not have 18 characters.",
                    code=record.credit_code,
                )
            elif reason == "characters":
                text = self.env._(
                    "The credit code “%(code)s” contains a character that does not "
                    "occur in credit codes (the letters I, O, S, V and Z do not).",
                    code=record.credit_code,
                )
            elif (record.credit_code_override_reason or "").strip():
                continue
            else:
                text = self.env._(
                    "The last character of the credit code “%(code)s” does not fit "
                    "the others. Compare it with the certificate. If it is printed so, "
                    "say why you keep it under “Kept Because”.",
                    code=record.credit_code,
                )
            raise ValidationError(text)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "credit_code" in vals:
                vals["credit_code"] = self._normalise_credit_code(vals["credit_code"])
        records = super().create(vals_list)
        records._log_credit_code_sudo()
        return records

    def write(self, vals):
        if not {"credit_code", "credit_code_override_reason"} & set(vals):
            return super().write(vals)
        if "credit_code" in vals:
            code = self._normalise_credit_code(vals["credit_code"])
            vals = {**vals, "credit_code": code}
            # A reason was given for one code and does not carry over to another.
            if any(record.credit_code != code for record in self):
                vals.setdefault("credit_code_override_reason", False)
        result = super().write(vals)
        self._log_credit_code_sudo()
        return result

    def _log_credit_code_sudo(self):
        """Note who keeps a doubtful code; a code that is right needs no reason."""
        kept = self.filtered(
            lambda record: (
                record.credit_code_doubtful and record.credit_code_override_reason
            )
        )
        log = {
            "credit_code_override_user_id": self.env.uid,
            "credit_code_override_date": fields.Datetime.now(),
        }
        if kept:
            kept.sudo().write(log)
        stale = (self - kept).filtered(
            lambda record: (
                record.credit_code_override_reason
                or record.credit_code_override_user_id
            )
        )
        if stale:
            stale.sudo().write(
                {**dict.fromkeys(log, False), "credit_code_override_reason": False}
            )
