from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.volunteer_base.tools import register_file
from odoo.addons.volunteer_base.tools.register_headings import normalise
from odoo.addons.volunteer_base.tools.table_file import TableError, read_table

from ...tools.handover_answers import read_answers


class VolunteerHourHandover(models.Model):
    """What the public system answered: lines accepted, and refused with reasons."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.handover"  # pylint: disable=consider-merging-classes-inherited

    def _import_answers(self, content, filename):
        """Mark the lines of this batch as a file says; lines it does not name stay.

        :param bytes content: a .xlsx or .csv file
        :return: ``(accepted, refused, rows of lines that are not in this batch)``
        :raise AccessError: not of the volunteer office
        :raise UserError: the file cannot be read, or says nothing about lines
        """
        self.ensure_one()
        self._check_officer()
        if self.state not in ("ready", "done"):
            raise UserError(self.env._("This batch has no lines. Fill it first."))
        try:
            rows = read_table(content, filename, register_file.LIMITS, True)
            answers = read_answers(rows, self._get_answer_headings())
        except TableError as error:
            raise UserError(self._describe_answer_file(error)) from error
        if not answers:
            raise UserError(
                self.env._(
                    "No row of the file says what became of a line. Fill in “Why Not "
                    "Accepted” or a result."
                )
            )
        return self.sudo()._take_answers_sudo(answers)

    def _get_answer_headings(self):
        """Return the headings of this system's own file, in the user's language."""
        return {
            normalise(self.env._("Ledger No.")): "ledger_no",
            normalise(self.env._("No.")): "serial",
            normalise(self.env._("Why Not Accepted")): "reason",
            normalise(self.env._("Record No. There")): "reference",
        }

    def _describe_answer_file(self, error):
        imports = self.env["volunteer.hour.import"]
        sentences = {
            **imports._file_sentences(),
            "no_line": self.env._(
                "No column names the lines. Keep “Ledger No.” or “No.” of the batch's "
                "file."
            ),
            "no_answer": self.env._(
                "No column says what became of the lines. Name one “Why Not Accepted”."
            ),
        }
        return sentences[error.code].replace("{value}", error.value or "…")

    def _take_answers_sudo(self, answers):
        entries = self.env["volunteer.hour.entry"].search_fetch(
            [("batch_id", "=", self.id)], ["serial", "hour_id", "state"]
        )
        by_serial = {entry.serial: entry for entry in entries}
        by_ledger = {entry.hour_id.ledger_no: entry for entry in entries}
        failed, references, unknown = defaultdict(list), defaultdict(list), []
        for answer in answers:
            entry = (
                by_ledger.get(answer.ledger_no)
                if answer.ledger_no is not None
                else by_serial.get(answer.serial)
            )
            if not entry:
                unknown.append(answer.row)
            elif answer.accepted:
                references[answer.reference].append(entry.id)
            else:
                failed[answer.reason].append(entry.id)
        day = self.company_id._get_volunteer_today()
        accepted = entries.browse(id_ for ids in references.values() for id_ in ids)
        accepted.filtered(lambda entry: entry.state != "entered").write(
            {
                "state": "entered",
                "entered_on": day,
                "entered_by": self.env.uid,
                "error": False,
            }
        )
        # Each line may have words of its own: nothing is asked in between.
        for reference, ids in references.items():
            if reference:
                entries.browse(ids).write({"reference": reference})
        refused = entries.browse(id_ for ids in failed.values() for id_ in ids)
        refused.write({"entered_on": False, "entered_by": False, "state": "failed"})
        for reason, ids in failed.items():
            entries.browse(ids).write({"error": reason})
        refused._drop_withdrawals_sudo()
        if self.state == "ready" and not self.open_count:
            self.write({"state": "done", "done_on": fields.Date.to_string(day)})
        return (
            sum(map(len, references.values())),
            sum(map(len, failed.values())),
            unknown,
        )
