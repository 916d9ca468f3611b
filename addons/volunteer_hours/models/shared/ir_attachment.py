from odoo import models
from odoo.exceptions import AccessError

#: Files that go with a finding or an objection: ``(model, field)``. Their records say
#: who adds them, and until when.
FIXED = frozenset(
    (
        ("volunteer.objection", "evidence_ids"),
        ("volunteer.hour.evidence", "file"),
        ("volunteer.inspection.line", "evidence"),
        ("volunteer.inspection.score", "photo"),
        ("volunteer.contest.entry", "file"),
    )
)


class IrAttachment(models.Model):
    """Files of findings and objections change with their records, never by themselves.

    Whoever may write a record may exchange the files behind it, whatever the record's
    own ``write`` says: Odoo asks for the right alone.
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read":
            return result
        fixed = self.sudo().filtered(
            lambda attachment: (attachment.res_model, attachment.res_field) in FIXED
        )
        if not fixed:
            return result
        forbidden = fixed.sudo(False) | (result[0] if result else self.browse())
        return forbidden, lambda: AccessError(
            self.env._("This file stays as it was given.")
        )

    def write(self, vals):
        result = super().write(vals)
        # Nothing is passed off as what somebody gave either.
        if not self.env.su and {"res_model", "res_field", "res_id"} & vals.keys():
            self.check_access("write")
        return result
