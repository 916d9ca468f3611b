from odoo import models
from odoo.tools import SQL

from odoo.addons.volunteer_base.tools.keyring import KeyringError
from odoo.addons.volunteer_base.tools.spreadsheet import (
    Column,
    Sheet,
    write_register,
)

PAGE = 2000


class VolunteerHourHandover(models.Model):
    """The file of a batch: rows by one page after the other, memory stays flat."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.handover"  # pylint: disable=consider-merging-classes-inherited

    def _get_filename(self):
        return f"{self.name}-{self.platform_id.name}.xlsx".replace("/", "-")

    def _write_file_sudo(self, stream):
        """Write the lines of this batch as .xlsx; the caller has checked rights.

        :param stream: a binary file opened for writing
        :return: ``(number of lines, minutes)``
        """
        self.ensure_one()
        if self.with_id_numbers:
            self._log_id_numbers_sudo()
        sheet = Sheet(
            name=self.env._("Service hours"),
            title=self.env._(
                "Service Hours for %(system)s", system=self.platform_id.name
            ),
            caption=self.env._(
                "Batch %(name)s · %(unit)s · Fill in the last columns for rows that "
                "were not accepted, and import the file again.",
                name=self.name,
                unit=self.company_id.name,
            ),
            total=self.env._("Total"),
        )
        return write_register(
            stream, sheet, self._get_file_columns(), self._iter_file_rows_sudo()
        )

    def _get_file_columns(self):
        columns = [
            Column(self.env._("No."), 7, "integer"),
            Column(self.env._("Ledger No."), 10, "integer"),
            Column(self.env._("What to Do"), 10),
            Column(self.env._("Volunteer No."), 14),
            Column(self.env._("Number on the Platform"), 18),
            Column(self.env._("Full Name"), 12),
        ]
        if self.with_id_numbers:
            columns.append(Column(self.env._("ID Number"), 22))
        return columns + [
            Column(self.env._("Date of Service"), 12, "date"),
            Column(self.env._("Begins"), 8),
            Column(self.env._("Ends"), 8),
            Column(self.env._("Service Hours"), 10, "hours"),
            Column(self.env._("Project"), 22),
            Column(self.env._("Activity"), 24),
            Column(self.env._("What Was Done"), 30),
            Column(self.env._("Organiser"), 22),
            Column(self.env._("Record No. There"), 16),
            Column(self.env._("Why Not Accepted"), 30),
        ]

    def _iter_file_rows_sudo(self):
        kinds = dict(
            self.env["volunteer.hour.entry"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        unit = self.company_id.name
        keyring = (
            self.env["volunteer.identity"]._load_keyring()
            if self.with_id_numbers
            else None
        )
        last = 0
        while rows := self._read_file_page_sudo(last):
            for row in rows:
                last = row["serial"]
                number = [self._decrypt(keyring, row["cipher"])] if keyring else []
                yield (
                    row["serial"],
                    row["ledger_no"],
                    kinds[row["kind"]],
                    row["code"],
                    row["number"],
                    row["name"],
                    *number,
                    row["date"],
                    row["start"] or "",
                    row["stop"] or "",
                    row["minutes"],
                    row["project"],
                    row["activity"],
                    row["description"],
                    unit,
                    row["reference"],
                    "",
                )

    def _decrypt(self, keyring, cipher):
        try:
            return cipher and keyring.decrypt(cipher)
        except KeyringError:
            # Encrypted with a key this server no longer has: the rest is still told.
            return ""

    def _read_file_page_sudo(self, last):
        """Return the next rows, those of merged duplicates under who was kept."""
        lang = self.env.lang or "en_US"
        self.env.cr.execute(
            SQL(
                """
                SELECT e.serial, e.kind, e.reference, h.ledger_no, h.date, h.minutes,
                       to_char(h.start AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s,
                               'HH24:MI') AS start,
                       to_char(h.stop AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s,
                               'HH24:MI') AS stop,
                       k.code, k.name, x.number, i.id_number_cipher AS cipher,
                       %(project)s AS project, %(activity)s AS activity, h.description
                  FROM volunteer_hour_entry e
                  JOIN volunteer_hour h ON h.id = e.hour_id
                  JOIN volunteer_volunteer v ON v.id = h.volunteer_id
                  JOIN volunteer_volunteer k ON k.id = COALESCE(v.merged_into_id, v.id)
             LEFT JOIN volunteer_identity i ON i.volunteer_id = k.id
             LEFT JOIN volunteer_external_number x
                    ON x.volunteer_id = k.id AND x.platform_id = e.platform_id
             LEFT JOIN volunteer_project p ON p.id = h.project_id
             LEFT JOIN volunteer_activity a ON a.id = h.activity_id
                 WHERE e.batch_id = %(batch)s AND e.serial > %(last)s
                 ORDER BY e.serial LIMIT %(page)s
                """,
                batch=self.id,
                last=last,
                page=PAGE,
                tz=self.company_id.volunteer_tz,
                project=self._get_name_sql("volunteer.project", "p", lang),
                activity=self._get_name_sql("volunteer.activity", "a", lang),
            )
        )
        return self.env.cr.dictfetchall()

    def _get_name_sql(self, model, alias, lang):
        column = SQL("%s.name", SQL.identifier(alias))
        if self.env[model]._fields["name"].translate:
            return SQL("COALESCE(%s ->> %s, %s ->> 'en_US')", column, lang, column)
        return column

    def _log_id_numbers_sudo(self):
        """Note for each person in the file that the ID number was given away."""
        people = self.env["volunteer.volunteer"].browse(
            volunteer_id
            for (volunteer_id,) in self.env.execute_query(
                SQL(
                    "SELECT DISTINCT COALESCE(v.merged_into_id, v.id) "
                    "FROM volunteer_hour_entry e "
                    "JOIN volunteer_hour h ON h.id = e.hour_id "
                    "JOIN volunteer_volunteer v ON v.id = h.volunteer_id "
                    "JOIN volunteer_identity i "
                    "ON i.volunteer_id = COALESCE(v.merged_into_id, v.id) "
                    "WHERE e.batch_id = %s AND i.id_number_cipher IS NOT NULL",
                    self.id,
                )
            )
        )
        people._log_disclosure_sudo("id_number", dict.fromkeys(people.ids, self.name))
