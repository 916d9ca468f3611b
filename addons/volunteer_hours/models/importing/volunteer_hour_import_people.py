from odoo import models
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.register_words import word_key

#: People who have not become volunteers have no hours.
NOT_VOLUNTEERS = ("applied", "rejected")


class VolunteerHourImport(models.Model):
    """Whose hours rows are: one query a kind of number."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def _match_people_sudo(self, rows):
        """Return ``(volunteer id, problem)`` of each row; one of the two is None."""
        indexes = self._index_numbers(rows)
        by_index = self._query_keys(
            "SELECT id_number_index, volunteer_id FROM volunteer_identity "
            "WHERE id_number_index = ANY(%s)",
            indexes.values(),
        )
        by_number = self._query_external_numbers(rows)
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
        names = self._query_names({known.volunteer_id for known in kept.values()})
        by_name = self._query_by_name(rows)

        def keys_of(values):
            """Yield ``(target, volunteer id or None, problem)`` of a row's keys."""
            if "code" in values:
                yield "code", by_code.get(values["code"]), "unknown_code"
            if "id_number" in values:
                index = indexes[self._get_document(values)]
                yield "id_number", by_index.get(index), "unknown_id"
            if number := values.get("external_number"):
                platform_id = values.get("platform") or self.platform_id.id
                if not platform_id:
                    yield "external_number", None, "no_platform_row"
                else:
                    found = by_number.get((platform_id, number))
                    yield "external_number", found, "unknown_number"
            if badge := values.get("employee_number"):
                _employee_id, found = employees.get(badge, (None, None))
                code = "no_volunteer" if badge in employees else "unknown_employee"
                yield "employee_number", found, code

        return [
            self._match_person(row.values, list(keys_of(row.values)), kept, names)
            if any(target != "name" for target, *_rest in keys_of(row.values))
            else self._match_name(by_name.get(row.values.get("name"), []))
            for row in rows
        ]

    def _match_person(self, values, keys, kept, names):
        """Return ``(volunteer id, problem)`` of a row that has numbers."""
        for target, found, problem in keys:
            if not found:
                return None, (target, problem, "")
            if not kept[found].here:
                return None, (target, "elsewhere", "")
        target = keys[0][0]
        people = {kept[found].volunteer_id for _target, found, _problem in keys}
        if len(people) > 1:
            return None, (keys[1][0], "ambiguous", "")
        known = kept[keys[0][1]]
        if known.erased:
            return None, (target, "erased", "")
        if known.state in NOT_VOLUNTEERS:
            return None, (target, f"is_{known.state}", "")
        name = values.get("name")
        if name and word_key(name) != word_key(names[known.volunteer_id]):
            return None, ("name", "other_name", "")
        return known.volunteer_id, None

    def _match_name(self, found):
        if not found:
            return None, ("name", "unknown_name", "")
        if len(found) > 1:
            return None, ("name", "several_named", "")
        return found[0], None

    def _query_external_numbers(self, rows):
        """Return ``{(platform, number): volunteer}``."""
        numbers = self._collect(rows, "external_number")
        if not numbers:
            return {}
        return {
            (platform_id, number): volunteer_id
            for platform_id, number, volunteer_id in self.env.execute_query(
                SQL(
                    "SELECT platform_id, number, volunteer_id "
                    "FROM volunteer_external_number WHERE number = ANY(%s)",
                    numbers,
                )
            )
        }

    def _query_names(self, volunteer_ids):
        return self._query_keys(
            "SELECT id, name FROM volunteer_volunteer WHERE id = ANY(%s)",
            volunteer_ids,
        )

    def _query_by_name(self, rows):
        """Return ``{name: [volunteers of the unit]}`` for rows without a number."""
        names = {
            row.values["name"]
            for row in rows
            if "name" in row.values
            and not row.values.keys()
            & {"code", "id_number", "external_number", "employee_number"}
        }
        result = {}
        if names:
            for name, volunteer_id in self.env.execute_query(
                SQL(
                    "SELECT v.name, v.id FROM volunteer_volunteer v "
                    "JOIN res_company_volunteer_volunteer_rel r "
                    "ON r.volunteer_volunteer_id = v.id AND r.res_company_id = %s "
                    "WHERE v.name = ANY(%s) AND v.merged_into_id IS NULL "
                    "AND v.erased_on IS NULL AND v.state <> ALL(%s)",
                    self.company_id.id,
                    list(names),
                    list(NOT_VOLUNTEERS),
                )
            ):
                result.setdefault(name, []).append(volunteer_id)
        return result
