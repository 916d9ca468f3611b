import logging
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

MATTER = "series_stuck"


class VolunteerSeries(models.Model):
    """The nightly upkeep: one series that is stuck does not hold up the others."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.series"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_generate(self):
        """Keep the coming weeks of every running series made.

        Where that is not possible, the project's manager or the office gets a to-do
        with the reason, once; it is gone when the series goes on.
        """
        yesterday = fields.Date.context_today(self) - timedelta(days=1)
        running = self.sudo().search(
            Domain("state", "=", "running")
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", yesterday))
        )
        obstacles = running._get_generating_obstacles()
        for number, series in enumerate(running, 1):
            reason = obstacles.get(series)
            if not reason:
                try:
                    with self.env.cr.savepoint():
                        series._generate_sudo()
                except UserError as error:
                    reason = str(error)
                except IntegrityError as error:
                    # Such as a check of the database that no form has foreseen.
                    _logger.info("%s: %s", series, error)
                    reason = self.env._(
                        "The activities cannot be saved. Please make them by hand: "
                        "the button says why."
                    )
            series._tell_stuck_sudo(reason)
            self.env["ir.cron"]._commit_progress(1, remaining=len(running) - number)

    def _tell_stuck_sudo(self, reason):
        """Give who is in charge a to-do with the reason, or take it back if None."""
        self.ensure_one()
        if not reason:
            self._end_office_todos_sudo(MATTER)
            return
        manager = self.project_id.manager_id.filtered("active")
        self._todo_for_office_sudo(
            MATTER,
            lambda env: env._("No more activities are made of this series"),
            note=lambda env: reason,
            users={self.sudo(): manager},
        )
