from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

#: Whose data an import may change, and who becomes a member of a team.
SERVING_STATES = ("trial", "registered")


class Match(NamedTuple):
    """Who a row is: ids of a volunteer and an employee, or a problem.

    ``problem`` is ``(target, code, value)``, or ``None``.
    """

    volunteer_id: int | None = None
    employee_id: int | None = None
    problem: tuple | None = None


class VolunteerImport(models.Model):
    """Finding the volunteers that rows of a register are: one query a kind of key."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    def _match_rows_sudo(self, rows):
        """Find whom rows are, by ID, external, employee and volunteer number.

        The queries do not grow with the rows.

        :param list rows: ``RegisterRow``
        :return: one :class:`Match` a row
        """
        self.ensure_one()
        self.env.flush_all()
        # One key ring a batch; without ID numbers none is needed.
        indexes = self._index_numbers(rows)
        by_index = self._query_keys(
            "SELECT id_number_index, volunteer_id FROM volunteer_identity "
            "WHERE id_number_index = ANY(%s)",
            indexes.values(),
        )
        by_number = self._query_keys(
            "SELECT number, volunteer_id FROM volunteer_external_number "
            "WHERE number = ANY(%s) AND platform_id = %s",
            self._collect(rows, "external_number") if self.platform_id else (),
            self.platform_id.id,
        )
        by_code = self._query_keys(
            "SELECT code, id FROM volunteer_volunteer WHERE code = ANY(%s)",
            self._collect(rows, "code"),
        )
        employees = self._query_employees(rows)
        kept = self._query_kept(
            {
                *by_index.values(),
                *by_number.values(),
                *by_code.values(),
                *(volunteer_id for _id, volunteer_id in employees.values()),
            }
        )
        on_file = self._query_on_file({known.volunteer_id for known in kept.values()})
        return [
            self._match_row(
                row.values,
                indexes,
                by_index,
                by_number,
                by_code,
                employees,
                kept,
                on_file,
            )
            for row in rows
        ]

    def _match_row(
        self, values, indexes, by_index, by_number, by_code, employees, kept, on_file
    ):
        employee_id, code, number = (
            None,
            values.get("code"),
            values.get("external_number"),
        )
        if self.purpose == "group" and not values.get("name"):
            # Whether the numbers say who it is would tell who is known here.
            return Match(problem=("name", "no_name_in_row", ""))
        document = self._get_document(values)
        found = []
        if document and indexes[document] in by_index:
            found.append(("id_number", by_index[indexes[document]]))
        if number and number in by_number:
            found.append(("external_number", by_number[number]))
        if badge := values.get("employee_number"):
            if badge not in employees:
                return Match(problem=("employee_number", "unknown_employee", ""))
            employee_id, volunteer_id = employees[badge]
            if volunteer_id:
                found.append(("employee_number", volunteer_id))
        if code:
            # A number that only another unit knows is not known here.
            if code not in by_code or not kept[by_code[code]].here:
                return Match(problem=("code", "unknown_code", ""))
            found.append(("code", by_code[code]))
        if not found:
            if not values.get("name") and not employee_id:
                return Match(problem=("name", "blank", ""))
            return Match(employee_id=employee_id)
        return self._match_known(
            values,
            employee_id,
            [(target, kept[volunteer_id]) for target, volunteer_id in found],
            document and indexes[document],
            on_file,
        )

    def _match_known(self, values, employee_id, found, index, on_file):
        """Return the match of a row whose keys are known, all of one person or not."""
        for target, known in found:
            if not known.here:
                return Match(problem=(target, "elsewhere", ""))
        if len({known.volunteer_id for _target, known in found}) > 1:
            return Match(problem=(found[1][0], "ambiguous", ""))
        known = found[0][1]
        volunteer_id = known.volunteer_id
        if known.erased:
            return Match(problem=(found[0][0], "erased", ""))
        if self.on_match == "update" and known.state not in SERVING_STATES:
            return Match(problem=(found[0][0], f"is_{known.state}", ""))
        own_index, external = on_file[volunteer_id]
        if index and own_index and own_index != index:
            return Match(problem=("id_number", "id_on_file", ""))
        number = values.get("external_number")
        if number and external and external != number:
            return Match(problem=("external_number", "number_on_file", ""))
        return Match(volunteer_id=volunteer_id, employee_id=employee_id)

    def _query_on_file(self, volunteer_ids):
        """Return ``{volunteer: (index of the ID, number on the platform)}``."""
        if not volunteer_ids:
            return {}
        return {
            volunteer_id: (index, number)
            for volunteer_id, index, number in self.env.execute_query(
                SQL(
                    "SELECT v.id, i.id_number_index, x.number "
                    "FROM volunteer_volunteer v "
                    "LEFT JOIN volunteer_identity i ON i.volunteer_id = v.id "
                    "LEFT JOIN volunteer_external_number x "
                    "ON x.volunteer_id = v.id AND x.platform_id = %s "
                    "WHERE v.id = ANY(%s)",
                    self.platform_id.id or 0,
                    list(volunteer_ids),
                )
            )
        }
