from odoo import api, models
from odoo.fields import Domain

#: Gifts handled between two commits of a run.
BATCH = 100


class VolunteerGift(models.Model):
    """Gifts that nobody accepts go back."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.gift"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_expire(self):
        """Give the points of gifts whose time is over back to who offered them."""
        over = self.env["res.company"]._get_volunteer_day_domain(
            lambda today: Domain("valid_until", "<", today)
        )
        gifts = self.sudo().search(Domain("state", "=", "offered") & over, order="id")
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(gifts))
        for start in range(0, len(gifts), BATCH):
            # Some may have been accepted since they were looked for.
            batch = gifts[start : start + BATCH].filtered(
                lambda gift: gift.state == "offered"
            )
            batch._return_sudo("expired")
            for gift in batch:
                gift._tell_giver_sudo(
                    lambda person: person.env._("Your gift was not accepted in time")
                )
            if not progress._commit_progress(
                len(gifts[start : start + BATCH]),
                remaining=max(0, len(gifts) - start - BATCH),
            ):
                return
