import base64

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from ..models.privacy.volunteer_document import AUDIENCES
from ..tools.join_form import read_form
from ..tools.upload import UploadError, check_file, shrink_photo
from .private_page import render_private

#: Hidden from people; programs that fill in every field fill it in, too.
HONEYPOT = "homepage"
MAX_FILES, MAX_BYTES, PHOTO_SIDE = 3, 5 * 1024 * 1024, 512
#: Of a whole request: the files, the photo and the text.
MAX_REQUEST = (MAX_FILES + 1) * MAX_BYTES + 1024 * 1024
#: Kinds of texts that are accepted with the application; the others follow at home.
TEXTS = ("consent", "risk", "guardian")
GUARDIAN = {"guardian_name", "guardian_relation", "guardian_mobile"}


class JoinPage:
    """Reads the forms of strangers and shows the pages; rules are the models'."""

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _find_place(self, query):
        """Return unit and notice that a request is about, and the units there are.

        :return: None where the notice is none; ``company`` is empty where one has to be
            chosen, or where nobody can apply to it
        """
        Notice = request.env["volunteer.recruitment"]
        token = query.get("notice")
        notice = Notice._find_sudo(token)
        if token and not notice:
            return None
        units = (
            request.env["res.company"]
            .sudo()
            .search([("volunteer_join_open", "=", True)])
        )
        company = units if len(units) == 1 else units.browse()
        chosen = query.get("unit") or ""
        if notice:
            # A notice is published on purpose, whatever the setting of the page.
            company = notice.company_id if notice._is_open() else units.browse()
            units |= notice.company_id
        elif chosen.isascii() and chosen.isdigit() and len(chosen) < 10:
            company = units.filtered(lambda unit: unit.id == int(chosen))
        self._use_days_of(company)
        return {"company": company, "notice": notice, "units": units}

    def _use_days_of(self, company):
        """Let today be what it is in a unit: a visitor's browser names no time zone."""
        if company:
            request.update_context(tz=company.sudo().volunteer_tz)

    def _read(self, form, partial=False):
        """Return ``(values, errors, more)`` of a sent form with its files."""
        Identity = request.env["volunteer.identity"]
        values, errors = read_form(
            form,
            frozenset(AUDIENCES),
            frozenset(key for key, _label in Identity._fields["id_type"].selection),
            fields.Date.context_today(Identity),
            partial=partial,
        )
        sent = request.httprequest
        more = {
            name: self._read_many(name, model, domain)
            for name, (model, domain) in self._get_lists().items()
        }
        for name, (model, domain) in self._get_selections().items():
            records = request.env[model].sudo().browse(values[name] or [])
            if values[name] and not records.exists().filtered_domain(domain):
                errors[name] = "choice"
        more["photo"] = self._read_photo(sent.files.get("photo"), errors)
        more["files"] = self._read_files(sent.files.getlist("files"), errors)
        return values, errors, more

    def _read_many(self, name, model, domain):
        texts = request.httprequest.form.getlist(name)
        # Nobody has longer numbers; the longest that Python reads has 4,300 digits.
        texts = [text for text in texts if len(text) < 10][:50]
        ids = [int(text) for text in texts if text.isascii() and text.isdigit()]
        return request.env[model].sudo().search([("id", "in", ids), *domain]).ids

    def _read_photo(self, file, errors):
        if not file or not file.filename:
            return None
        try:
            photo = shrink_photo(file.read(MAX_BYTES + 1), MAX_BYTES, PHOTO_SIDE)
        except UploadError as error:
            errors["photo"] = error.reason
            return None
        return base64.b64encode(photo)

    def _read_files(self, files, errors):
        found = []
        for file in files:
            if not file.filename:
                continue
            try:
                content = file.read(MAX_BYTES + 1)
                found.append(check_file(file.filename, content, MAX_BYTES))
            except UploadError as error:
                errors["files"] = error.reason
        if len(found) > MAX_FILES:
            errors["files"] = "many"
        return found

    def _get_selections(self):
        """Return ``{field: (model, domain)}`` of what one of a list is chosen from."""
        tables = ("political_status", "education", "ethnic_group")
        lists = {
            f"{name}_id": ("volunteer.code", [("code_table", "=", name)])
            for name in tables
        }
        return {**lists, "platform_id": ("volunteer.platform", [])}

    def _get_lists(self):
        """Return ``{field: (model, domain)}`` of what several are ticked of."""
        return {
            "skill_ids": ("volunteer.tag", [("kind", "=", "skill")]),
            "category_ids": ("volunteer.category", []),
        }

    def _get_texts(self, company, minor, kind):
        """Return the texts in force to be accepted with an application."""
        Document = request.env["volunteer.document"]
        found = Document._get_in_force_sudo(company, TEXTS)[company]
        audience = "minor" if minor else kind or "community"
        return found.filtered(lambda text: text._is_for(audience))

    # ------------------------------------------------------------------
    # Showing
    # ------------------------------------------------------------------

    def _is_ready(self):
        """Return whether ID numbers can be kept: without a key nobody can apply."""
        try:
            request.env["volunteer.identity"]._load_keyring()
        except UserError:
            return False
        return True

    def _add_choices(self, place):
        notices = request.env["volunteer.recruitment"].sudo()
        units = place["company"] or place["units"]
        domain = notices._domain_open() & Domain("company_id", "in", units.ids)
        found = notices.search(domain)
        return {
            **place,
            "kinds": request.env["volunteer.volunteer"]
            ._fields["kind"]
            ._description_selection(request.env),
            "notices": found.sorted(lambda notice: notice.kind != "emergency"),
        }

    def _render_form(self, place, form, errors=None, message=None, minor=None):
        minor = form.get("kind") == "minor" if minor is None else minor
        return render_private(
            "volunteer_base.join_form",
            {
                **place,
                **self._prepare_form(form, errors, message),
                "minor": minor,
                "texts": self._get_texts(place["company"], minor, form.get("kind")),
            },
        )

    def _render_answer(self, volunteer, token, form, errors=None, message=None):
        minor = bool(volunteer._get_minors_sudo())
        return render_private(
            "volunteer_base.join_answer",
            {
                **self._prepare_form(form, errors, message),
                "volunteer": volunteer,
                "token": token,
                "minor": minor or bool(errors and errors.keys() & GUARDIAN),
            },
        )

    def _prepare_form(self, form, errors, message):
        Identity = request.env["volunteer.identity"]
        errors = errors or {}
        sent = request.httprequest.form
        return {
            "form": form,
            "ticked": {name: set(sent.getlist(name)) for name in self._get_lists()},
            "errors": {key: self._describe(code) for key, code in errors.items()},
            "message": message
            or (
                errors
                and request.env._(
                    "Please look at the fields marked below. Files have to be chosen "
                    "again."
                )
            ),
            "form_token": self._new_form_token(),
            "honeypot": HONEYPOT,
            "id_types": Identity._fields["id_type"]._description_selection(request.env),
            "sexes": [
                pair
                for pair in Identity._fields["sex"]._description_selection(request.env)
                if pair[0] in "12"
            ],
            "kinds": request.env["volunteer.volunteer"]
            ._fields["kind"]
            ._description_selection(request.env),
            **{
                name: request.env[model].sudo().search(domain)
                for name, (model, domain) in {
                    **self._get_selections(),
                    **self._get_lists(),
                }.items()
            },
        }

    def _describe(self, code):
        return {
            **request.env["volunteer.identity"]._get_id_problems(),
            "missing": request.env._("Please fill in this field."),
            "long": request.env._("This text is too long."),
            "characters": request.env._(
                "This is not a number of this kind of document."
            ),
            "future": request.env._("This date is in the future."),
            "differs": request.env._("This differs from what the ID number says."),
            "mobile": request.env._(
                "This is not a mobile number. Foreign ones begin with +."
            ),
            "email": request.env._("This is not an e-mail address."),
            "adult": request.env._("This kind is for people under 18."),
            "choice": request.env._("Please choose again."),
            "date": request.env._("This is not a date."),
            "kind": request.env._("Only PDF, JPEG and PNG files can be sent."),
            "size": request.env._("A file may have up to 5 MB."),
            "picture": request.env._("This picture cannot be read."),
            "pixels": request.env._("A picture may have up to 12 megapixels."),
            "full": request.env._(
                "No more files can be taken in today. Send your data without them; the "
                "office asks you for what it needs."
            ),
            "many": request.env._("Up to three files can be sent."),
        }[code]

    def _render_gone(self):
        return render_private("volunteer_base.join_gone", {}, status=404)

    def _render_flood(self):
        response = render_private("volunteer_base.join_flood", {}, status=429)
        response.headers["Retry-After"] = "3600"
        return response
