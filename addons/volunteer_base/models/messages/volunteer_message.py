from odoo import fields, models


class VolunteerMessage(models.Model):
    """The outbox: every message to a volunteer, whatever way it goes out."""

    _name = "volunteer.message"
    _description = "Message to a Volunteer"
    _inherit = ["volunteer.guard.mixin"]
    _order = "id desc"
    _rec_name = "title"

    _guarded_fields = ("date", "date_read")

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="restrict"
    )
    activity_id = fields.Many2one(
        "volunteer.activity", index="btree_not_null", ondelete="cascade"
    )
    matter = fields.Selection(
        [
            ("signup", "Sign-up"),
            ("waitlist", "Waitlist"),
            ("reminder", "Reminder"),
            ("change", "Change of an activity"),
            ("cancelled", "Cancelled activity"),
            ("swap", "Substitute"),
            ("call", "Emergency call"),
            ("office", "From the volunteer office"),
        ],
        string="Kind of Message",
        required=True,
        default="office",
    )
    title = fields.Char(required=True)
    body = fields.Text(string="Text")
    url = fields.Char(help="The page on which the volunteer answers or reads more.")
    urgent = fields.Boolean()
    key = fields.Char(
        readonly=True, help="The same message is not sent twice to one person."
    )
    date = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    date_read = fields.Datetime(string="Read on", readonly=True)

    _key_unique = models.UniqueIndex("(volunteer_id, key) WHERE key IS NOT NULL")
    _unread = models.Index("(volunteer_id) WHERE date_read IS NULL")


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    sent_message_ids = fields.One2many(
        "volunteer.message", "volunteer_id", string="Messages Sent", readonly=True
    )

    def _notify_sudo(
        self,
        matter,
        write,
        *,
        activity=None,
        url=None,
        urgent=False,
        key=None,
        news=False,
    ):
        """Put a message to each of these people into the outbox.

        :param str matter: a key of ``volunteer.message.matter``
        :param write: function of one volunteer, in an environment of that person's
            language; returns ``(title, body)`` in plain text
        :param activity: the activity it is about, if any; the message belongs to the
            activity's unit, else to the volunteer's home unit
        :param url: path of the page to open, or a function of one volunteer that
            returns it
        :param bool urgent: goes out at once, by every way there is
        :param str key: whoever has got a message with this key gets no second one
        :param bool news: says nothing about one person; group robots post it, too
        :return: the new messages, as superuser
        """
        Message = self.env["volunteer.message"].sudo()
        volunteers = self.sudo()
        if key:
            volunteers -= Message.search(
                [("key", "=", key), ("volunteer_id", "in", volunteers.ids)]
            ).volunteer_id
        vals_list = []
        for volunteer in volunteers:
            title, body = write(
                volunteer.with_context(lang=volunteer._get_message_lang())
            )
            vals_list.append(
                {
                    "volunteer_id": volunteer.id,
                    "company_id": (activity or volunteer).company_id.id,
                    "activity_id": activity.id if activity else False,
                    "matter": matter,
                    "title": title,
                    "body": body,
                    "url": url(volunteer) if callable(url) else url,
                    "urgent": urgent,
                    "key": key,
                }
            )
        return Message.with_context(volunteer_news=news).create(vals_list)

    def _get_message_lang(self):
        """Return the language in which to write to one person."""
        return self.sudo().user_id.lang or self.env["res.lang"]._get_office_lang()

    def _get_own_service_sudo(self):
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "messages",
                self.env._("Messages"),
                self._with_merged_sudo().sent_message_ids,
                ("date", "matter", "title", "body", "date_read"),
            ),
        ]

    def _get_merge_stays(self):
        return {**super()._get_merge_stays(), "volunteer.message": {"volunteer_id"}}

    def _erase_details_sudo(self):
        self.sent_message_ids.unlink()
        return super()._erase_details_sudo()
