from odoo import models


class VolunteerNotesMixin(models.AbstractModel):
    """Records that many see, while what is said below them is for who works on them."""

    _name = "volunteer.notes.mixin"
    _description = "Notes of Those Who Work on a Record"

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let only those read notes, tracked values and to-dos who may edit the record.

        Odoo would show them to everybody who sees the record: wishes and projects are
        for all who serve, a complaint is for who told it. Whoever was written to reads
        that message all the same.
        """
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        return dict.fromkeys(operations, "write")
