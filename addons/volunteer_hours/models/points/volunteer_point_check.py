import logging

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class VolunteerPointAccount(models.Model):
    """Balances are counters: counted anew from lines and moves, and compared."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.point.account"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_counted_sql(self, people=None):
        """Return the query of what lines and moves give each person.

        :param people: ``volunteer.volunteer``, merged ones included; empty: everybody
        :return: columns ``volunteer_id``, ``earned`` and ``balance``, in hundredths
        """
        of_lines = of_moves = SQL("TRUE")
        if people is not None:
            ids = tuple(people.ids) or (0,)
            of_lines = SQL("h.volunteer_id IN %s", ids)
            of_moves = SQL("a.volunteer_id IN %s", ids)
        return SQL(
            """
            SELECT volunteer_id, sum(earned)::int AS earned,
                   sum(earned + moved)::int AS balance
              FROM (SELECT COALESCE(v.merged_into_id, v.id) AS volunteer_id,
                           sum(h.points) AS earned, 0 AS moved
                      FROM volunteer_hour h
                      JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                     WHERE h.state = 'recorded' AND %s
                  GROUP BY 1
                 UNION ALL
                    SELECT a.volunteer_id, 0, sum(m.hundredths)
                      FROM volunteer_point_move m
                      JOIN volunteer_point_account a ON a.id = m.account_id
                     WHERE %s
                  GROUP BY 1) both_parts
          GROUP BY volunteer_id
            """,
            of_lines,
            of_moves,
        )

    def _recount_sudo(self):
        """Set these balances to what lines and moves give, in one statement."""
        self.env.flush_all()
        people = self.volunteer_id._with_merged_sudo()
        self.env.cr.execute(
            SQL(
                """
                WITH counted AS (%s)
                UPDATE volunteer_point_account account
                   SET earned = COALESCE(
                           (SELECT earned FROM counted c
                             WHERE c.volunteer_id = account.volunteer_id), 0),
                       balance = COALESCE(
                           (SELECT balance FROM counted c
                             WHERE c.volunteer_id = account.volunteer_id), 0)
                 WHERE id IN %s
                """,
                self._get_counted_sql(people),
                tuple(self.ids) or (0,),
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["earned", "balance"], flush=False)

    def action_recount(self):
        """Set these balances to what the recorded hours and the moves give.

        :raise AccessError: no manager of volunteers, or not one's volunteers
        """
        if not self.env.user.has_group("volunteer_base.group_manager"):
            raise AccessError(self.env._("Only managers of volunteers do this."))
        self.check_access("read")
        self.sudo()._recount_sudo()
        return True

    @api.model
    def _find_wrong_sudo(self):
        """Return ids of accounts that differ from lines and moves, missing ones opened.

        Whoever has earned points has an account.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH counted AS (%s)
                SELECT account.id, counted.volunteer_id
                  FROM counted
             FULL JOIN volunteer_point_account account
                    ON account.volunteer_id = counted.volunteer_id
                 WHERE COALESCE(account.earned, 0) <> COALESCE(counted.earned, 0)
                    OR COALESCE(account.balance, 0) <> COALESCE(counted.balance, 0)
                """,
                self._get_counted_sql(),
            )
        )
        missing = [person for account_id, person in rows if not account_id]
        opened = self._get_accounts_sudo(
            self.env["volunteer.volunteer"].browse(missing)
        )
        return self.sudo().browse([row[0] for row in rows if row[0]]) | opened

    @api.model
    def _cron_check(self):
        """Compare all balances; a difference is a to-do for the unit's office.

        It never happens by the methods of this addon; somebody has written to the
        database by hand, or there is a mistake to look for.
        """
        wrong = self._find_wrong_sudo()
        todos = (
            self.env["mail.activity"]
            .sudo()
            .search([("volunteer_matter", "=", "points_differ")])
        )
        companies = wrong.volunteer_id.company_id
        officers = companies._get_volunteer_officers_sudo() if companies else {}
        todos.filtered(lambda todo: todo.user_id not in officers.values()).unlink()
        vals_list = []
        for company, group in wrong.grouped(
            lambda account: account.volunteer_id.company_id
        ).items():
            user = officers[company]
            _logger.warning("%s differ from lines and moves.", group)
            if user in todos.exists().user_id:
                continue
            env = self.with_context(lang=user.lang).env
            vals_list.append(
                {
                    "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                    "user_id": user.id,
                    "volunteer_matter": "points_differ",
                    "summary": env._("Points differ from hours and moves"),
                    "note": env._(
                        "The balances of %(count)s volunteers are not the sum of their "
                        "recorded hours and moves, for example %(names)s. Somebody may "
                        "have changed the database by hand. A manager can count them "
                        "anew in their accounts of points.",
                        count=len(group),
                        names=group[:5].volunteer_id.mapped("display_name"),
                    ),
                    "date_deadline": company._get_volunteer_today(),
                }
            )
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True
        ).create(vals_list)
