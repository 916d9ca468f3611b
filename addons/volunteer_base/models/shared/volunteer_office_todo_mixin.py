from odoo import models


class VolunteerOfficeTodoMixin(models.AbstractModel):
    """Records that many see and the volunteer office sees to."""

    _name = "volunteer.office.todo.mixin"
    _description = "To-dos of the Volunteer Office"
    _inherit = [
        "volunteer.todo.mixin",
        "volunteer.notes.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
