from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MAX_TEXT = 3000


class VolunteerReflection(models.Model):
    """What a volunteer takes home from a service (心得); shown once a leader looked."""

    _name = "volunteer.reflection"
    _description = "Reflection"
    _inherit = ["volunteer.photo.mixin", "volunteer.guard.mixin"]
    _order = "date desc, id desc"
    _rec_name = "volunteer_id"

    _guarded_fields = ("state", "return_reason", "date")

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="restrict"
    )
    author_masked = fields.Char(
        string="By", related="volunteer_id.name_masked", related_sudo=True
    )
    activity_id = fields.Many2one(
        "volunteer.activity", required=True, index=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        related="activity_id.project_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        related="activity_id.company_id", store=True, index=True, string="Unit"
    )
    text = fields.Text(required=True)
    image = fields.Image(string="Photo", max_width=1600, max_height=1600)
    date = fields.Date(
        string="Written on",
        required=True,
        readonly=True,
        default=lambda self: fields.Date.context_today(self),
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To be looked at"),
            ("shown", "Shown"),
            ("returned", "Returned"),
        ],
        required=True,
        default="draft",
        readonly=True,
        index=True,
    )
    return_reason = fields.Char(string="Why Returned", readonly=True)

    _one_per_activity = models.UniqueIndex(
        "(volunteer_id, activity_id)", "You have written about this activity already."
    )

    # ------------------------------------------------------------------
    # The volunteer
    # ------------------------------------------------------------------

    @api.model
    def action_write_own(self, activity_id, text, image=None, submit=True):
        """Write about an activity in which one served, or write it anew.

        :param int activity_id: of an activity where one was present
        :param str text: what one wants to say, up to 3,000 characters
        :param image: a photo in base64; the one there was stays if left out
        :param bool submit: hand it to the leader; otherwise it stays a draft
        :return: the ``volunteer.reflection``
        :raise AccessError: no volunteer
        :raise UserError: no text, no service there, no photo, or shown already
        """
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer:
            raise AccessError(self.env._("Only volunteers write about their service."))
        text = text.strip()[:MAX_TEXT] if isinstance(text, str) else ""
        if not text:
            raise UserError(self.env._("Write a few words first."))
        served = volunteer.env["volunteer.signup"].search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("activity_id", "=", activity_id),
                ("state", "=", "attended"),
            ]
        )
        if not served:
            raise UserError(
                self.env._(
                    "You can write about an activity as soon as your presence is noted."
                )
            )
        vals = {"text": text, "state": "submitted" if submit else "draft"}
        if image:
            vals["image"] = image
        reflection = self.sudo().search(
            [
                ("volunteer_id", "=", volunteer.id),
                ("activity_id", "=", activity_id),
            ]
        )
        if reflection.state == "shown":
            raise UserError(
                self.env._("It is shown already. Take it back first to change it.")
            )
        if reflection:
            reflection.write({**vals, "return_reason": False})
        else:
            reflection = self.sudo().create(
                {
                    **vals,
                    "volunteer_id": volunteer.id,
                    "activity_id": activity_id,
                    "date": served.company_id[:1]._get_volunteer_today(),
                }
            )
        if submit:
            reflection._tell_leader_sudo()
        return reflection.with_env(self.env)

    def action_withdraw(self):
        """Take back what one wrote; nobody else sees it any more.

        :raise AccessError: somebody else's
        """
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        reflections = self.sudo()
        if not volunteer or reflections.volunteer_id - volunteer:
            raise AccessError(self.env._("This is somebody else's."))
        reflections.write({"state": "draft", "return_reason": False})
        return True

    def _tell_leader_sudo(self):
        """Tell the leader, once an activity, that there is something to read."""
        activity = self.activity_id
        leader = (activity.leader_id or activity.team_id.leader_id) - self.volunteer_id
        leader._notify_sudo(
            "office",
            lambda person: (
                person.env._(
                    "Volunteers wrote about “%(activity)s”",
                    activity=activity.display_name,
                ),
                person.env._("Look at it, then others can read it, too."),
            ),
            activity=activity,
            url=f"/my/volunteer/lead/{activity.id}/closing",
            key=f"reflection-{activity.id}",
        )

    # ------------------------------------------------------------------
    # The leader
    # ------------------------------------------------------------------

    def action_show(self):
        """Show these on the page of their activity.

        :raise AccessError: not in charge of the activity
        :raise UserError: not handed in, or a minor whose guardian has not agreed
        """
        reflections = self._check_look("submitted", "returned")
        people = reflections.volunteer_id
        barred = people._get_minors_sudo() - people._may_be_shown_sudo()
        if barred:
            raise UserError(
                self.env._(
                    "The guardians of these minors have not agreed to publicity: "
                    "%(names)s.",
                    names=barred.mapped("name"),
                )
            )
        reflections.write({"state": "shown", "return_reason": False})
        return True

    def action_return(self, reason):
        """Give these back to their authors, to be changed; also what is shown.

        :param str reason: what to change; the author reads it
        :raise AccessError: not in charge of the activity
        :raise UserError: no reason, or not handed in
        """
        reflections = self._check_look("submitted", "shown")
        reason = self._clean_reason(reason)
        reflections.write({"state": "returned", "return_reason": reason})
        for reflection in reflections:
            reflection.volunteer_id._notify_sudo(
                "office",
                lambda person, activity=reflection.activity_id: (
                    person.env._(
                        "Please look again at what you wrote about “%(activity)s”",
                        activity=activity.name,
                    ),
                    reason,
                ),
                activity=reflection.activity_id,
                url="/my/volunteer/reflections",
            )
        return True

    def _check_look(self, *states):
        """Return these as superuser, where the user may decide on them."""
        reflections = self.sudo()
        reflections.activity_id.sudo(self.env.su)._check_leads()
        for reflection in reflections:
            if reflection.state not in states:
                raise UserError(
                    self.env._(
                        "What %(name)s wrote is not waiting to be looked at.",
                        name=reflection.volunteer_id.name,
                    )
                )
        return reflections

    def action_open_activity(self):
        """Open the activity it is about."""
        self.ensure_one()
        return self.activity_id._get_records_action()


class VolunteerActivity(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    reflection_ids = fields.One2many(
        "volunteer.reflection", "activity_id", string="Reflections"
    )


class VolunteerProject(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.project"  # pylint: disable=consider-merging-classes-inherited

    reflection_count = fields.Integer(
        string="Number of Reflections", compute="_compute_reflection_count"
    )

    def _compute_reflection_count(self):
        counts = dict(
            self.env["volunteer.reflection"]._read_group(
                [("project_id", "in", self.ids), ("state", "=", "shown")],
                ["project_id"],
                ["__count"],
            )
        )
        for project in self:
            project.reflection_count = counts.get(project, 0)

    def action_open_reflections(self):
        """Open what volunteers wrote about this project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_reflection_action"
        )
        return {**action, "domain": [("project_id", "=", self.id)], "context": {}}


class VolunteerVolunteer(models.Model):
    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    reflection_ids = fields.One2many(
        "volunteer.reflection",
        "volunteer_id",
        string="Reflections",
        groups="volunteer_base.group_officer",
    )

    def _get_own_service_sudo(self):
        return [
            *super()._get_own_service_sudo(),
            self._own_section_sudo(
                "reflections",
                self.env._("Reflections"),
                self._with_merged_sudo().reflection_ids,
                ("date", "activity_id", "text", "state", "return_reason"),
            ),
        ]

    def _get_merge_moves(self):
        return {
            **super()._get_merge_moves(),
            "volunteer.reflection": ("activity_id",),
        }

    def _erase_details_sudo(self):
        self.reflection_ids.unlink()
        return super()._erase_details_sudo()
