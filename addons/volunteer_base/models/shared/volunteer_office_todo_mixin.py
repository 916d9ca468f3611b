from odoo import models


class VolunteerOfficeTodoMixin(models.AbstractModel):
    """To-dos for the volunteer office on records other than volunteers."""

    _name = "volunteer.office.todo.mixin"
    _description = "To-dos of the Volunteer Office"
    _inherit = ["volunteer.notes.mixin", "mail.thread", "mail.activity.mixin"]

    def _todo_for_office_sudo(self, matter, summary, users=None):
        """Give somebody of the office a to-do for each record, once a matter.

        :param str matter: what it is about, in one word that is never translated
        :param summary: function of an environment, returns what is to be done
        :param users: ``{record: user}`` who is asked instead of the unit's office
        """
        waiting = set(self._get_office_todos_sudo(matter).mapped("res_id"))
        records = self.sudo().filtered(lambda record: record.id not in waiting)
        officers = records.company_id._get_volunteer_officers_sudo()
        spoken = self.env["res.lang"]._get_code("zh_CN") or "en_US"
        buckets = {}
        for record in records:
            user = (users or {}).get(record) or officers[record.company_id]
            buckets[user] = buckets.get(user, records.browse()) | record
        quiet = self.env["volunteer.volunteer"]._get_office_context()
        for user, group in buckets.items():
            group = group.with_context(**quiet, lang=user.lang or spoken)
            group.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary(group.env),
                user_id=user.id,
                volunteer_matter=matter,
            )

    def _get_office_todos_sudo(self, *matters):
        """Return the open to-dos about these records and matters."""
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("volunteer_matter", "in", matters),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                ]
            )
        )

    def _end_office_todos_sudo(self, *matters):
        """Take back to-dos that have nothing left to do."""
        self._get_office_todos_sudo(*matters).unlink()
