from odoo import models


class VolunteerVolunteer(models.Model):
    """The office's notes about people: leaders see the volunteer, not the notes.

    Nor does the person, whose way to everything on file is the own copy.
    """

    # One matter a file keeps the files short.
    _name = "volunteer.volunteer"
    _inherit = ["volunteer.volunteer", "volunteer.notes.mixin"]  # pylint: disable=consider-merging-classes-inherited
