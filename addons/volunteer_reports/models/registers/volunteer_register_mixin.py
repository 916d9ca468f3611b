from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.volunteer_base.tools.paper import format_day

#: Rows up to which a file is made while its reader waits.
EXPORT_ROWS, PAPER_ROWS_NOW = 20_000, 500


class RegisterPart(NamedTuple):
    """A table of a register: a sheet of its file, pages of its paper.

    ``rows`` is read once, so it may be a generator.
    """

    name: str
    title: str
    caption: str
    columns: list
    rows: object
    notes: tuple = ()


class VolunteerRegisterMixin(models.AbstractModel):
    """A list that is handed in, as a spreadsheet and on paper.

    A register says what its columns and rows are; this says what becomes of them.
    Wizards inherit ``volunteer.register.wizard.mixin``, records that are registers
    themselves, such as a subsidy sheet, inherit this.
    """

    _name = "volunteer.register.mixin"
    _description = "Register as a File and on Paper"

    #: Across or upright on paper and when the sheet is printed.
    _register_across = True

    # ------------------------------------------------------------------
    # What a register says
    # ------------------------------------------------------------------

    def _check_register(self):
        """Check that the user may have this register now.

        :raise AccessError: not theirs
        :raise UserError: a sentence why not yet
        """
        self.ensure_one()
        self.check_access("read")

    def _get_register_title(self):
        """Return the title above the table."""
        raise NotImplementedError

    def _get_register_columns(self):
        """Return the columns: ``tools.spreadsheet.Column`` of volunteer_base."""
        raise NotImplementedError

    def _iter_register_rows(self):
        """Yield rows, tuples of a value a column; long ones by pages.

        Called after ``_check_register``; rows are chosen through the record rules.
        """
        raise NotImplementedError

    def _get_register_name(self):
        """Return the name of the sheet and the beginning of the file's name."""
        return self._get_register_title()

    def _get_register_unit(self):
        """Return the company whose register it is."""
        return self.company_id

    def _get_register_period(self):
        """Return the period in words, or nothing."""
        return ""

    def _get_register_caption(self):
        """Return the line between title and table."""
        parts = [
            self.env._("Unit: %(unit)s", unit=self._get_register_unit().sudo().name),
            self._get_register_period(),
            self.env._(
                "Made on %(date)s by %(user)s",
                date=format_day(fields.Date.context_today(self), self.env.lang),
                user=self.env.user.name,
            ),
        ]
        return "    ".join(part for part in parts if part)

    def _get_register_notes(self):
        """Return paragraphs that stand below the table."""
        return ()

    def _get_register_signatures(self):
        """Return what is signed below the table; nothing: nobody signs."""
        return (
            self.env._("Drawn up by:"),
            self.env._("Person in charge:"),
            self.env._("Date:          (seal)"),
        )

    def _get_register_count(self):
        """Return how many rows there are, roughly: long ones go to the background."""
        return 0

    def _get_register_filename(self, extension):
        """Return the name of the file.

        :param extension: ``xlsx`` or ``pdf``
        """
        parts = (
            self._get_register_name(),
            self._get_register_period(),
            self._get_register_unit().sudo().name,
        )
        name = " ".join(part for part in parts if part)
        return f"{name.replace('/', '-')}.{extension}"

    def _get_register_parts(self):
        """Return the tables, one for most registers."""
        return [
            RegisterPart(
                self._get_register_name(),
                self._get_register_title(),
                self._get_register_caption(),
                self._get_register_columns(),
                self._iter_register_rows(),
                tuple(self._get_register_notes()),
            )
        ]

    def _get_register_photos(self):
        """Return ``[(caption, image as a data URI)]``, printed after the table."""
        return []

    def _get_register_report(self):
        """Return the external identifier of the ``ir.actions.report`` to print."""
        if self._register_across:
            return "volunteer_reports.volunteer_register_report"
        return "volunteer_reports.volunteer_register_report_portrait"

    # ------------------------------------------------------------------
    # Fetching it
    # ------------------------------------------------------------------

    def action_xlsx(self):
        """Download the register as .xlsx; a long one is made in the background.

        :raise AccessError: the register is not theirs
        :raise UserError: a sentence why there is none now
        """
        return self._fetch_register("xlsx")

    def action_pdf(self):
        """Download the register as PDF; a long one is made in the background.

        :raise AccessError: the register is not theirs
        :raise UserError: a sentence why there is none now
        """
        return self._fetch_register("pdf")

    def action_in_background(self):
        """Have the spreadsheet made in the background, to be fetched later.

        :raise AccessError: the register is not theirs
        :raise UserError: a sentence why there is none now
        """
        self.ensure_one()
        return self.env["volunteer.export"]._enqueue(self, "xlsx")

    def _fetch_register(self, extension):
        self.ensure_one()
        self._check_register()
        limit = EXPORT_ROWS if extension == "xlsx" else PAPER_ROWS_NOW
        if self._get_register_count() > limit:
            return self.env["volunteer.export"]._enqueue(self, extension)
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/register/{self._name}/{self.id}.{extension}",
            "target": "download",
        }

    @api.model
    def _find_register(self, model, record_id):
        """Return a register by what an address names, once its rights are checked.

        :raise AccessError: no register, or not theirs
        :raise MissingError: it is there no more
        """
        mixin = self.env.registry["volunteer.register.mixin"]
        found = self.env.registry.get(model)
        if found is None or found._abstract or not issubclass(found, mixin):
            raise AccessError(self.env._("“%(name)s” is no register.", name=model))
        register = self.env[model].browse(record_id)
        register.check_access("read")
        if register._transient and register.sudo().create_uid != self.env.user:
            raise AccessError(self.env._("Only who asked for a register gets it."))
        register._check_register()
        return register
