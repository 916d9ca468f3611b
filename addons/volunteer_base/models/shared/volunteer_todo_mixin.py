from odoo import SUPERUSER_ID, api, models


class VolunteerTodoMixin(models.AbstractModel):
    """To-dos for the volunteer office, or for whoever else has to act."""

    _name = "volunteer.todo.mixin"
    _description = "To-dos on Records"

    @api.model
    def _get_office_context(self):
        """One to-do a person and no e-mail about each: a batch may be large."""
        return {"mail_activity_quick_update": True, "mail_notify_force_send": False}

    def _todo_for_office_sudo(
        self, matter, summary, *, note=None, users=None, date=None
    ):
        """Give somebody of the office a to-do for each record, once a matter.

        A record with an open to-do about the same matter gets no second one. The texts
        are made in the language of whom the to-do is for, whoever's act it follows
        from.

        :param str matter: what it is about, in one word that is never translated
        :param summary: function of an environment, returns what is to be done
        :param note: function of an environment, returns why
        :param users: ``{record: user}`` who is asked instead of the unit's office
        :param date: until when; empty: today
        :return: the records that got a to-do
        """
        waiting = set(self._get_office_todos_sudo(matter).mapped("res_id"))
        records = self.sudo().filtered(lambda record: record.id not in waiting)
        officers = records.company_id._get_volunteer_officers_sudo()
        spoken = self.env["res.lang"]._get_office_lang()
        buckets = {}
        for record in records:
            user = (users or {}).get(record) or officers[record.company_id]
            buckets[user] = buckets.get(user, records.browse()) | record
        for user, group in buckets.items():
            if self.env.user.share:
                # The office of a unit may not read who a guest of another unit is,
                # and who made a to-do is shown with it.
                group = group.with_user(SUPERUSER_ID)
            group = group.with_context(
                **self._get_office_context(), lang=user.lang or spoken
            )
            group.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=date,
                summary=summary(group.env),
                note=note(group.env) if note else "",
                user_id=user.id,
                volunteer_matter=matter,
            )
        return records

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
