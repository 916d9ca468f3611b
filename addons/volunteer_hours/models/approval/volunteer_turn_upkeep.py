from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.escalation import escalation_cutoff
from .turn_finder import TurnFinder

#: Lines whose turns are set in one transaction.
BATCH = 1000


class VolunteerHour(models.Model):
    """Turns that change without a decision: periods, people and patience end."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_turns(self):
        """Bring turns to and from stand-ins, off who has left, and up."""
        lines = self._find_delegated_sudo() | self._find_stranded_sudo()
        lines._do_in_batches(lambda batch: batch._renew_turns_sudo())
        companies = self.env["res.company"].sudo()
        for company in companies.search([("volunteer_escalation_days", ">", 0)]):
            steps = self._find_overdue_steps_sudo(company)
            steps.hour_id._do_in_batches(lambda batch: batch._escalate_sudo())

    def _do_in_batches(self, work):
        for position in range(0, len(self), BATCH):
            batch = self[position : position + BATCH]
            work(batch)
            self.env["ir.cron"]._commit_progress(
                len(batch), remaining=len(self) - position - len(batch)
            )

    @api.model
    def _find_delegated_sudo(self):
        """Return the lines that a stand-in has, or should have."""
        stand_ins = self.env["volunteer.delegation"]._get_stand_ins_sudo()
        users = list({user_id for user_id, _company_id in stand_ins})
        self.flush_model(["state", "approver_id"])
        self.env["volunteer.approval"].flush_model(["hour_id", "state", "approver_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT h.id
                  FROM volunteer_approval a
                  JOIN volunteer_hour h ON h.id = a.hour_id
                 WHERE a.state = 'pending' AND h.state = 'submitted'
                   AND a.approver_id IS NOT NULL
                   AND (h.approver_id IS DISTINCT FROM a.approver_id
                        OR a.approver_id = ANY(%s))
              ORDER BY h.id
                """,
                users,
            )
        )
        return self.sudo().browse(row[0] for row in self.env.cr.fetchall())

    @api.model
    def _find_stranded_sudo(self):
        """Return the lines that wait for nobody who could decide them."""
        lines = self.sudo()
        finder = TurnFinder(lines)
        waiting = lines._read_group(
            [("state", "=", "submitted")],
            ["company_id", "approver_id", "approver_group_id"],
        )
        users = self.env["res.users"].union(*(user for _unit, user, _group in waiting))
        if users.exists() != users:
            # Keys hold whom lines refer to: without them, the addon is on its way out.
            return lines.browse()
        for company, user, group in waiting:
            turn = Domain(
                [
                    ("state", "=", "submitted"),
                    ("company_id", "=", company.id),
                    ("approver_id", "=", user.id),
                    ("approver_group_id", "=", group.id),
                ]
            )
            if group:
                members = finder.get_members(group, company)
                if not members:
                    lines |= lines.search(turn)
                elif len(members) == 1:
                    lines |= lines.search(turn & self._get_own_domain(members))
            elif not finder.fits(user, company):
                lines |= lines.search(turn)
        return lines | self._find_own_turns_sudo()

    @api.model
    def _find_own_turns_sudo(self):
        """Return the lines that wait for whose hours they have turned out to be.

        A login was linked, or two records of one person were merged.
        """
        self.flush_model(["state", "approver_id", "volunteer_id", "employee_id"])
        self.env["volunteer.volunteer"].flush_model(["user_id", "merged_into_id"])
        self.env["hr.employee"].flush_model(["user_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT h.id
                  FROM volunteer_hour h
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
             LEFT JOIN volunteer_volunteer k ON k.id = v.merged_into_id
             LEFT JOIN hr_employee e ON e.id = h.employee_id
                 WHERE h.state = 'submitted'
                   AND h.approver_id IN (v.user_id, k.user_id, e.user_id)
                """
            )
        )
        return self.sudo().browse(row[0] for row in rows)

    @api.model
    def _find_overdue_steps_sudo(self, company):
        """Return the steps in a unit that have waited too long and can go up."""
        steps = self.env["volunteer.approval"].sudo()
        zone = ZoneInfo(company.volunteer_tz)
        now = fields.Datetime.now().replace(tzinfo=UTC).astimezone(zone)
        cutoff = escalation_cutoff(
            now.replace(tzinfo=None),
            company.volunteer_escalation_days,
            self.env["res.company"]._get_volunteer_working_days_sudo(),
        )
        if not cutoff:
            return steps
        since = cutoff.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)
        domain = [
            ("state", "=", "pending"),
            ("pending_since", "<=", since),
            ("hour_id.state", "=", "submitted"),
            ("hour_id.company_id", "=", company.id),
            ("kind", "!=", "executive"),
        ]
        if not TurnFinder(self).fits(company.volunteer_executive_id, company):
            # The office is the last one there is.
            domain.append(("group_id", "!=", self._get_office_group().id))
        return steps.search(domain, order="hour_id")

    def _escalate_sudo(self):
        """Let the step whose turn it is go up, where there is somebody above."""
        finder = TurnFinder(self)
        passing = []
        for step in self._get_open_approvals():
            if step.state != "pending":
                continue
            line = step.hour_id
            target = line._get_higher_target(step, finder)
            if target:
                passing.append((line, step, target))
        self._lift_steps_sudo(passing, finder)
