from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ("consent", "Consent to the record"),
    ("agreement", "Volunteer service agreement"),
    ("confidentiality", "Confidentiality pledge"),
    ("health", "Health declaration"),
    ("risk", "Risk disclosure"),
    ("guardian", "Guardian's consent"),
    ("publicity", "Consent to publicity"),
]
AUDIENCES = ("staff", "retiree", "student", "minor", "community")


class VolunteerDocument(models.Model):
    """A text that volunteers accept; what was once in force never changes."""

    _name = "volunteer.document"
    _description = "Volunteer Paper"
    _inherit = ["volunteer.guard.mixin", "mail.thread"]
    _order = "sequence, kind, version desc, id"
    _rec_names_search = ["name"]

    _guarded_fields = ("state", "version", "previous_id")
    # What people accepted; a change is a new version.
    _frozen_fields = ("name", "kind", "body", "company_id", "date_from")

    name = fields.Char(string="Title", required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default="agreement", index=True)
    version = fields.Integer(
        required=True, readonly=True, default=1, copy=False, aggregator=None
    )
    body = fields.Html(string="Text", translate=True, required=True)
    company_id = fields.Many2one(
        "res.company",
        string="Unit",
        index=True,
        ondelete="restrict",
        help="Empty: for every unit. A unit's own text takes the place of the common "
        "text of the same kind.",
    )
    date_from = fields.Date(
        string="In Force from",
        copy=False,
        help="Empty: from the day on which it is put in force.",
    )
    required = fields.Boolean(
        string="Required before Service",
        default=True,
        help="Whoever has not accepted this text cannot sign up for an activity.",
    )
    for_staff = fields.Boolean(string="Staff", default=True)
    for_retiree = fields.Boolean(string="Retirees", default=True)
    for_student = fields.Boolean(string="Students", default=True)
    for_minor = fields.Boolean(
        string="Minors",
        default=True,
        help="Everybody under 18, whatever kind of volunteer; the guardian accepts.",
    )
    for_community = fields.Boolean(string="Community Volunteers", default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("valid", "In force"), ("replaced", "Replaced")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    previous_id = fields.Many2one(
        "volunteer.document",
        string="Replaces",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    acceptance_ids = fields.One2many(
        "volunteer.acceptance", "document_id", string="Acceptances"
    )
    acceptance_count = fields.Integer(compute="_compute_acceptance_count")

    _version_unique = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL AND state != 'replaced'",
        "A newer version of this paper is being prepared or is in force already.",
    )

    @api.depends("acceptance_ids")
    def _compute_acceptance_count(self):
        counts = dict(
            self.env["volunteer.acceptance"]._read_group(
                [("document_id", "in", self.ids), ("withdrawn_date", "=", False)],
                ["document_id"],
                ["__count"],
            )
        )
        for document in self:
            document.acceptance_count = counts.get(document, 0)

    @api.depends("name", "version")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self.env._(
                "%(title)s (version %(version)s)",
                title=document.name or "",
                version=document.version,
            )

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._check_unit()
        return documents

    def write(self, vals):
        if set(self._frozen_fields) & set(vals):
            self._check_not_in_force()
        self._check_unit()
        if "company_id" in vals and any(
            document.previous_id.company_id.id != (vals["company_id"] or False)
            for document in self.sudo()
            if document.previous_id
        ):
            raise UserError(
                self.env._("A new version belongs to the unit of the one before it.")
            )
        result = super().write(vals)
        if "company_id" in vals:
            self._check_unit()
        return result

    def _check_unit(self):
        """:raise AccessError: another unit's text, or a common one without all units"""
        if self.env.su or not self:
            return
        if self.company_id - self.env.companies:
            raise AccessError(
                self.env._(
                    "This text belongs to another unit. Make a text for your own unit "
                    "instead."
                )
            )
        if all(document.company_id for document in self):
            return
        units = self.env["res.company"].sudo().search([("parent_id", "=", False)])
        if units - self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "A text for every unit is written by somebody who administers all "
                    "of them. Make a text for your own unit instead."
                )
            )

    def _update_field_translations(self, field_name, translations, *args, **kwargs):
        if field_name in self._frozen_fields and not self.env.su:
            self._check_not_in_force()
        return super()._update_field_translations(
            field_name, translations, *args, **kwargs
        )

    def _check_not_in_force(self):
        """:raise UserError: accepted texts change as a new version only"""
        if self.env.su:
            return
        frozen = self.filtered(lambda document: document.state != "draft")
        if frozen:
            raise UserError(
                self.env._(
                    "People have accepted this text as it is. Make a new version "
                    "instead: %(papers)s.",
                    papers=frozen.mapped("name"),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        self._check_unit()
        if any(document.state != "draft" for document in self):
            raise UserError(
                self.env._("Only drafts can be deleted; texts in force are replaced.")
            )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_publish(self):
        """Put drafts in force; the versions before them are replaced that day.

        :raise AccessError: not an administrator of volunteering
        :raise UserError: not a draft
        """
        self.check_access("write")
        self._check_unit()
        today = fields.Date.context_today(self)
        for document in self:
            if document.state != "draft":
                raise UserError(
                    self.env._("“%(title)s” is not a draft.", title=document.name)
                )
        for document in self.filtered(lambda document: not document.date_from):
            document.date_from = today
        self.sudo().write({"state": "valid"})
        self._replace_previous_sudo()
        return True

    def action_new_version(self):
        """Open a draft of the next version, made from this text.

        :raise AccessError: not an administrator of volunteering
        :raise UserError: the text is still a draft, or has a newer version
        """
        self.ensure_one()
        self.check_access("write")
        self._check_unit()
        if self.state != "valid":
            raise UserError(
                self.env._("Only a text in force gets a new version; edit the draft.")
            )
        draft = self._copy_as_draft_sudo(
            {
                "version": self.version + 1,
                "previous_id": self.id,
                "company_id": self.company_id.id,
            }
        )
        return draft._open_form()

    def action_own_version(self):
        """Open a draft for the current unit alone, made from a text for every unit.

        :raise AccessError: not an administrator of volunteering
        :raise UserError: the text belongs to a unit already
        """
        self.ensure_one()
        self.check_access("write")
        if self.company_id:
            raise UserError(self.env._("This text belongs to one unit already."))
        return self._copy_as_draft_sudo(
            {"company_id": self.env.company.id}
        )._open_form()

    def action_accept(self, accepted_by=None, relation=None):
        """Accept these texts for oneself; for a minor, the guardian does so.

        :param str accepted_by: name of the guardian, where the volunteer is a minor
        :param str relation: what the guardian is to the volunteer
        :return: ids of the new acceptances; empty where everything was accepted before
        :rtype: list
        :raise AccessError: the user is no volunteer
        :raise UserError: a text is not in force or not meant for this person, or the
            guardian is not named
        """
        self.check_access("read")
        volunteer = self.env["res.users"]._get_current_volunteer_sudo()
        if not volunteer:
            raise AccessError(self.env._("Only volunteers accept papers."))
        foreign = self.sudo() - volunteer._get_papers_sudo()[volunteer]
        foreign._check_acceptable(fields.Date.context_today(self))
        if foreign:
            raise UserError(
                self.env._(
                    "This text is not meant for you: %(papers)s.",
                    papers=foreign.mapped("name"),
                )
            )
        if volunteer._get_minors_sudo() and not (accepted_by or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s is a minor: the guardian accepts and gives a name.",
                    name=volunteer.name,
                )
            )
        return volunteer._accept_documents_sudo(
            self, "tap", accepted_by=accepted_by, relation=relation
        ).ids

    def _copy_as_draft_sudo(self, vals):
        return self.sudo().copy({"name": self.name, **vals}).sudo(self.env.su)

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_open_acceptances(self):
        """Open the acceptances of this text."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "volunteer_base.volunteer_acceptance_action"
        )
        return {**action, "domain": [("document_id", "=", self.id)], "context": {}}

    def _replace_previous_sudo(self):
        today = fields.Date.context_today(self)
        due = self.sudo().filtered(
            lambda document: document.state == "valid" and document.date_from <= today
        )
        due.previous_id.filtered(lambda previous: previous.state == "valid").write(
            {"state": "replaced"}
        )

    @api.autovacuum
    def _gc_replaced(self):
        """Mark what a version that has come into force replaces."""
        self.sudo().search(
            [("state", "=", "valid"), ("previous_id.state", "=", "valid")]
        )._replace_previous_sudo()
