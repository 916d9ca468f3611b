from odoo import models
from odoo.exceptions import UserError


class VolunteerHourImport(models.Model):
    """What is wrong with a file of hours, in words."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.hour.import"  # pylint: disable=consider-merging-classes-inherited

    def _file_sentences(self):
        return {
            **super()._file_sentences(),
            "no_target": self.env._(
                "No heading is known. Say below which column holds what."
            ),
            "no_person_column": self.env._(
                "Say below which column tells whose hours they are: the volunteer "
                "number, the ID number, the number on the platform or the name."
            ),
            "no_hours_column": self.env._(
                "Say below which column holds the hours, or beginning and end."
            ),
            "no_date_column": self.env._(
                "Say below which column holds the day of the service."
            ),
            "no_platform": self.env._(
                "Choose the system that the numbers in the file belong to."
            ),
        }

    def _cell_sentences(self):
        return {
            **super()._cell_sentences(),
            "not_a_clock": self.env._(
                "“{value}” is not a time of day. Write it like 08:30."
            ),
            "not_hours": self.env._("“{value}” is not a duration. Write it like 2.5."),
            "no_date": self.env._("The day of the service is missing."),
            "no_hours": self.env._("The hours are missing, or zero."),
            "two_durations": self.env._("Hours and minutes of this row differ."),
            "stop_before_start": self.env._(
                "The service ends before it starts, or not on the day of the row. "
                "Write a stay over midnight as two rows."
            ),
            "longer_than_stay": self.env._(
                "These are more hours than from the beginning to the end."
            ),
            "over_day": self.env._(
                "A day has 24 hours. If these are minutes, write “90分钟”, or say "
                "below that the column holds minutes."
            ),
            "not_unit": self.env._(
                "The hours are no multiple of {value} minutes. Correct them, or tick "
                "“Round down to the unit”."
            ),
            "not_exact": self.env._(
                "Hours are kept in steps of {value} minutes (0.05 hours). Correct "
                "them, or tick “Round down to the unit”."
            ),
            "too_short": self.env._("This is less than {value} minutes."),
            "no_person": self.env._(
                "Whose hours are these? Give the volunteer number, the ID number, the "
                "number on the platform or the name."
            ),
            "no_service": self.env._(
                "Say what was done: an activity, a project or a description."
            ),
        }

    def _match_sentences(self):
        return {
            **super()._match_sentences(),
            "unknown_id": self.env._("No volunteer has this ID number."),
            "unknown_number": self.env._(
                "No volunteer has this number on that system. Add it to the "
                "volunteer's external numbers."
            ),
            "no_platform_row": self.env._(
                "Which system is this number of? Name it in the row, or choose it "
                "above."
            ),
            "no_volunteer": self.env._("This employee is not registered as volunteer."),
            "unknown_name": self.env._("No volunteer is called so."),
            "several_named": self.env._(
                "Several volunteers are called so. Add the volunteer number."
            ),
            "other_name": self.env._(
                "The volunteer with this number has another name. Check both."
            ),
            "elsewhere": self.env._("No volunteer of this unit was found."),
            "erased": self.env._("This person's data was erased."),
            "is_applied": self.env._(
                "This person has only applied. Decide on the application first."
            ),
            "is_rejected": self.env._("This person's application was rejected."),
            "unknown_project": self.env._(
                "No project of the unit is called “{value}”. Correct the name, or "
                "leave the cell empty and write it into the description."
            ),
            "several_projects": self.env._("Several projects are called “{value}”."),
            "row_twice": self.env._("The same stands in row {value} already."),
            "balance_row": self.env._(
                "A row above has another balance of this person, {value} h, from the "
                "same organiser. Give one sum a person."
            ),
            "balance_here": self.env._(
                "This person has an opening balance of {value} h already. Correct "
                "that one, or reverse it."
            ),
            "here": self.env._("These hours are here already."),
            "row_overlap": self.env._(
                "Row {value} has other hours of this volunteer at the same time."
            ),
            "overlap": self.env._(
                "This volunteer has other service hours from {value}."
            ),
            "over_limit": self.env._(
                "With this row the volunteer has {value} on this day, which is more "
                "than the daily limit."
            ),
        }

    def _prepare_refusal(self, row, error):
        if isinstance(error, UserError):
            # The rule of the line itself says best what it minds.
            return (row.row, "", "told", str(error), False)
        return super()._prepare_refusal(row, error)
