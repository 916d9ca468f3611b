from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .volunteer_evaluation_figures import RECORDED, SUMS

#: Lines of other heads and other bodies, which some evaluations do not count.
ELSEWHERE = SQL(
    """
    (COALESCE(h.organiser, '') <> ''
     OR split_part(made.parent_path, '/', 1) <> split_part(own.parent_path, '/', 1))
    """
)


class VolunteerEvaluation(models.Model):
    """Whether the ledger moved on since the figures of a sheet were taken."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.evaluation"  # pylint: disable=consider-merging-classes-inherited

    changed_since = fields.Boolean(
        compute="_compute_changed_since",
        search="_search_changed_since",
        compute_sudo=True,
        help="The ledger holds other hours, services or marks of this period by now: "
        "something was recorded or reversed after the figures were taken.",
    )

    @api.depends("minutes_proven", "minutes_claimed", "services", "quality")
    def _compute_changed_since(self):
        """Compare with the ledger, in one query for all sheets."""
        changed = set()
        stored = self.filtered("id")
        if stored:
            self._flush_figures()
            self.flush_model()
            rows = self.env.execute_query(
                self._select_changed(SQL("sheet.id = ANY(%s)", list(stored.ids)))
            )
            changed = {sheet_id for (sheet_id,) in rows}
        for sheet in self:
            sheet.changed_since = sheet._origin.id in changed

    @api.model
    def _search_changed_since(self, operator, value):
        if operator != "in":
            return NotImplemented
        self._flush_figures()
        self.flush_model()
        found = self._select_changed(SQL("TRUE"))
        domain = Domain("id", "in", found)
        wanted = set(value)
        if wanted >= {True, False}:
            return Domain.TRUE
        return domain if True in wanted else ~domain

    @api.model
    def _select_changed(self, condition):
        """Return the statement for ids of sheets whose frozen figures are not these."""
        return SQL(
            """
            SELECT now_and_then.id
              FROM (
                SELECT sheet.id, sheet.minutes_proven, sheet.minutes_claimed,
                       sheet.services AS services_then, sheet.quality,
                       %(sums)s
                  FROM volunteer_evaluation sheet
                  JOIN volunteer_evaluation_round round ON round.id = sheet.round_id
                  JOIN res_company own ON own.id = sheet.company_id
             LEFT JOIN hr_employee e
                    ON e.id = sheet.employee_id AND sheet.volunteer_id IS NULL
             LEFT JOIN volunteer_volunteer was
                    ON was.id = COALESCE(sheet.volunteer_id, e.volunteer_id)
             LEFT JOIN volunteer_volunteer v
                    ON v.id = COALESCE(was.merged_into_id, was.id)
                       OR v.merged_into_id = COALESCE(was.merged_into_id, was.id)
             LEFT JOIN (volunteer_hour h
                        JOIN res_company made ON made.id = h.company_id)
                    ON h.volunteer_id = v.id
                       AND h.date BETWEEN sheet.date_from AND sheet.date_to
                       AND %(recorded)s
                       AND (round.count_outside OR NOT %(elsewhere)s)
                 WHERE %(condition)s
              GROUP BY sheet.id
              ) AS now_and_then
             WHERE COALESCE(proven, 0) <> COALESCE(minutes_proven, 0)
                OR COALESCE(claimed, 0) <> COALESCE(minutes_claimed, 0)
                OR services <> COALESCE(services_then, 0)
                OR COALESCE(round(marks::numeric / NULLIF(marked, 0), 2), 0)
                   <> COALESCE(quality, 0)
            """,
            sums=SUMS,
            recorded=RECORDED,
            elsewhere=ELSEWHERE,
            condition=condition,
        )
