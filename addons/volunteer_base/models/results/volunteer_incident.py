from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ("accident", "Accident"),
    ("complaint", "Complaint"),
    ("praise", "Praise"),
]
MAX_PHOTOS = 3
#: Reports a person sends within a day; what is more is told by telephone.
DAILY_REPORTS = 10
MAX_TEXT = 5000


class VolunteerIncident(models.Model):
    """Accidents, complaints and praise: told by anybody, handled by the office."""

    _name = "volunteer.incident"
    _description = "Accident, Complaint or Praise"
    _inherit = [
        "volunteer.guard.mixin",
        "volunteer.notes.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "code"
    _check_company_auto = True

    _guarded_fields = ("state", "date_closed", "code")

    code = fields.Char(string="Number", readonly=True, copy=False)
    kind = fields.Selection(
        KINDS, required=True, default="accident", index=True, tracking=True
    )
    date = fields.Datetime(
        string="When It Happened",
        required=True,
        index=True,
        default=lambda self: fields.Datetime.now(),
    )
    place = fields.Char()
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    activity_id = fields.Many2one(
        "volunteer.activity",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    project_id = fields.Many2one(
        related="activity_id.project_id", store=True, index="btree_not_null"
    )
    volunteer_ids = fields.Many2many(
        "volunteer.volunteer",
        "volunteer_incident_volunteer_rel",
        string="Volunteers Concerned",
    )
    persons = fields.Char(
        string="Others Concerned", help="Patients, relatives, staff: as few data as do."
    )
    contact = fields.Char(help="How to reach who told us.")
    description = fields.Text(string="What Happened", required=True)
    handler_id = fields.Many2one(
        "res.users",
        string="Handled by",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    handling = fields.Text(help="What was done, and what the people concerned said.")
    insurer = fields.Char()
    insurance_no = fields.Char(string="Insurance Report No.", tracking=True)
    insurance_date = fields.Date(string="Reported to the Insurer on", tracking=True)
    state = fields.Selection(
        [("new", "New"), ("handling", "Being handled"), ("closed", "Closed")],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_closed = fields.Date(string="Closed on", readonly=True, copy=False)

    _code_unique = models.UniqueIndex("(code)", "This number is taken.")
    _open_idx = models.Index("(company_id) WHERE state != 'closed'")

    @api.model
    def _complete_create_vals(self, vals_list):
        for vals in vals_list:
            vals["code"] = (
                self.env["ir.sequence"].sudo().next_by_code("volunteer.incident")
            )
        return super()._complete_create_vals(vals_list)

    @api.onchange("activity_id")
    def _onchange_activity_id(self):
        if self.activity_id:
            self.date = self.activity_id.start
            self.place = self.place or self.activity_id.place

    # ------------------------------------------------------------------
    # Reporting
    # ------------------------------------------------------------------

    @api.model
    def action_report(self, values):
        """Tell the volunteer office about an accident, a complaint or praise.

        Open to every volunteer, also to leaders without a group of the backend.

        :param dict values: ``kind`` and ``description``, and any of ``date`` (naive
            UTC), ``place``, ``persons``, ``contact``, ``activity_id`` (id of an
            activity one serves in or leads) and ``photos`` (up to three in base64)
        :return: the ``volunteer.incident``
        :raise AccessError: no volunteer
        :raise UserError: no description, in the future, not one's activity, no photo,
            or too many reports on one day
        """
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer:
            raise AccessError(self.env._("Only volunteers tell us here."))
        description = str(values.get("description") or "").strip()[:MAX_TEXT]
        if not description or values.get("kind") not in dict(KINDS):
            raise UserError(self.env._("Say what happened, and what kind it is."))
        try:
            date = fields.Datetime.to_datetime(values.get("date"))
        except ValueError as error:
            raise UserError(self.env._("This is not a time.")) from error
        date = date or fields.Datetime.now()
        if date > fields.Datetime.now():
            raise UserError(self.env._("This time is in the future."))
        activity = self._find_own_activity_sudo(volunteer, values.get("activity_id"))
        photos = values.get("photos") or []
        if len(photos) > MAX_PHOTOS:
            raise UserError(
                self.env._("Up to %(count)s photos can be sent.", count=MAX_PHOTOS)
            )
        Photo = self.env["volunteer.photo.mixin"]
        files = [Photo._decode_photo(photo) for photo in photos]
        if (
            not self.env["volunteer.throttle"]
            .sudo()
            ._check_throttle_sudo("incident", volunteer.id, DAILY_REPORTS, 86400)
        ):
            raise UserError(
                self.env._(
                    "You have told us much today. Please call the volunteer office."
                )
            )
        # Notes of the office are not for whoever told it.
        incident = (
            self.sudo()
            .with_context(mail_create_nosubscribe=True)
            .create(
                {
                    "kind": values["kind"],
                    "date": date,
                    "place": str(values.get("place") or "").strip()[:200],
                    "persons": str(values.get("persons") or "").strip()[:200],
                    "contact": str(values.get("contact") or "").strip()[:200],
                    "description": description,
                    "activity_id": activity.id,
                    "company_id": (activity or volunteer).company_id.id,
                }
            )
        )
        incident._attach_photos_sudo(files)
        incident._schedule_todo_sudo()
        return incident.with_env(self.env)

    @api.model
    def _find_own_activity_sudo(self, volunteer, activity_id):
        """:raise UserError: neither signed up for this activity nor in charge of it"""
        Activity = self.env["volunteer.activity"]
        if not activity_id:
            return Activity.sudo()
        known = isinstance(activity_id, int) and Activity.sudo().browse(activity_id)
        activity = (known or Activity.sudo()).exists()
        served = activity.signup_ids.filtered(
            lambda signup: signup.state != "cancelled"
        )
        leads = activity.sudo(False)._leads()
        if not activity or (volunteer not in served.volunteer_id and not leads):
            raise UserError(self.env._("This activity is not among yours."))
        return activity

    def _attach_photos_sudo(self, files):
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": f"{self.code}-{number}.jpg",
                    "raw": content,
                    "mimetype": "image/jpeg",
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for number, content in enumerate(files, start=1)
            ]
        )

    # ------------------------------------------------------------------
    # Handling
    # ------------------------------------------------------------------

    def action_handle(self):
        """Take these on.

        :raise AccessError: not of the volunteer office
        :raise UserError: not new
        """
        self._check_state("new")
        for incident in self.sudo():
            incident.write(
                {
                    "state": "handling",
                    "handler_id": incident.handler_id.id or self.env.uid,
                }
            )
        return True

    def action_close(self):
        """Close these, after what was done is written down.

        :raise AccessError: not of the volunteer office
        :raise UserError: closed already, or nothing is written about the handling
        """
        self._check_state("new", "handling")
        for incident in self:
            if incident.kind != "praise" and not (incident.handling or "").strip():
                raise UserError(
                    self.env._(
                        "Write down how %(number)s was handled first.",
                        number=incident.code,
                    )
                )
        for company, incidents in self.sudo().grouped("company_id").items():
            incidents.write(
                {"state": "closed", "date_closed": company._get_volunteer_today()}
            )
        self.sudo().activity_ids.unlink()
        self.sudo()._tell_reporters_sudo()
        return True

    def action_reopen(self):
        """Handle closed ones again.

        :raise AccessError: not of the volunteer office
        :raise UserError: not closed
        """
        self._check_state("closed")
        self.sudo().write({"state": "handling", "date_closed": False})
        return True

    def _check_state(self, *states):
        self.check_access("write")
        return super()._check_state(*states)

    @api.ondelete(at_uninstall=False)
    def _unlink_new_only(self):
        if any(incident.state != "new" for incident in self):
            raise UserError(self.env._("What was handled stays on record."))
