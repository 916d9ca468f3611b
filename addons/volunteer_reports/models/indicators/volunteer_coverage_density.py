from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .volunteer_indicator_sources import OWN


class VolunteerCoverageBase(models.Model):
    """Hours against visits and bed days, for the months of which both are known."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.coverage.base"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_density_sudo(self, scope, records, tree, spans):
        """Return ``{(id, number): {kind: (minutes, visits or bed days)}}``.

        Only the months of which a figure was entered count, hours and all, so that a
        year of which three months are known is measured by these three. The figure of
        the whole goes before those of its parts. A team is measured by the visits of
        its department. In three queries.

        :param str scope: ``company``, ``department`` or ``team``
        :param dict tree: ``{id: ids of it and of all below}``
        :param spans: periods of two days; the answer names them by their place
        """
        bases = self.sudo().search(
            [
                ("date_from", ">=", min(span[0] for span in spans)),
                ("date_to", "<=", max(span[1] for span in spans)),
            ]
        )
        result = defaultdict(dict)
        if not bases:
            return result
        chosen = {
            (record.id, number): self._choose_sudo(scope, record, tree, bases, span)
            for record in records
            for number, span in enumerate(spans)
        }
        minutes = self._read_minutes_sudo(scope, tree, chosen)
        for (top, number), rows in chosen.items():
            for kind in {row.kind for row in rows}:
                of_kind = [row for row in rows if row.kind == kind]
                result[top, number][kind] = (
                    sum(minutes(top, row) for row in of_kind),
                    sum(row.value for row in of_kind),
                )
        return result

    @api.model
    def _choose_sudo(self, scope, record, tree, bases, span):
        """Return the figures that a unit, department or team is measured by."""
        rows = bases.filtered(
            lambda base: span[0] <= base.date_from and base.date_to <= span[1]
        )
        if scope == "team":
            department = record.department_id
            return rows.filtered(
                lambda base: department and base.department_id == department
            )
        nodes = set(tree[record.id])
        if scope == "department":
            rows = rows.filtered(lambda base: base.department_id.id in nodes)
            whole = rows.filtered(lambda base: base.department_id == record)
        else:
            rows = rows.filtered(lambda base: base.company_id.id in nodes)
            whole = rows.filtered(
                lambda base: base.company_id == record and not base.department_id
            )
        kinds = set(whole.mapped("kind"))
        parts = rows.filtered(lambda base: base.kind not in kinds)
        return whole | parts._keep_topmost_sudo()

    def _keep_topmost_sudo(self):
        """Return these without those that a figure of something above includes."""
        by_place = defaultdict(list)
        for base in self:
            by_place[base.company_id.id, base.department_id.id, base.kind].append(base)

        def is_included(base):
            above = [
                (base.company_id.id, int(node), base.kind)
                for node in (base.department_id.parent_path or "").split("/")[:-2]
            ]
            if base.department_id:
                above.append((base.company_id.id, False, base.kind))
            return any(
                other.date_from <= base.date_to and base.date_from <= other.date_to
                for place in above
                for other in by_place.get(place, ())
            )

        return self.filtered(lambda base: not is_included(base))

    @api.model
    def _read_minutes_sudo(self, scope, tree, chosen):
        """Return a function that tells the minutes served against a figure."""
        rows = self.union(*chosen.values())
        spans = sorted({(row.date_from, row.date_to) for row in rows})
        place = {span: number for number, span in enumerate(spans)}
        if not spans:
            return lambda _top, _row: 0
        if scope == "team":
            served = self._read_served_sudo("team", tree, spans)
            return lambda top, row: served.get(
                (top, place[row.date_from, row.date_to]), (0,)
            )[0]
        Indicator = self.env["volunteer.indicator"]
        found = {}
        for kind in ("department", "company"):
            records = rows.filtered("department_id").department_id
            if kind == "company":
                records = rows.filtered(lambda row: not row.department_id).company_id
            if records:
                below = Indicator._get_tree_sudo(records)
                for key, sums in self._read_served_sudo(kind, below, spans).items():
                    found[(kind, *key)] = sums[0]

        def count(_top, row):
            kind = "department" if row.department_id else "company"
            return found.get(
                (kind, row[f"{kind}_id"].id, place[row.date_from, row.date_to]), 0
            )

        return count

    @api.model
    def _read_served_sudo(self, scope, tree, spans):
        """Read the minutes served for a unit, by a team, or for a department.

        For a department serves who follows its request, else its team, else, in a team
        of no department, its own staff.
        """
        return self.env["volunteer.indicator"]._read_sums_sudo(
            tree,
            spans,
            SQL(
                """(volunteer_hour h
             LEFT JOIN volunteer_team t ON t.id = h.team_id
             LEFT JOIN (SELECT project_id, MIN(department_id) AS department_id
                          FROM volunteer_request
                         WHERE project_id IS NOT NULL
                      GROUP BY project_id
                        HAVING COUNT(DISTINCT department_id) = 1) q
                    ON q.project_id = h.project_id)"""
            ),
            SQL("h.date"),
            SQL("COALESCE(q.department_id, t.department_id, h.department_id)")
            if scope == "department"
            else SQL.identifier("h", f"{scope}_id"),
            SQL("h.state = 'recorded' AND %s", OWN),
            [SQL("COALESCE(SUM(h.minutes), 0)")],
        )
