import base64
import io
import zipfile

from odoo import models

from odoo.addons.volunteer_base.tools.spreadsheet import Column, Sheet, write_register

from ...tools.archive_name import safe_name

#: Papers in an activity's file, in their order.
NOTICE = "volunteer_reports.volunteer_activity_notice_report"
SIGN_IN = "volunteer_hours.volunteer_sign_sheet_report"
SUMMARY = "volunteer_reports.volunteer_activity_summary_report"


class VolunteerActivity(models.Model):
    """The file of an activity (活动档案): notice, sheets, roster, summary, photos.

    What an archive keeps of an activity: XL, CZ.
    """

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    def action_download_file(self):
        """Fetch the file of one activity as an archive.

        :raise AccessError: neither in charge of the activity nor of the office
        """
        self.ensure_one()
        self._check_leads()
        return {
            "type": "ir.actions.act_url",
            "url": f"/volunteer/activity/{self.id}/file.zip",
            "target": "download",
        }

    def _get_file_name(self):
        """Return the name of the archive."""
        self.ensure_one()
        activity = self.sudo()
        return safe_name(f"{activity.date or ''} {activity.name}.zip")

    def _write_file_archive(self, target):
        """Write the archive of one activity; a part at a time is kept in memory.

        :param target: a binary file opened for writing
        :raise AccessError: neither in charge of the activity nor of the office
        """
        self.ensure_one()
        self._check_leads()
        lang = self.env["ir.actions.report"]._get_paper_lang()
        activity = self.with_context(lang=lang, bin_size=False)
        used = set()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for title, content in activity._iter_file_parts():
                archive.writestr(safe_name(title, used), content())
            folder = safe_name(activity.env._("Photos"), used)
            names = set()
            for number, photo in enumerate(activity.sudo().photo_ids, 1):
                name = safe_name(f"{number:02d} {photo.caption or ''}.jpg", names)
                archive.writestr(
                    f"{folder}/{name}", base64.b64decode(photo.image or b"")
                )
                photo.invalidate_recordset(["image"])
            folder = safe_name(activity.env._("Signed sheets"), used)
            names = set()
            for sheet in activity.sudo().sign_sheet_ids:
                name = safe_name(sheet.filename or f"{sheet.id}.pdf", names)
                archive.writestr(
                    f"{folder}/{name}", base64.b64decode(sheet.scan or b"")
                )
                sheet.invalidate_recordset(["scan"])

    def _iter_file_parts(self):
        """Yield ``(name, function that returns the content)`` of papers and tables."""
        yield self.env._("1 Notice.pdf"), lambda: self._render_file_paper(NOTICE)
        yield (
            self.env._("2 Sign-in sheet.pdf"),
            lambda: self._render_file_paper(SIGN_IN),
        )
        yield self.env._("3 Roster.xlsx"), self._get_roster_xlsx
        yield self.env._("4 Summary.pdf"), lambda: self._render_file_paper(SUMMARY)

    def _render_file_paper(self, report):
        # Reports are for internal users; who is in charge was checked, and is again by
        # each paper. It needs nothing from the server, so tests render it too.
        pdf, _kind = (
            self.env["ir.actions.report"]
            .sudo()
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf(report, self.ids)
        )
        return pdf

    # ------------------------------------------------------------------
    # Roster
    # ------------------------------------------------------------------

    def _get_roster_xlsx(self):
        file = io.BytesIO()
        activity = self.sudo()
        sheet = Sheet(
            name=self.env._("Roster"),
            title=self.env._("Roster: %(activity)s", activity=activity.name),
            caption=self.env._(
                "%(unit)s    %(when)s    Leader: %(leader)s",
                unit=activity.company_id.name,
                when=activity._format_when()[activity],
                leader=activity.leader_id.name or "—",
            ),
            total=self.env._("Total"),
            footer=self.env._("&CPage &P of &N"),
        )
        write_register(file, sheet, self._get_roster_columns(), self._get_roster_rows())
        return file.getvalue()

    def _get_roster_columns(self):
        return [
            Column(self.env._("No."), 6, "integer"),
            Column(self.env._("Name"), 12),
            Column(self.env._("Volunteer No."), 13),
            Column(self.env._("Post"), 18),
            Column(self.env._("Sign-up"), 12),
            Column(self.env._("Time In"), 10),
            Column(self.env._("Time Out"), 10),
            Column(self.env._("Hours (h)"), 12, "hours"),
            Column(self.env._("Source"), 10),
            Column(self.env._("State of the Hours"), 14),
            Column(self.env._("Quality (1–5)"), 10, "integer"),
            Column(self.env._("Ledger No."), 10, "integer"),
        ]

    def _get_roster_rows(self):
        """Return a row for each line of hours, and one for who has none.

        Refused, cancelled and reversed hours, and reversals, are left out: the sum is
        what stands.
        """
        self.ensure_one()
        activity = self.sudo()
        lines = (
            self.env["volunteer.hour"]
            .sudo()
            .search(
                [
                    ("activity_id", "=", activity.id),
                    ("state", "not in", ("refused", "cancelled")),
                    ("reversed", "=", False),
                    ("reverses_id", "=", False),
                ],
                order="id",
            )
        )
        # Lines stay with the record they were written for; it is the same person.
        by_person = lines.grouped(
            lambda line: line.volunteer_id.merged_into_id or line.volunteer_id
        )
        signups = activity.signup_ids.filtered(
            lambda signup: signup.state != "cancelled"
        ).grouped(
            lambda signup: signup.volunteer_id.merged_into_id or signup.volunteer_id
        )
        people = activity.env["volunteer.volunteer"].union(*by_person, *signups)
        rows = []
        none = self.env["volunteer.hour"].browse()
        for person in people.sorted("code"):
            signup = signups.get(person, self.env["volunteer.signup"])
            for line in by_person.get(person, none) or [none]:
                rows.append(
                    (
                        len(rows) + 1,
                        person.name,
                        person.code,
                        ", ".join(signup.post_id.mapped("name")),
                        self._get_label(signup[:1], "state"),
                        self._get_clock(line.check_in or line.start),
                        self._get_clock(line.check_out or line.stop),
                        line.minutes or None,
                        self._get_label(line, "source"),
                        self._get_label(line, "state"),
                        line.quality or None,
                        line.ledger_no or None,
                    )
                )
        return rows

    def _get_label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "") if record else ""

    def _get_clock(self, moment):
        """Return the time of day of a moment as the unit's clocks showed it."""
        return self.sudo().company_id._format_volunteer_clock(moment)
