from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class Known(NamedTuple):
    """A volunteer's record: what it was merged into or itself, and how it stands."""

    volunteer_id: int
    here: bool
    state: str
    erased: bool


class VolunteerImportMixin(models.AbstractModel):
    """Whom the numbers in rows belong to: one query a kind of number."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _get_document(self, values):
        """Return ``(type, number)`` of a row's ID, or ``None``."""
        if "id_number" in values:
            return values["id_type"], values["id_number"]
        return None

    def _index_numbers(self, rows):
        """Return ``{(type, number): search index}`` of the rows' IDs."""
        documents = {self._get_document(row.values) for row in rows} - {None}
        if not documents:
            return {}
        keyring = self.env["volunteer.identity"]._load_keyring()
        return {document: keyring.index(*document) for document in documents}

    def _collect(self, rows, target):
        return [row.values[target] for row in rows if target in row.values]

    def _query_keys(self, query, keys, *parameters):
        keys = list(keys)
        if not keys:
            return {}
        return dict(self.env.execute_query(SQL(query, keys, *parameters)))

    def _query_employees(self, rows):
        """Return ``{badge: (employee, volunteer or None)}`` of the unit."""
        badges = self._collect(rows, "employee_number")
        if not badges:
            return {}
        return {
            badge: (employee_id, volunteer_id)
            for badge, employee_id, volunteer_id in self.env.execute_query(
                SQL(
                    "SELECT e.barcode, e.id, COALESCE(e.volunteer_id, v.id) "
                    "FROM hr_employee e LEFT JOIN volunteer_volunteer v "
                    "ON v.user_id = e.user_id "
                    "WHERE e.barcode = ANY(%s) AND e.company_id = %s",
                    badges,
                    self.company_id.id,
                )
            )
        }

    def _query_kept(self, volunteer_ids):
        """Return ``{volunteer: Known}``, of what they were merged into if they were."""
        if not volunteer_ids:
            return {}
        return {
            volunteer_id: Known(*known)
            for volunteer_id, *known in self.env.execute_query(
                SQL(
                    "SELECT v.id, k.id, EXISTS (SELECT FROM "
                    "res_company_volunteer_volunteer_rel r WHERE r.res_company_id = %s "
                    "AND r.volunteer_volunteer_id = k.id), "
                    "k.state, k.erased_on IS NOT NULL "
                    "FROM volunteer_volunteer v JOIN volunteer_volunteer k "
                    "ON k.id = COALESCE(v.merged_into_id, v.id) WHERE v.id = ANY(%s)",
                    self.company_id.id,
                    list(volunteer_ids - {None}),
                )
            )
        }
