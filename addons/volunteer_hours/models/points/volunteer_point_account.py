from psycopg2.errors import LockNotAvailable

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.points import format_points

#: Kinds of moves that take what is there, and never more.
SPENDING = frozenset(("spend", "gift_out"))
#: How long somebody waits for an account that a large notice is just crediting.
LONGEST_WAIT = "5s"


class VolunteerPointAccount(models.Model):
    """The points of one person: what the ledger's lines earned, and every move since.

    Points never become hours (section 6 of the domain rules). One account a person, in
    whatever units; the balance is a counter that single statements change, and equals
    the recorded lines' points plus the moves. Spending never takes it below zero;
    reversed hours and corrections may: a debt, which blocks spending and is worked off.
    """

    _name = "volunteer.point.account"
    _description = "Point Account"
    _order = "balance desc, id"
    _rec_name = "volunteer_id"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="volunteer_id.company_id")
    move_ids = fields.One2many("volunteer.point.move", "account_id", string="Moves")
    # In hundredths, like the points of lines.
    earned = fields.Integer(
        string="Earned (hundredths)",
        readonly=True,
        default=0,
        copy=False,
        help="What the recorded hours earned.",
    )
    balance = fields.Integer(
        string="Balance (hundredths)",
        readonly=True,
        default=0,
        copy=False,
        help="Earned by hours, plus and minus all moves.",
    )
    earned_points = fields.Float(
        string="Earned by Hours", digits=(16, 2), compute="_compute_points"
    )
    points = fields.Float(
        string="Balance",
        digits=(16, 2),
        compute="_compute_points",
        help="Below zero: a debt. It blocks spending, and what is earned next pays it "
        "off.",
    )

    _volunteer_unique = models.UniqueIndex(
        "(volunteer_id)", "This volunteer has an account of points."
    )

    @api.depends("earned", "balance")
    def _compute_points(self):
        for account in self:
            account.earned_points = account.earned / 100
            account.points = account.balance / 100

    def action_open_history(self):
        """Open what made this balance: hours and moves, of merged records too."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_hours.volunteer_point_entry_action"
        )
        people = self.sudo().volunteer_id._with_merged_sudo()
        return {**action, "domain": [("volunteer_id", "in", people.ids)]}

    # ------------------------------------------------------------------
    # For what earns and spends points
    # ------------------------------------------------------------------

    @api.model
    def _get_accounts_sudo(self, volunteers):
        """Return the accounts of these people, and open those that are missing.

        :param volunteers: ``volunteer.volunteer``; a merged record has the account of
            the record that was kept
        :return: accounts as superuser, one a person
        """
        people = volunteers._get_canonical_sudo()
        if not people:
            return self.sudo().browse()
        accounts = self.sudo().search([("volunteer_id", "in", people.ids)])
        missing = people - accounts.volunteer_id
        if not missing:
            return accounts
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO volunteer_point_account
                    (volunteer_id, earned, balance,
                     create_uid, create_date, write_uid, write_date)
                SELECT volunteer_id, 0, 0, %(uid)s, now() AT TIME ZONE 'UTC',
                       %(uid)s, now() AT TIME ZONE 'UTC'
                  FROM unnest(%(people)s) volunteer_id
           ON CONFLICT (volunteer_id) DO NOTHING
                """,
                uid=self.env.uid,
                people=sorted(missing.ids),
            ),
            log_exceptions=False,
        )
        return self.sudo().search([("volunteer_id", "in", people.ids)])

    @api.model
    def _lock_accounts_sudo(self, volunteers):
        """Hold the accounts of these people, before a deed takes anything else.

        Recording a large notice holds its people's accounts for as long as it takes.
        Whoever presses a button meanwhile waits shortly, and then is told, with nothing
        in hand for which others would wait: no piece of the stock, no process.

        :param volunteers: ``volunteer.volunteer``
        :return: accounts as superuser, one a person
        :raise UserError: somebody else holds one of them for longer
        """
        cr = self.env.cr
        self.env.flush_all()
        [[before]] = self.env.execute_query(
            SQL("SELECT current_setting('lock_timeout')")
        )
        try:
            with cr.savepoint(flush=False):
                self._set_lock_timeout(LONGEST_WAIT)
                accounts = self._get_accounts_sudo(volunteers)
                # Who loses a race is repeated by Odoo: no error in the log.
                cr.execute(
                    SQL(
                        "SELECT FROM volunteer_point_account WHERE id IN %s "
                        "ORDER BY id FOR NO KEY UPDATE",
                        tuple(accounts.ids) or (0,),
                    ),
                    log_exceptions=False,
                )
                self._set_lock_timeout(before)
        except LockNotAvailable:
            raise UserError(
                self.env._(
                    "Service hours are just being recorded, and their points credited. "
                    "Please try again in a few minutes; nothing was changed."
                )
            ) from None
        return accounts

    def _set_lock_timeout(self, timeout):
        self.env.cr.execute(SQL("SELECT set_config('lock_timeout', %s, true)", timeout))

    def _move_sudo(self, kind, hundredths, *, reason, at_least=0, **refs):
        """Put a move on one account, and change its balance by one statement.

        Of two at the same moment the second waits for the first and sees its balance:
        what is not there is never spent. The caller has checked who may do so.

        :param str kind: a key of ``volunteer.point.move.kind``
        :param int hundredths: signed, in hundredths of a point
        :param str reason: what the person reads in the history
        :param int at_least: a balance in hundredths that must be there to spend at all
        :param refs: other fields of the move, also those of what it is about
        :return: the move, as superuser
        :raise UserError: not enough points, or a debt to work off first
        """
        self.ensure_one()
        account = self._get_accounts_sudo(self.volunteer_id)
        least = -(2**31)
        if kind in SPENDING:
            least = max(-hundredths, at_least)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE volunteer_point_account SET balance = balance + %s "
                "WHERE id = %s AND balance >= %s RETURNING balance",
                hundredths,
                account.id,
                least,
            ),
            log_exceptions=False,
        )
        changed = self.env.cr.fetchone()
        account.invalidate_recordset(["balance"], flush=False)
        if not changed:
            raise UserError(account._explain_shortage(least))
        return (
            self.env["volunteer.point.move"]
            .sudo()
            .create(
                {
                    "account_id": account.id,
                    "kind": kind,
                    "hundredths": hundredths,
                    "reason": reason,
                    **refs,
                }
            )
        )

    def _explain_shortage(self, needed):
        """Return the sentence that says why these points cannot be spent.

        :param int needed: hundredths of a point
        """
        self.ensure_one()
        if self.balance < 0:
            return self.env._(
                "Your balance is %(points)s points, since hours were taken back after "
                "their points were spent. What you earn next pays this off; then you "
                "can spend points again.",
                points=format_points(self.balance),
            )
        return self.env._(
            "This takes %(needed)s points, and there are %(points)s. Every hour of "
            "service earns more.",
            needed=format_points(needed),
            points=format_points(self.balance),
        )
