from psycopg2.pool import PoolError

from odoo import fields, models

AWAKE = "volunteer_base.cron_woken"


class IrCron(models.Model):
    """Jobs that are wanted at once, by many requests at the same time."""

    _inherit = "ir.cron"

    def _wake_sudo(self):
        """Run this job as soon as this transaction is committed.

        Odoo wakes its workers over a connection more, while each request still has its
        own: a crowd takes all there are, and whoever comes last sees an error about
        what was saved already. Here the job waits for its next turn instead.
        """
        self.ensure_one()
        self.env["ir.cron.trigger"].sudo().create(
            {"cron_id": self.id, "call_at": fields.Datetime.now()}
        )
        hooks = self.env.cr.postcommit
        if not hooks.data.get(AWAKE):
            hooks.data[AWAKE] = True
            hooks.add(self._try_to_notify)

    def _try_to_notify(self):
        try:
            self._notifydb()
        except PoolError:
            # It looks by itself every minute.
            return
