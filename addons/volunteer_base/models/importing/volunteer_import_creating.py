from odoo import Command, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.masking import mask_id_number, mask_mobile, mask_name
from .volunteer_import_matching import SERVING_STATES

#: Targets that are fields of volunteer.identity by the same name.
IDENTITY_FIELDS = frozenset(
    {
        "id_type",
        "birth_date",
        "sex",
        "party_applicant",
        "employer",
        "occupation",
        "mobile",
        "email",
        "region",
        "address",
        "emergency_contact",
        "emergency_mobile",
        "guardian_name",
        "guardian_relation",
        "guardian_mobile",
        "guardian_consent_date",
        "consent_date",
    }
)
CODE_FIELDS = {
    "political_status": "political_status_id",
    "education": "education_id",
    "ethnic_group": "ethnic_group_id",
}


class VolunteerImport(models.Model):
    """Rows of people who are not here yet: everything of a batch at once."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import"  # pylint: disable=consider-merging-classes-inherited

    def _create_rows_sudo(self, pairs):
        employees = self.env["hr.employee"].browse(
            match.employee_id for _row, match in pairs if match.employee_id
        )
        volunteers = self.env["volunteer.volunteer"].create(
            [
                self._prepare_volunteer_vals(
                    row.values, employees.browse(match.employee_id)
                )
                for row, match in pairs
            ]
        )
        # Masked already: computed again, every row would be written twice.
        masked = volunteers._fields["mobile_masked"]
        with self.env.protecting([masked], volunteers):
            self.env["volunteer.identity"].create(
                self._prepare_identity_vals_list(pairs, volunteers)
            )
        self._add_numbers_sudo(pairs, volunteers)
        self._link_employees_sudo(
            {
                match.employee_id: volunteer.id
                for (_row, match), volunteer in zip(pairs, volunteers, strict=True)
                if match.employee_id
            }
        )
        self._add_members_sudo(pairs, volunteers)
        self._log_creation_sudo(volunteers)

    def _prepare_volunteer_vals(self, values, employee):
        name = values.get("name") or employee.name
        vals = {
            "name": name,
            "name_masked": mask_name(name),
            "mobile_masked": mask_mobile(values.get("mobile")),
            "kind": values.get("kind") or ("staff" if employee else self.kind),
            "company_id": self.company_id.id,
            "source": "group" if self.purpose == "group" else "import",
            "state": self.new_state,
            "import_id": self.id,
        }
        if self.new_state == "registered":
            today = fields.Date.context_today(self)
            vals["date_registered"] = values.get("date_registered", today)
            # A register of many years would be asked for its data all at once.
            vals["date_reconfirm_asked"] = today
        if "id_number" in values:
            vals["id_number_masked"] = mask_id_number(values["id_number"])
        if "is_contract" in values:
            vals["is_contract"] = values["is_contract"]
        if self.new_state == "applied" and "team" in values:
            vals["import_team_id"] = values["team"]
        for target, name in (("skills", "skill_ids"), ("categories", "category_ids")):
            if target in values:
                vals[name] = [Command.set(values[target])]
        if employee.user_id:
            vals["user_id"] = employee.user_id.id
        return vals

    def _prepare_identity_vals_list(self, pairs, volunteers):
        keyring = None
        vals_list = []
        for (row, _match), volunteer in zip(pairs, volunteers, strict=True):
            vals = self._prepare_identity_vals(row.values)
            if "id_number" in row.values:
                keyring = keyring or self.env["volunteer.identity"]._load_keyring()
                vals |= self._prepare_number_vals(row.values, keyring)
            vals["volunteer_id"] = volunteer.id
            vals_list.append(vals)
        return vals_list

    def _prepare_identity_vals(self, values):
        vals = {name: values[name] for name in values.keys() & IDENTITY_FIELDS}
        if "id_number" not in values:
            vals.pop("id_type", None)
        for target, name in CODE_FIELDS.items():
            if target in values:
                vals[name] = values[target]
        return vals

    def _prepare_number_vals(self, values, keyring):
        number = values["id_number"]
        return {
            "id_number_cipher": keyring.encrypt(number),
            "id_number_index": keyring.index(values["id_type"], number),
        }

    def _add_numbers_sudo(self, pairs, volunteers):
        self.env["volunteer.external.number"].create(
            [
                {
                    "volunteer_id": volunteer.id,
                    "platform_id": self.platform_id.id,
                    "number": row.values["external_number"],
                }
                for (row, _match), volunteer in zip(pairs, volunteers, strict=True)
                if "external_number" in row.values
            ]
        )

    def _link_employees_sudo(self, links):
        """Link employees in one statement; ``links`` is ``{employee: volunteer}``."""
        if not links:
            return
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE hr_employee e SET volunteer_id = l.volunteer_id "
                "FROM unnest(%s, %s) AS l (employee_id, volunteer_id) "
                "WHERE e.id = l.employee_id RETURNING e.id",
                list(links),
                list(links.values()),
            )
        )
        self.env["hr.employee"].invalidate_model(["volunteer_id"])
        self.env["volunteer.volunteer"].invalidate_model(
            ["employee_ids", "employee_id"]
        )

    def _add_members_sudo(self, pairs, volunteers):
        """Make members of the teams that the rows and the import name.

        Whoever applies becomes a member when accepted, not before.
        """
        wanted = [
            (volunteer.id, team_id)
            for (row, _match), volunteer in zip(pairs, volunteers, strict=True)
            if volunteer.state in SERVING_STATES
            for team_id in {self.team_id.id, row.values.get("team")} - {False, None}
        ]
        if not wanted:
            return
        Member = self.env["volunteer.team.member"]
        today = fields.Date.context_today(self)
        present = set(
            Member._read_group(
                Domain("volunteer_id", "in", volunteers.ids)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)),
                ["volunteer_id", "team_id"],
            )
        )
        present = {(volunteer.id, team.id) for volunteer, team in present}
        Member.create(
            [
                {"volunteer_id": volunteer_id, "team_id": team_id, "date_from": today}
                for volunteer_id, team_id in dict.fromkeys(wanted)
                if (volunteer_id, team_id) not in present
            ]
        )

    def _log_creation_sudo(self, volunteers):
        """Begin the life cycles: one statement, since a log has nothing to compute."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "INSERT INTO volunteer_life_event (volunteer_id, date, state_to, "
                "reason, user_id, create_uid, create_date, write_uid, write_date) "
                "SELECT v.id, %(now)s, %(state)s, %(reason)s, %(user)s, %(user)s, "
                "%(now)s, %(user)s, %(now)s FROM unnest(%(ids)s) AS v (id) "
                "RETURNING id",
                now=fields.Datetime.now(),
                state=self.new_state,
                reason=self.name,
                user=self.env.uid,
                ids=volunteers.ids,
            )
        )
        volunteers.invalidate_recordset(["life_event_ids"], flush=False)
