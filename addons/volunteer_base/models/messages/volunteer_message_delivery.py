from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.outgoing import next_try

#: Sent between two commits; small, so that what is urgent never waits for long.
BATCH = 50
#: Minutes after which a batch that was never finished is taken up again.
STALE_MINUTES = 15
#: Hours after which nobody is helped by a message any more that did not go out.
LATE_HOURS = 24

#: States in which a delivery is still on its way.
OPEN_STATES = ("queued", "sending")


class VolunteerMessageDelivery(models.Model):
    """One message on one way out: tried again until it is through, or too late.

    Rows are claimed and committed before anything leaves the house, and what came of it
    is committed at once: a crash sends a batch twice at worst, never all night long.
    """

    _name = "volunteer.message.delivery"
    _description = "Delivery of a Message"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _rec_name = "message_id"

    _guarded_fields = ("state", "tries", "date", "date_next", "error")

    message_id = fields.Many2one(
        "volunteer.message", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade"
    )
    channel = fields.Selection(
        [("mail", "E-mail"), ("gateway", "Gateway")], required=True, readonly=True
    )
    urgent = fields.Boolean(readonly=True)
    is_group = fields.Boolean(
        string="To a Group", readonly=True, help="Posted once for all who read a group."
    )
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("sending", "Being sent"),
            ("sent", "Sent"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="queued",
    )
    tries = fields.Integer(readonly=True)
    date = fields.Datetime(string="Sent on", readonly=True)
    date_next = fields.Datetime(
        string="Next Try",
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    error = fields.Char(readonly=True, help="What the last try came to.")

    _due = models.Index("(date_next) WHERE state IN ('queued', 'sending')")

    @api.model
    def _trigger_sudo(self):
        """Have what is due sent as soon as this transaction is committed."""
        self.env.ref("volunteer_base.volunteer_message_cron_send")._wake_sudo()

    @api.model
    def _domain_due(self):
        return Domain("state", "in", OPEN_STATES) & Domain(
            "date_next", "<=", fields.Datetime.now()
        )

    @api.model
    def _cron_send(self):
        """Send what is due, the urgent first, in batches."""
        progress = self.env["ir.cron"]
        self._drop_late_sudo()
        progress._commit_progress(remaining=self.search_count(self._domain_due()))
        while claimed := self._claim_sudo(BATCH):
            progress._commit_progress()
            outcomes = claimed._transmit_sudo()
            claimed._note_outcomes_sudo(outcomes)
            progress._commit_progress(len(claimed))
            # Volunteers mark these rows read at any moment. Where that gets in the way,
            # nothing is sent twice: the next run settles what this one could not.
            if not self._settle_sudo(progress):
                break
        self._settle_sudo(progress)

    @api.model
    def _settle_sudo(self, progress):
        self.env["volunteer.message"]._settle_sudo()
        return progress._commit_progress()

    @api.model
    def _drop_late_sudo(self):
        """Give up what comes too late, such as after a server stood still."""
        limit = fields.Datetime.now() - timedelta(hours=LATE_HOURS)
        late = self.search(
            Domain("state", "in", OPEN_STATES) & Domain("create_date", "<", limit)
        )
        late.write({"state": "failed", "error": self.env._("Too late to be sent.")})

    @api.model
    def _claim_sudo(self, limit):
        """Take due deliveries for this worker alone; the caller commits.

        :param int limit: how many at most
        :return: the deliveries, as superuser
        """
        self.flush_model()
        now = fields.Datetime.now()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE volunteer_message_delivery
                   SET state = 'sending', tries = COALESCE(tries, 0) + 1,
                       date_next = %(stale)s
                 WHERE id IN (
                     SELECT id FROM volunteer_message_delivery
                      WHERE state IN ('queued', 'sending') AND date_next <= %(now)s
                   ORDER BY urgent DESC NULLS LAST, date_next, id
                      LIMIT %(limit)s
                        FOR UPDATE SKIP LOCKED)
             RETURNING id
                """,
                now=now,
                stale=now + timedelta(minutes=STALE_MINUTES),
                limit=limit,
            )
        )
        self.invalidate_model(["state", "tries", "date_next"])
        return self.sudo().browse(sorted(row_id for (row_id,) in rows))

    def _transmit_sudo(self):
        """Send these deliveries, each by its channel.

        :return: ``{delivery: (outcome, error)}``; an outcome is ``sent``, ``retry`` for
            what may work later, ``wait`` for what was not tried, or ``failed`` for
            what never will
        """
        outcomes = {}
        for channel, deliveries in self.grouped("channel").items():
            outcomes.update(getattr(deliveries, f"_transmit_{channel}_sudo")())
        return outcomes

    def _note_outcomes_sudo(self, outcomes):
        """Write down what came of a batch, one statement a kind of outcome."""
        now = fields.Datetime.now()
        same = defaultdict(self.browse)
        for tries, waiting in (
            self.filtered(lambda delivery: outcomes[delivery][0] == "wait")
            .grouped("tries")
            .items()
        ):
            waiting.write({"tries": tries - 1})
        for delivery in self:
            outcome, error = outcomes[delivery]
            delay = None
            if outcome == "wait":
                # Not tried at all, behind others that got no answer.
                delay = next_try(1, delivery.urgent)
            elif outcome == "retry":
                delay = next_try(delivery.tries, delivery.urgent)
                if delay is None:
                    outcome = "failed"
            same[outcome, error, delay] |= delivery
        for (outcome, error, delay), deliveries in same.items():
            vals = {"error": error}
            if delay is not None:
                vals |= {
                    "state": "queued",
                    "date_next": now + timedelta(minutes=delay),
                }
            else:
                vals |= {"state": outcome, "date": now if outcome == "sent" else False}
            deliveries.write(vals)
        self.flush_recordset()
