from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.volunteer_base.tools.spreadsheet import (
    MAX_ROWS,
    Column,
    Sheet,
    write_register,
)

#: Lines whose trail is in memory at a time.
PAGE = 1_000


class VolunteerTrailExport(models.TransientModel):
    """The audit file: everything that happened to a unit's hours in a period."""

    _name = "volunteer.trail.export"
    _description = "Audit Export"

    company_id = fields.Many2one(
        "res.company",
        string="Recording Unit",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    basis = fields.Selection(
        [
            ("service", "Whole trail of the services of the period"),
            ("deed", "What happened in the period, whenever the service was"),
        ],
        required=True,
        default="service",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.start_of(
            fields.Date.context_today(self), "year"
        ),
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    line_count = fields.Integer(string="Lines", compute="_compute_line_count")

    @api.depends("company_id", "basis", "date_from", "date_to")
    def _compute_line_count(self):
        for export in self:
            export.line_count = self.env["volunteer.hour"].search_count(
                export._get_domain()
            )

    def action_download(self):
        """Fetch the file.

        :raise UserError: there is nothing in the period
        """
        self.ensure_one()
        if not self.line_count:
            raise UserError(
                self.env._(
                    "%(unit)s has no service hours there. Choose another period.",
                    unit=self.company_id.name,
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/trail/{self.id}.xlsx",
            "target": "download",
        }

    def _get_domain(self):
        self.ensure_one()
        first, last = self.date_from, self.date_to
        if not first or not last or first > last:
            return Domain.FALSE
        domain = Domain("company_id", "=", self.company_id.id)
        if self.basis == "service":
            return domain & Domain("date", ">=", first) & Domain("date", "<=", last)
        return domain & self.env["volunteer.hour"]._domain_trail_between(
            first, last, self.company_id.volunteer_tz
        )

    def _get_filename(self):
        self.ensure_one()
        return self.env._(
            "Audit of service hours %(start)s–%(stop)s %(unit)s.xlsx",
            start=self.date_from,
            stop=self.date_to,
            unit=self.company_id.name,
        )

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    def _write_file(self, file):
        """Write one row for everything that happened to the lines of the wizard.

        Lines are chosen through the record rules; a page of them is in memory at a
        time.

        :param file: a binary file opened for writing
        :return: number of rows
        :raise UserError: more rows than a sheet can hold
        """
        self.ensure_one()
        sheet = Sheet(
            name=self.env._("Audit"),
            title=self.env._("Audit of Service Hours"),
            caption=self.env._(
                "Recording unit: %(unit)s    %(start)s – %(stop)s    Exported on "
                "%(date)s by %(user)s",
                unit=self.company_id.name,
                start=self.date_from,
                stop=self.date_to,
                date=fields.Date.context_today(self),
                user=self.env.user.name,
            ),
            total="",
            footer=self.env._("&CPage &P of &N"),
        )
        try:
            count, _minutes = write_register(
                file, sheet, self._get_columns(), self._iter_rows()
            )
        except OverflowError as error:
            raise UserError(
                self.env._(
                    "A sheet holds %(count)s lines at most. Choose a shorter period.",
                    count=MAX_ROWS,
                )
            ) from error
        return count

    @api.model
    def _get_columns(self):
        """Return the columns, in the order of ``_prepare_row``."""
        return [
            Column(self.env._("Entry No."), 10, "integer"),
            Column(self.env._("Ledger No."), 10, "integer"),
            Column(self.env._("Date of Service"), 12, "date"),
            Column(self.env._("Volunteer No."), 13),
            Column(self.env._("Name"), 12),
            Column(self.env._("Department"), 16),
            Column(self.env._("Source"), 10),
            Column(self.env._("When"), 17),
            Column(self.env._("What Happened"), 26),
            Column(self.env._("Who"), 14),
            Column(self.env._("Standing in for"), 14),
            Column(self.env._("Minutes Before"), 10, "integer"),
            Column(self.env._("Minutes After"), 10, "integer"),
            Column(self.env._("In Words"), 40),
        ]

    def _iter_rows(self):
        """Yield the rows by date of service, a page of lines in memory at a time."""
        Hour = self.env["volunteer.hour"]
        ids = Hour.search(self._get_domain(), order="date, id").ids
        sources = dict(Hour._fields["source"]._description_selection(self.env))
        first, last = map(fields.Date.to_string, (self.date_from, self.date_to))
        for start in range(0, len(ids), PAGE):
            # Chosen by the rules above; people and departments may be of others.
            lines = Hour.sudo().browse(ids[start : start + PAGE])
            trails = lines._get_trail_sudo()
            for line in lines:
                for entry in trails[line.id]:
                    if entry["coming"]:
                        continue
                    day = entry["when"][:10]
                    if self.basis == "deed" and not first <= day <= last:
                        continue
                    yield self._prepare_row(line, entry, sources)
            # What was read is not needed any more, and would add up.
            self.env.invalidate_all()

    @api.model
    def _prepare_row(self, line, entry, sources):
        return (
            line.id,
            line.ledger_no or None,
            line.date,
            line.volunteer_id.code,
            line.volunteer_id.name,
            line.department_id.name or "",
            sources[line.source],
            entry["when"],
            entry["title"],
            entry["who"],
            entry["acting_for"],
            # Both or none: nothing granted before is a zero that says something.
            entry["old_minutes"] if entry["new_minutes"] else None,
            entry["new_minutes"] or None,
            entry["text"],
        )
