from odoo import api, fields, models
from odoo.fields import Domain

#: Wishes handled between two commits of a run.
BATCH = 200
#: Days before the last one on which who keeps a wish is reminded.
REMIND_DAYS = 3


class VolunteerWish(models.Model):
    """Wishes that nobody fulfils go back to the board."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.wish"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_due(self):
        """Remind those who keep wishes, and put overdue ones back on the board."""
        overdue = self.sudo().search(self._domain_until(-1), order="id")
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(overdue))
        for start in range(0, len(overdue), BATCH):
            batch = overdue[start : start + BATCH]
            for volunteer, wishes in batch.grouped("claimed_by_id").items():
                names = ", ".join(wishes.mapped("name"))
                volunteer._notify_sudo(
                    "office",
                    lambda person, names=names: (
                        person.env._("A wish went back to the board"),
                        person.env._(
                            "The time to fulfil it is over: %(wishes)s. You can claim "
                            "it again as long as nobody else does.",
                            wishes=names,
                        ),
                    ),
                    url="/my/volunteer/wishes",
                )
            batch._release_sudo()
            if not progress._commit_progress(
                len(batch), remaining=max(0, len(overdue) - start - BATCH)
            ):
                return
        self._remind_claimers_sudo()

    @api.model
    def _remind_claimers_sudo(self):
        """Tell those whose days are almost over, once a wish and claim."""
        ending = self.sudo().search(self._domain_until(REMIND_DAYS))
        for wish in ending:
            wish.claimed_by_id._notify_sudo(
                "reminder",
                lambda person, wish=wish: (
                    person.env._("A wish is waiting for you"),
                    person.env._(
                        "“%(wish)s” is yours until %(day)s.",
                        wish=wish.name,
                        day=fields.Date.to_string(wish.claim_until),
                    ),
                ),
                url="/my/volunteer/wishes",
                key=f"wish-{wish.id}-{wish.claim_until}",
            )

    @api.model
    def _domain_until(self, days):
        """Return the domain of wishes whose time ends within so many days."""
        return Domain("state", "=", "claimed") & self.env[
            "res.company"
        ]._get_volunteer_day_domain(
            lambda today: Domain("claim_until", "<=", fields.Date.add(today, days=days))
        )
