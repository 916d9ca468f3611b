from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# 民政部令第67号, Article 4: the five groups of a volunteer's record, in its order.
GROUPS = ("basic", "service", "training", "award", "evaluation")


class VolunteerVolunteer(models.Model):
    """A person's own copy of everything on file (PIPL 45).

    Each matter adds its part to ``_get_own_data_sudo``; page, file and paper only show
    what comes out of it.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    def get_own_data(self):
        """Return everything on file about one volunteer, and log that it was given.

        Allowed to the person and, for somebody who asks on paper, to the volunteer
        office. The ID number is in full, as it belongs to the person.

        :return: ``{"volunteer": code, "generated": UTC time in ISO 8601, "groups":
            {"basic": [section, …], "service": …, "training": …, "award": …,
            "evaluation": …}}``, a section being ``{"key", "title", "columns":
            [{"key", "label"}], "rows": [{key: text, number, true, false or null}]}``
        :rtype: dict
        :raise AccessError: neither the person nor the volunteer office
        """
        self.ensure_one()
        if self.sudo().user_id != self.env.user:
            self._check_officer()
        volunteer = self.sudo()
        groups = volunteer._get_own_data_sudo()
        document = self.env._("Own copy")
        for what, value in (
            ("id_number", volunteer.id_number_masked),
            ("mobile", volunteer.mobile_masked),
        ):
            if value:
                volunteer._log_disclosure_sudo(what, {volunteer.id: document})
        return {
            "format": "hospital-volunteers-own-copy/1",
            "generated": f"{fields.Datetime.now().isoformat()}Z",
            "volunteer": volunteer.code,
            "unit": volunteer.company_id.name,
            "groups": {group: groups[group] for group in GROUPS},
        }

    def action_print_own_data(self):
        """Print the own copy of one volunteer, for somebody who asks on paper.

        :raise AccessError: neither the person nor the volunteer office
        """
        self.ensure_one()
        if self.sudo().user_id != self.env.user:
            self._check_officer()
        return self.env.ref("volunteer_base.volunteer_own_copy_report").report_action(
            self, config=False
        )

    def _get_own_data_sudo(self):
        """Return ``{group: [section]}`` of one volunteer; other addons add sections.

        :return: a list for each of ``GROUPS``; make sections by ``_own_section_sudo``
        """
        self.ensure_one()
        return {
            "basic": self._get_own_basic_sudo(),
            "service": self._get_own_service_sudo(),
            "training": self._get_own_training_sudo(),
            "award": [],
            "evaluation": [],
        }

    def _get_own_basic_sudo(self):
        people = self._with_merged_sudo()
        return [
            self._own_section_sudo(
                "volunteer",
                self.env._("Volunteer"),
                people,
                (
                    "code",
                    "name",
                    "kind",
                    "is_contract",
                    "state",
                    "date_registered",
                    "date_left",
                    "source",
                    "company_id",
                    "company_ids",
                    "branch_id",
                    "skill_ids",
                    "category_ids",
                    "confirmation",
                    "confirmation_date",
                    "confirmation_method",
                    "date_confirmed",
                ),
            ),
            self._get_own_identities_sudo(people),
            self._own_section_sudo(
                "teams",
                self.env._("Team Memberships"),
                people.member_ids,
                (
                    "team_id",
                    "date_from",
                    "date_to",
                    "standby",
                    "office",
                    "is_backbone",
                    "part",
                ),
            ),
            self._own_section_sudo(
                "external_numbers",
                self.env._("External Numbers"),
                people.external_number_ids,
                ("platform_id", "number"),
            ),
            self._own_section_sudo(
                "application",
                self.env._("Application"),
                people.filtered("date_applied"),
                (
                    "date_applied",
                    "recruitment_id",
                    "application_note",
                    "question",
                    "answer",
                ),
            ),
            self._own_section_sudo(
                "communities",
                self.env._("Reports to Communities"),
                people.community_report_ids,
                ("date", "community", "receipt_name", "note"),
            ),
            self._own_section_sudo(
                "items",
                self.env._("Items Handed out"),
                people.item_issue_ids,
                ("item_id", "number", "date_out", "date_due", "date_back", "note"),
            ),
            self._own_section_sudo(
                "affiliations",
                self.env._("Units That Asked"),
                self.env["volunteer.affiliation"].search(
                    [("subject_id", "in", people.ids)]
                ),
                ("date", "company_id", "reason", "answer", "date_answered"),
            ),
            self._own_section_sudo(
                "life_cycle",
                self.env._("Life Cycle"),
                people.life_event_ids,
                ("date", "state_from", "state_to", "reason"),
            ),
            self._own_section_sudo(
                "papers",
                self.env._("Papers and Consents"),
                people.acceptance_ids,
                (
                    "document_id",
                    "date",
                    "method",
                    "accepted_by",
                    "relation",
                    "withdrawn_date",
                    "withdrawn_reason",
                ),
            ),
            self._own_section_sudo(
                "disclosures",
                self.env._("Who Was Shown What in Full"),
                people.disclosure_ids,
                ("date", "user_id", "what", "document"),
            ),
            self._own_section_sudo(
                "files",
                self.env._("Photo and Scans"),
                self._get_own_files_sudo(people),
                ("name", "create_date", "mimetype", "file_size"),
            ),
        ]

    def _get_own_identities_sudo(self, people):
        """Return the section of identities, each with its own number."""
        rows = []
        for person in people:
            section = self._own_section_sudo(
                "identity",
                self.env._("Identity and Contact Details"),
                person.identity_ids[:1],
                self._get_own_identity_fields(),
                {"id_number": person._get_full_number_sudo()},
            )
            rows += section["rows"]
        return {**section, "rows": rows}

    def _get_own_files_sudo(self, people):
        """Return the photo, scans and other files kept about these people."""
        Attachment = self.env["ir.attachment"].sudo()
        about = [
            people,
            people.identity_ids,
            people.acceptance_ids,
            people.community_report_ids,
            people.qualification_ids,
        ]
        # Both kinds of files: of a field, and beside the record.
        found = Attachment.search(
            Domain.OR(
                Domain("res_model", "=", records._name)
                & Domain("res_id", "in", records.ids)
                for records in about
            )
            & (Domain("res_field", "=", False) | Domain("res_field", "!=", False))
        )
        return found | people.acceptance_ids.attachment_id

    def _get_own_service_sudo(self):
        return [
            self._own_section_sudo(
                "signups",
                self.env._("Sign-ups"),
                self._with_merged_sudo().signup_ids,
                ("activity_id", "post_id", "start", "stop", "state", "excuse_reason"),
            )
        ]

    def _get_own_training_sudo(self):
        people = self._with_merged_sudo()
        return [
            self._own_section_sudo(
                "qualifications",
                self.env._("Qualifications"),
                self.env["volunteer.qualification"]
                .with_context(active_test=False)
                .search([("volunteer_id", "in", people.ids)]),
                (
                    "name",
                    "number",
                    "date_from",
                    "date_to",
                    "withdrawn_on",
                    "source",
                    "document_name",
                ),
            ),
            self._own_section_sudo(
                "training",
                self.env._("Sessions and Exams"),
                self.env["volunteer.training.attendance"].search(
                    [("volunteer_id", "in", people.ids)]
                ),
                (
                    "date",
                    "course_id",
                    "step_id",
                    "hours",
                    "organiser",
                    "content",
                    "attended",
                    "passed",
                    "score",
                ),
            ),
        ]

    def _get_own_identity_fields(self):
        """Return what an identity keeps about the person, whatever is added to it."""
        hidden = {
            "company_ids",
            "display_name",
            "id_number_cipher",
            "id_number_index",
            "volunteer_id",
        }
        return [
            name
            for name, field in self.env["volunteer.identity"]._fields.items()
            if name not in models.MAGIC_COLUMNS
            and name not in hidden
            and field.type != "binary"
        ]

    def _get_full_number_sudo(self):
        """Return the ID number in clear, or the mask where no key is at hand."""
        if not self.id_number_masked:
            return None
        try:
            return self.identity_ids[:1]._decrypt_id_number_sudo()
        except UserError:
            return self.id_number_masked

    @api.model
    def _own_section_sudo(self, key, title, records, names, values=None):
        """Return one section of an own copy: a row a record, a column a field.

        :param str key: stable name of the section, for machines
        :param str title: what it is called on paper
        :param records: any records, as superuser
        :param names: names of fields; their labels become the columns'
        :param dict values: ``{field name: value}`` in place of what the record holds
        """
        records = records.sudo()
        columns = [
            {"key": name, "label": records._fields[name]._description_string(self.env)}
            for name in names
        ]
        rows = [
            {
                name: values[name]
                if values and name in values
                else self._own_value_sudo(record, records._fields[name])
                for name in names
            }
            for record in records
        ]
        return {"key": key, "title": title, "columns": columns, "rows": rows}

    @api.model
    def _own_value_sudo(self, record, field):
        """Return a field's value as people and machines read it."""
        value = record[field.name]
        if field.type == "boolean":
            return value
        if field.type in ("integer", "float", "monetary"):
            return value
        if not value:
            return None
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "datetime":
            return f"{value.isoformat()}Z"
        if field.type == "date":
            return value.isoformat()
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        return str(value)
