from odoo import models
from odoo.fields import Domain


class VolunteerActivity(models.Model):
    """What those in charge of an activity see of its messages, on the phone too."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def _get_message_summary_sudo(self):
        """Return how far the messages about an activity got; the caller has checked.

        :return: ``{"sent", "delivered", "read": counts, "to_phone": names of those who
            have to be told by phone}``
        :rtype: dict
        """
        self.ensure_one()
        Message = self.env["volunteer.message"].sudo()
        rows = Message._read_group(
            [("activity_id", "=", self.id)],
            ["status"],
            ["__count", "date_read:count"],
        )
        to_phone = Message.search(
            Message._domain_to_phone() & Domain("activity_id", "=", self.id)
        ).volunteer_id
        return {
            "sent": sum(count for _status, count, _read in rows),
            "delivered": sum(
                count for status, count, _read in rows if status == "sent"
            ),
            "read": sum(read for _status, _count, read in rows),
            "to_phone": to_phone.mapped("name"),
        }
