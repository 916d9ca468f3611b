import contextlib

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Command, Domain

from ...tools.token import new_token

#: Times a day that one person's data can be sent in.
SENT_A_DAY = 5
IDENTITY_FIELDS = (
    "id_type",
    "birth_date",
    "sex",
    "mobile",
    "email",
    "region",
    "address",
    "employer",
    "occupation",
    "political_status_id",
    "education_id",
    "ethnic_group_id",
    "emergency_contact",
    "emergency_mobile",
    "guardian_name",
    "guardian_relation",
    "guardian_mobile",
)


class _Undone(Exception):
    """Ends a savepoint whose work was for show."""


class VolunteerVolunteer(models.Model):
    """Applications from the join page: from anybody, known or unknown."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _apply_sudo(self, company, values, notice=None, **more):
        """Take an application in, unless the person is on record already.

        Whoever is on record, in whatever unit, is not told: an answer of ours would say
        who volunteers where. The office that keeps the record gets a to-do instead.

        :param company: the unit applied to
        :param dict values: of ``tools.join_form.read_form``, without errors
        :param notice: ``volunteer.recruitment`` applied through, or none
        :param more: ``photo`` (bytes), ``files`` (name, bytes), ``skill_ids``,
            ``category_ids``, ``documents`` (accepted texts)
        :return: the new volunteer, as superuser, or none; None where the notice is full
        :raise ConcurrencyError: somebody applies with the same data right now; Odoo
            repeats the request
        """
        # Days are those of the unit: ages, consents and texts in force.
        self = self.with_context(tz=company.sudo().volunteer_tz)
        keys = self._get_join_keys(values)
        if not self._take_join_turn_sudo(keys):
            return self.sudo().browse()
        known = self._find_known_sudo(values)
        if known:
            known._report_known_sudo(company, notice)
            self._pretend_to_apply_sudo(company, values, notice, more)
            return self.sudo().browse()
        if notice and not notice._take_place_sudo():
            return None
        try:
            with self.env.cr.savepoint():
                # No note by the visitor whom every public page has.
                volunteer = (
                    self.sudo()
                    .with_context(mail_create_nolog=True)
                    .create(
                        self._prepare_application_vals(company, values, notice, more)
                    )
                    .with_env(self.sudo().env)
                )
        except IntegrityError as error:
            # Saved from elsewhere since this request began.
            raise ConcurrencyError(
                self.env._("This person was registered at this very moment.")
            ) from error
        volunteer._attach_files_sudo(more.get("files"))
        volunteer._accept_at_joining_sudo(more.get("documents"), values)
        return volunteer

    @api.model
    def _pretend_to_apply_sudo(self, company, values, notice, more):
        """Do the work of taking somebody in, and undo it.

        Who is on record already would otherwise be told by the quicker answer.
        """
        people = self.sudo().with_context(tracking_disable=True, mail_create_nolog=True)
        vals = people._prepare_application_vals(company, values, notice, more)
        # What has to be unique belongs to the record that is there.
        vals.pop("external_number_ids", None)
        vals["identity_ids"][0][2].pop("id_number")
        vals.update(code=new_token(), recruitment_id=False)
        with contextlib.suppress(_Undone), self.env.cr.savepoint():
            volunteer = people.create(vals)
            volunteer._attach_files_sudo(more.get("files"))
            volunteer._accept_at_joining_sudo(more.get("documents"), values)
            raise _Undone

    @api.model
    def _get_join_keys(self, values):
        """Return the texts by which two applications are of the same person."""
        return [
            f"{name}:{values[name]}"
            for name in ("id_number", "mobile", "external_number")
            if values.get(name)
        ]

    @api.model
    def _take_join_turn_sudo(self, keys):
        """Return whether this person's data may be sent in once more today."""
        Throttle = self.env["volunteer.throttle"].sudo()
        Throttle._take_turn_sudo("join", keys)
        return all(
            Throttle._check_throttle_sudo("join-person", key, SENT_A_DAY, 86400)
            for key in keys
        )

    @api.model
    def _find_known_sudo(self, values, but=None):
        """Return who has the ID number, the mobile or the external number already.

        People who share a telephone have ID numbers that differ, and are not taken for
        each other.

        :param dict values: of ``tools.join_form.read_form``
        :param but: a volunteer who is left out
        :return: the records to be looked at, as superuser; in place of a merged one,
            the one kept
        """
        people = self.sudo().with_context(active_test=False)
        Identity = people.env["volunteer.identity"]
        index = False
        domain = Domain.FALSE
        if values.get("id_number"):
            keyring = Identity._load_keyring()
            index = keyring.index(values["id_type"], values["id_number"])
            domain |= Domain("id_number_index", "=", index)
        if values.get("mobile"):
            same = Domain("mobile", "=", values["mobile"])
            if index:
                same &= Domain("id_number_index", "in", [index, False])
            domain |= same
        known = Identity.search(domain).volunteer_id
        if values.get("external_number") and values.get("platform_id"):
            known |= (
                people.env["volunteer.external.number"]
                .search(
                    [
                        ("platform_id", "=", values["platform_id"]),
                        ("number", "=", values["external_number"]),
                    ]
                )
                .volunteer_id
            )
        while merged := known.filtered("merged_into_id"):
            known = known - merged | merged.merged_into_id
        return known - but if but else known

    def _report_known_sudo(self, company, notice):
        """Leave a to-do for the offices that keep these records."""

        def describe(env):
            note = env._(
                "Somebody applied on the join page of %(unit)s with the ID number, "
                "mobile number or external number of this record. No second record "
                "was made, and the applicant was told nothing. Please call the person.",
                unit=company.sudo().name,
            )
            if notice:
                named = env._("Notice: %(notice)s", notice=notice.sudo().name)
                note = Markup("{}<br/>{}").format(note, named)
            return note

        self._todo_for_office_sudo(
            "join", lambda env: env._("Applied again on the join page"), note=describe
        )

    @api.model
    def _prepare_application_vals(self, company, values, notice, more):
        today = fields.Date.context_today(self)
        vals = {
            "name": values["name"],
            "kind": values["kind"],
            "company_id": company.id,
            "source": "join",
            "recruitment_id": notice.id if notice else False,
            "application_note": values["note"],
            "guardian_account": bool(values["minor"] and values["guardian_account"]),
            "skill_ids": [Command.set(more.get("skill_ids") or [])],
            "category_ids": [Command.set(more.get("category_ids") or [])],
            "image_128": more.get("photo") or False,
            "identity_ids": [
                Command.create(
                    {
                        **{name: values[name] or False for name in IDENTITY_FIELDS},
                        "id_number": values["id_number"],
                        "consent_date": today,
                        "guardian_consent_date": today if values["minor"] else False,
                    }
                )
            ],
        }
        if values["external_number"]:
            vals["external_number_ids"] = [
                Command.create(
                    {
                        "platform_id": values["platform_id"],
                        "number": values["external_number"],
                    }
                )
            ]
        return vals

    def _check_amendment_sudo(self, values, errors):
        """Note what is wrong with an amended application.

        A minor needs a guardian; another kind of document has another number; and the
        number of a resident ID on file says birth date and sex.

        :param dict values: of ``tools.join_form.read_form(…, partial=True)``
        :param dict errors: ``{field: key}``, added to
        """
        self.ensure_one()
        minor = values["minor"]
        if minor is None:
            minor = bool(self._get_minors_sudo())
        for name in ("guardian_name", "guardian_relation", "guardian_mobile"):
            if minor and not (values[name] or self.identity_ids[name]):
                errors.setdefault(name, "missing")
        identity = self.identity_ids
        if values["id_number"] or not identity.id_number_cipher:
            return
        if values["id_type"] and values["id_type"] != identity.id_type:
            errors.setdefault("id_number", "missing")
        said = {name: values[name] for name in ("birth_date", "sex") if values[name]}
        for name in identity._get_contradictions_sudo(said):
            errors.setdefault(name, "differs")

    def _amend_application_sudo(self, values, **more):
        """Write what an applicant changes; empty fields stay as they are.

        A number that belongs to somebody on record is not written and not spoken of;
        the office that keeps that record gets a to-do.

        :param dict values: of ``tools.join_form.read_form(…, partial=True)``
        """
        self.ensure_one()
        keys = self._get_join_keys(values)
        self.env["volunteer.throttle"].sudo()._take_turn_sudo("join", keys)
        known = self._find_known_sudo(values, but=self)
        identity = self.identity_ids
        changes = {name: values[name] for name in IDENTITY_FIELDS if values[name]}
        if known:
            known._report_known_sudo(self.company_id, self.recruitment_id)
            changes = {
                name: value
                for name, value in changes.items()
                if name not in ("id_type", "mobile", "birth_date", "sex")
            }
        elif values["id_number"]:
            changes["id_number"] = values["id_number"]
        # Not in the name of the visitor whom every public page has.
        self._track_set_author(self.env.ref("base.partner_root"))
        try:
            with self.env.cr.savepoint():
                identity.write(changes)
                if values["name"]:
                    self.name = values["name"]
                if values["minor"]:
                    self.kind = "minor"
                if more.get("photo"):
                    self.image_128 = more["photo"]
        except IntegrityError as error:
            raise ConcurrencyError(
                self.env._("This person was registered at this very moment.")
            ) from error
        self._attach_files_sudo(more.get("files"))

    def _attach_files_sudo(self, files):
        """Keep what an applicant sent with the identity: its rule is the strict one."""
        identity = self.identity_ids
        self.env["ir.attachment"].sudo().create(
            [
                {
                    "name": name,
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": identity._name,
                    "res_id": identity.id,
                }
                for name, content, mimetype in files or ()
            ]
        )

    def _accept_at_joining_sudo(self, documents, values):
        """Note the texts that were accepted with the application."""
        if documents:
            self._accept_documents_sudo(
                documents,
                method="tap",
                accepted_by=values["guardian_name"] if values["minor"] else None,
                relation=values["guardian_relation"] if values["minor"] else None,
            )
