from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What a leader fills in on the closing page, beside ticks and photos.
COUNTS = ("people_served", "consultations", "pushes")
TEXTS = ("effect", "experience")
MAX_TEXT = 5000


class VolunteerActivity(models.Model):
    """The closing form: what came of an activity, by its leader."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.activity"  # pylint: disable=consider-merging-classes-inherited

    photo_ids = fields.One2many(
        "volunteer.activity.photo", "activity_id", string="Photos"
    )
    photo_count = fields.Integer(
        string="Number of Photos", compute="_compute_photo_count", compute_sudo=True
    )
    check_item_ids = fields.Many2many(
        "volunteer.check.item",
        "volunteer_activity_check_item_rel",
        string="Checklist",
        copy=False,
        domain="[('company_id', 'in', (False, company_id))]",
    )

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        counts = dict(
            self.env["volunteer.activity.photo"]._read_group(
                [("activity_id", "in", self.ids)], ["activity_id"], ["__count"]
            )
        )
        for activity in self:
            activity.photo_count = counts.get(activity, 0)

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def _leads(self):
        """Return those of these activities that the current user is in charge of.

        Leaders need no group of the backend; the office may do what they may.
        """
        if self.env.su:
            return self
        office = self.env.user.has_group("volunteer_base.group_officer")
        readable = self._filtered_access("read") if office else self.browse()
        led = self.sudo().filtered(
            lambda activity: self.env.user in activity._get_managers_sudo()
        )
        return readable | led.sudo(False)

    def _check_leads(self):
        """:raise AccessError: neither in charge of the activities nor of the office"""
        foreign = self - self._leads()
        if foreign:
            raise AccessError(
                self.env._("Only those in charge of this activity may do this.")
            )

    # ------------------------------------------------------------------
    # Checklist
    # ------------------------------------------------------------------

    def _get_check_items_sudo(self):
        """Return the items of the checklist of this activity's unit, in their order."""
        self.ensure_one()
        units = self.sudo().company_id.parent_ids.ids
        return (
            self.env["volunteer.check.item"]
            .sudo()
            .search([("company_id", "in", [False, *units])])
        )

    def _get_proofs_sudo(self):
        """Return the keys of ``volunteer.check.item.proof`` that the records show."""
        self.ensure_one()
        activity = self.sudo()
        signups = activity.signup_ids
        attended = signups.filtered(lambda signup: signup.state == "attended")
        open_ = signups.filtered(
            lambda signup: signup.state in ("waiting", "confirmed")
        )
        plans = activity.project_id.plan_line_ids.plan_id
        shown = {
            "team": bool(activity.team_id.leader_id or activity.leader_id),
            "plan": "approved" in plans.mapped("state"),
            "presence": bool(attended),
            "record": bool(attended and not open_ and activity.people_served),
            "effect": bool((activity.effect or "").strip()),
        }
        return {key for key, proven in shown.items() if proven}

    def action_propose_checks(self):
        """Tick what the records show already.

        :raise AccessError: not in charge of the activities
        """
        self._check_leads()
        for activity in self.sudo():
            proofs = activity._get_proofs_sudo()
            activity.check_item_ids |= activity._get_check_items_sudo().filtered(
                lambda item, proofs=proofs: item.proof in proofs
            )
        return True

    # ------------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------------

    def action_save_closing(self, values):
        """Keep what the leader says about one activity.

        :param dict values: any of ``people_served``, ``consultations``, ``pushes``
            (whole numbers, or their digits), ``effect``, ``experience`` (text),
            ``check_item_ids`` (ids of what is ticked, in place of what was) and
            ``photos`` (a list of ``{"image": base64, "caption": text, "is_shown":
            bool}``, which are added)
        :raise AccessError: not in charge of the activity
        :raise UserError: not held yet or cancelled, no number, or no photo
        """
        self.ensure_one()
        self._check_leads()
        activity = self.sudo()
        if activity.state not in ("published", "done") or (
            activity.start > fields.Datetime.now()
        ):
            raise UserError(
                self.env._(
                    "“%(name)s” has not been held yet.", name=activity.display_name
                )
            )
        activity.write(activity._clean_closing(values))
        return True

    def action_arrange_photos(self, remove=(), shown=()):
        """Remove photos of one activity, and say which ones volunteers see.

        :param remove: ids of photos to remove
        :param shown: ids of all photos that are shown; the others are not
        :raise AccessError: not in charge of the activity
        """
        self.ensure_one()
        self._check_leads()
        photos = self.sudo().photo_ids
        gone = photos.filtered(lambda photo: photo.id in remove)
        gone.unlink()
        visible = (photos - gone).filtered(lambda photo: photo.id in shown)
        visible.is_shown = True
        (photos - gone - visible).is_shown = False
        return True

    def action_finish(self, values=None):
        """Keep what the leader says, and close one activity.

        :param dict values: as of ``action_save_closing``
        :raise AccessError: not in charge of the activity
        :raise UserError: as ``action_save_closing`` and ``action_done``
        """
        self.ensure_one()
        self._check_leads()
        if values:
            self.action_save_closing(values)
        if self.sudo().state == "done":
            return True
        # A leader may have a login for the pages only.
        return self.sudo().action_done()

    def action_done(self):
        """Close activities after they were held.

        :raise UserError: as before, or the settings ask for more about them
        """
        self.check_access("write")
        now = fields.Datetime.now()
        held = self.filtered(
            lambda activity: activity.state == "published" and activity.start <= now
        )
        for activity in held:
            missing = activity._get_closing_missing()
            if missing:
                raise UserError(
                    self.env._(
                        "Before “%(name)s” is closed, please add: %(missing)s.",
                        name=activity.display_name,
                        missing=missing,
                    )
                )
        return super().action_done()

    def _get_closing_missing(self):
        """Return what the unit's settings ask for and this activity lacks, in words."""
        self.ensure_one()
        activity, company = self.sudo(), self.sudo().company_id
        missing = []
        if company.volunteer_close_people_served and not activity.people_served:
            missing.append(self.env._("how many people were served"))
        if company.volunteer_close_effect and not (activity.effect or "").strip():
            missing.append(self.env._("what was achieved"))
        lacking = company.volunteer_close_photos - activity.photo_count
        if lacking > 0:
            missing.append(self.env._("%(count)s photos", count=lacking))
        if company.volunteer_close_checklist:
            items = activity._get_check_items_sudo() - activity.check_item_ids
            missing += items.with_env(self.env).sudo().mapped("name")
        return missing

    def _clean_closing(self, values):
        """Return the values to write of what a leader sent.

        :raise UserError: no number, or the checklist of another unit
        """
        vals = {}
        for name in COUNTS:
            if name in values and name in self._fields:
                vals[name] = self._clean_count(values[name])
        for name in TEXTS:
            if name in values:
                vals[name] = str(values[name] or "").strip()[:MAX_TEXT]
        if "check_item_ids" in values:
            known = self._get_check_items_sudo()
            ticked = known.filtered(lambda item: item.id in values["check_item_ids"])
            vals["check_item_ids"] = [fields.Command.set(ticked.ids)]
        if values.get("photos"):
            vals["photo_ids"] = [
                fields.Command.create(
                    {
                        "image": photo["image"],
                        "caption": str(photo.get("caption") or "")[:200],
                        "is_shown": bool(photo.get("is_shown")),
                    }
                )
                for photo in values["photos"]
            ]
        return vals

    def _clean_count(self, value):
        text = str(value or 0).strip()
        if not text.isascii() or not text.isdigit() or len(text) > 7:
            raise UserError(
                self.env._("“%(text)s” is not a number of people.", text=text[:20])
            )
        return int(text)


class ResCompany(models.Model):
    # One matter a file keeps the files short.
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    volunteer_close_people_served = fields.Boolean(
        string="Closing Asks for the People Served"
    )
    volunteer_close_effect = fields.Boolean(string="Closing Asks for the Effect")
    volunteer_close_checklist = fields.Boolean(
        string="Closing Asks for the Whole Checklist"
    )
    volunteer_close_photos = fields.Integer(
        string="Photos to Close an Activity", help="Fewest photos; 0 asks for none."
    )

    _volunteer_close_photos_range = models.Constraint(
        "CHECK (volunteer_close_photos BETWEEN 0 AND 9)",
        "An activity has between 0 and 9 photos.",
    )


class ResConfigSettings(models.TransientModel):
    # One matter a file keeps the files short.
    _inherit = "res.config.settings"  # pylint: disable=consider-merging-classes-inherited

    volunteer_close_people_served = fields.Boolean(
        related="company_id.volunteer_close_people_served", readonly=False
    )
    volunteer_close_effect = fields.Boolean(
        related="company_id.volunteer_close_effect", readonly=False
    )
    volunteer_close_checklist = fields.Boolean(
        related="company_id.volunteer_close_checklist", readonly=False
    )
    volunteer_close_photos = fields.Integer(
        related="company_id.volunteer_close_photos", readonly=False
    )
