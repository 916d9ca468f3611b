from odoo import api, models

from ...tools.register_file import LIMITS


class VolunteerImportMixin(models.AbstractModel):
    """What is wrong with a file, in words."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.import.mixin"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _describe_problem(self, code, value=""):
        """Return the sentence for what is wrong with a cell, a row or a file.

        :param str code: of ``register_file.CODES`` or of the matching
        :param str value: what stands there
        """
        if code == "told":
            # A rule has said it already, in a sentence of its own.
            return value
        sentences = {**self._file_sentences(), **self._cell_sentences()}
        sentences |= self._match_sentences()
        # A user's text has no part in formatting; what is sensitive is not repeated.
        return sentences[code].replace("{value}", value or "…")

    def _file_sentences(self):
        return {
            "empty": self.env._("The file has no rows below the headings."),
            "too_large": self.env._(
                "The file is too large, or unpacks to too much. Please split it."
            ),
            "too_many_rows": self.env._(
                "The file has more than %(count)s rows. Please split it.",
                count=LIMITS.rows,
            ),
            "too_many_columns": self.env._(
                "The file has more than %(count)s columns. Delete those that are not "
                "needed.",
                count=LIMITS.columns,
            ),
            "xls": self.env._(
                "This is an old or password-protected Excel file. "
                "Please save it as .xlsx."
            ),
            "not_a_table": self.env._(
                "The file cannot be read. Please upload a .csv or .xlsx file."
            ),
            "encoding": self.env._(
                "The text cannot be read. Please save the file as UTF-8 or GBK."
            ),
            "quotes": self.env._("A quotation mark is opened and never closed."),
            "too_long": self.env._("A text is too long for a cell."),
            "no_target": self.env._(
                "No heading is known. Say below which column holds the name."
            ),
            "no_name": self.env._(
                "Say below which column holds the name: new volunteers need one."
            ),
            "no_platform": self.env._(
                "Choose the platform that the external numbers belong to."
            ),
        }

    def _cell_sentences(self):
        return {
            "blank": self.env._("There is no name, and no volunteer was found."),
            "too_long_text": self.env._("The text is too long."),
            "formula": self.env._(
                "This is a formula or a spreadsheet's error. Type the value instead."
            ),
            "unknown_word": self.env._(
                "“{value}” is not known here. Use a word of the list, or add it under "
                "Configuration."
            ),
            "ambiguous_word": self.env._(
                "Several are called “{value}”. For a team, write those above it as "
                "well: “Upper team/Team”."
            ),
            "unknown_kind": self.env._(
                "“{value}” is not a kind of volunteer. Write staff, retiree, student, "
                "minor or community."
            ),
            "unknown_sex": self.env._("“{value}” is not a sex. Write male or female."),
            "unknown_id_type": self.env._(
                "“{value}” is not a type of ID that can be kept here."
            ),
            "not_a_date": self.env._(
                "“{value}” is not a date. Write it like 1990-05-31."
            ),
            "future_date": self.env._("This date is in the future."),
            "not_a_mobile": self.env._("This is not a telephone number."),
            "not_an_email": self.env._("This is not an e-mail address."),
            "not_yes_or_no": self.env._("Write yes or no."),
            "scientific": self.env._(
                "The spreadsheet has shortened this number. Format the column as text "
                "and type the number again."
            ),
            **{
                f"id_{reason}": sentence
                for reason, sentence in self.env["volunteer.identity"]
                ._get_id_problems()
                .items()
            },
            "id_short": self.env._("An ID number has 4 to 30 characters."),
            "birth_differs": self.env._(
                "The date of birth differs from the one in the ID number."
            ),
            "sex_differs": self.env._("The sex differs from the one in the ID number."),
            "twice": self.env._("The same stands in row {value} already."),
            "too_many_cells": self.env._("This row has more cells than headings."),
        }

    def _match_sentences(self):
        return {
            "no_name_in_row": self.env._("There is no name."),
            "unknown_code": self.env._("No volunteer has this number."),
            "unknown_employee": self.env._("No employee of the unit has this number."),
            "ambiguous": self.env._(
                "The numbers of this row belong to different volunteers."
            ),
            "same_person": self.env._(
                "An earlier row of the file is the same volunteer."
            ),
            "id_on_file": self.env._(
                "The ID number differs from the one on file. Correct it on the "
                "volunteer's identity record."
            ),
            "number_on_file": self.env._(
                "The number on the platform differs from the one on file."
            ),
            # Whether another unit has the person is not told.
            "elsewhere": self.env._(
                "This row cannot be imported. Ask the person for consent under "
                "“Persons of the Group”, or ask the volunteer office of the group."
            ),
            "known": self.env._(
                "This person is registered already; the roster does not change that."
            ),
            "erased": self.env._(
                "This person's data was erased. Whoever comes back registers anew, "
                "without the old volunteer number."
            ),
            "is_applied": self.env._(
                "This person has applied already. Decide on the application first."
            ),
            "is_suspended": self.env._(
                "This volunteer is suspended. Register the person again first."
            ),
            "is_left": self.env._(
                "This volunteer has left. Register the person again first."
            ),
            "is_rejected": self.env._(
                "This person's application was rejected. Reopen it first."
            ),
            "refused": self.env._(
                "This row clashes with a record made in the meantime."
            ),
        }
