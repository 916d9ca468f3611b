from odoo import models


class VolunteerVolunteer(models.Model):
    """The office's notes about people: leaders see the volunteer, not the notes."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Let only those read notes, tracked values and to-dos who may edit the record.

        Odoo would show them to everybody who sees the volunteer: leaders, and the
        person, whose way to everything on file is the own copy.
        """
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        return dict.fromkeys(operations, "write")
