from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.age import ADULT, CHILD, age_on
from ...tools.page_memo import PAGE_MEMO, PageMemo, once


class VolunteerVolunteer(models.Model):
    """What a volunteer has accepted, and what is still to be accepted."""

    # One matter a file keeps the files short.
    _inherit = "volunteer.volunteer"  # pylint: disable=consider-merging-classes-inherited

    # kind of paper → the field of the identity that carries its date
    _consent_fields = {
        "consent": "consent_date",
        "guardian": "guardian_consent_date",
    }

    acceptance_ids = fields.One2many(
        "volunteer.acceptance",
        "volunteer_id",
        string="Papers",
        groups="volunteer_base.group_officer",
    )
    open_document_ids = fields.Many2many(
        "volunteer.document",
        string="Papers to Accept",
        compute="_compute_open_document_ids",
        groups="volunteer_base.group_officer",
    )

    @api.depends("acceptance_ids.withdrawn_date", "kind", "company_ids")
    def _compute_open_document_ids(self):
        open_documents = self._get_open_documents_sudo()
        for volunteer in self:
            volunteer.open_document_ids = open_documents[volunteer].sudo(self.env.su)

    def _get_ages_sudo(self, date=None):
        """Return ``{volunteer: whole years of age, or None where unknown}``.

        :param date date: the day of interest; today where not given
        """
        date = date or fields.Date.context_today(self)
        births = self._get_births_sudo()
        return {volunteer: age_on(births[volunteer], date) for volunteer in self}

    def _get_births_sudo(self):
        """Return ``{volunteer: date of birth, or an empty value where unknown}``."""
        if not isinstance(self.env.context.get(PAGE_MEMO), PageMemo):
            return {
                volunteer: volunteer.sudo().identity_ids[:1].birth_date
                for volunteer in self
            }
        # A page that only reads needs nothing else of an identity: one query, not two.
        found = once(
            self.env,
            ("births", self._ids),
            lambda: dict(
                self.env["volunteer.identity"]
                .sudo()
                ._read_group(
                    [("volunteer_id", "in", self.ids)],
                    ["volunteer_id"],
                    ["birth_date:max"],
                )
            ),
        )
        return {volunteer: found.get(volunteer.sudo()) for volunteer in self}

    def _get_minors_sudo(self, date=None):
        """Return those under 18, and those kept as minors whose age is not known.

        :param date date: the day of interest; today where not given
        """
        ages = self._get_ages_sudo(date)
        return self.filtered(
            lambda volunteer: (
                ages[volunteer] < ADULT
                if ages[volunteer] is not None
                else volunteer.sudo().kind == "minor"
            )
        )

    def _is_child_sudo(self, date=None):
        """Return whether this person is under 14, the age being known."""
        self.ensure_one()
        age = self._get_ages_sudo(date)[self]
        return age is not None and age < CHILD

    def _get_papers_sudo(self, companies=None):
        """Return ``{volunteer: the texts in force that are for this person}``.

        :param companies: only what these units ask for; where not given, all units in
            which the person serves
        """
        people = self.sudo()
        units = people.company_ids if companies is None else companies.sudo()
        in_force = self.env["volunteer.document"]._get_in_force_sudo(units)
        audiences = people._get_audiences_sudo()
        none = self.env["volunteer.document"].sudo()
        return {
            volunteer.sudo(self.env.su): none.union(
                *(
                    in_force[unit].filtered(
                        lambda doc, kind=audiences[volunteer]: doc._is_for(kind)
                    )
                    for unit in volunteer.company_ids & units
                )
            ).sorted()
            for volunteer in people
        }

    def _get_audiences_sudo(self):
        """Return ``{volunteer: which kind of reader this person is}``.

        Age decides who is a minor: who has come of age is asked like anybody else,
        whatever the record says.
        """
        minors = self._get_minors_sudo()
        return {
            volunteer: "minor"
            if volunteer in minors
            else "community"
            if volunteer.sudo().kind == "minor"
            else volunteer.sudo().kind
            for volunteer in self
        }

    def _get_open_documents_sudo(self, companies=None, optional=False):
        """Return ``{volunteer: the texts still to be accepted}``, as superuser.

        The number of queries does not depend on the number of volunteers.

        :param companies: only what these units ask for; where not given, all units in
            which the person serves
        :param bool optional: texts that nobody has to accept, too
        :rtype: dict
        """
        papers = self._get_papers_sudo(companies)
        accepted = self._get_accepted_ids_sudo()
        return {
            volunteer: documents.filtered(
                lambda doc, held=accepted[volunteer.id]: (
                    doc.id not in held and (optional or doc.required)
                )
            )
            for volunteer, documents in papers.items()
        }

    def _get_accepted_ids_sudo(self):
        """Return ``{volunteer id: ids of the texts accepted}``, in one query."""
        accepted = defaultdict(set)
        found = once(
            self.env,
            ("accepted", self._ids),
            lambda: (
                self.env["volunteer.acceptance"]
                .sudo()
                ._read_group(
                    [("volunteer_id", "in", self.ids), ("withdrawn_date", "=", False)],
                    ["volunteer_id"],
                    ["document_id:array_agg"],
                )
            ),
        )
        for volunteer, document_ids in found:
            accepted[volunteer.id].update(document_ids)
        return accepted

    def _may_be_shown_sudo(self):
        """Return those who agreed to being shown in public, minors by their guardian.

        Masked names stand on public notices of hours, where minors ask here first, and
        the one of whoever handed out a certificate on its page. Other public pages name
        units and posts only. A page that is to name anybody in full asks here first.
        """
        found = (
            self.env["volunteer.acceptance"]
            .sudo()
            ._read_group(
                [
                    ("volunteer_id", "in", self.ids),
                    ("kind", "=", "publicity"),
                    ("withdrawn_date", "=", False),
                ],
                ["volunteer_id"],
            )
        )
        agreed = {volunteer.id for (volunteer,) in found}
        return self.filtered(lambda volunteer: volunteer.id in agreed)

    def _accept_documents_sudo(
        self,
        documents=None,
        method="tap",
        date=None,
        accepted_by=None,
        relation=None,
        attachment=None,
    ):
        """Note that these people accepted texts; the caller has checked who does so.

        What somebody has accepted already is passed over. The consent to the record and
        the guardian's consent put their date on the identity.

        :param documents: ``volunteer.document``; where not given, each person's
            own open and required ones
        :param str method: a key of ``volunteer.acceptance.method``
        :param date date: when; today where not given
        :param str accepted_by: name of the guardian; where not given, the one on file
        :param str relation: what the guardian is to the volunteer
        :param attachment: ``ir.attachment`` with the signed paper or list
        :return: the new acceptances, as superuser
        :raise UserError: a text is not in force on that day or not meant for somebody,
            or a minor's guardian is not named
        """
        people = self.sudo()
        date = date or fields.Date.context_today(self)
        if documents is None:
            wanted = people._get_open_documents_sudo()
        else:
            documents = documents.sudo()
            documents._check_acceptable(date)
            people._check_audience_sudo(documents)
            accepted = people._get_accepted_ids_sudo()
            wanted = {
                volunteer: documents.filtered(
                    lambda doc, held=accepted[volunteer.id]: doc.id not in held
                )
                for volunteer in people
            }
        minors = people._get_minors_sudo(date)
        if accepted_by and len(minors) > 1:
            raise UserError(
                self.env._(
                    "One guardian accepts for one minor. Enter these people one by "
                    "one: %(names)s.",
                    names=minors.mapped("name"),
                )
            )
        lang = self.env.lang or "en_US"
        digests = (
            self.env["volunteer.document"].sudo().union(*wanted.values())._get_digests()
        )
        vals_list = []
        for volunteer, open_documents in wanted.items():
            guardian = {}
            if volunteer in minors and open_documents:
                guardian = volunteer._prepare_guardian_vals_sudo(accepted_by, relation)
                if "guardian" in open_documents.mapped("kind"):
                    volunteer._check_relation_sudo(guardian)
            vals_list += [
                {
                    "volunteer_id": volunteer.id,
                    "document_id": document.id,
                    "date": date,
                    "method": method,
                    "user_id": self.env.uid,
                    "lang": lang,
                    "digest": digests[document],
                    "attachment_id": attachment.id if attachment else False,
                    **guardian,
                }
                for document in open_documents
            ]
        acceptances = self.env["volunteer.acceptance"].sudo().create(vals_list)
        if attachment and acceptances:
            # Whoever may see the field may open the file, and nobody else.
            attachment.sudo().write(
                {
                    "res_model": acceptances._name,
                    "res_id": acceptances[0].id,
                    "res_field": "attachment_id",
                    "public": False,
                }
            )
        acceptances._date_consents_sudo()
        return acceptances

    def _check_audience_sudo(self, documents):
        """:raise UserError: a text is not meant for somebody"""
        audiences = self._get_audiences_sudo()
        for document in documents:
            wrong = self.filtered(
                lambda person, document=document: (
                    not document._is_for(audiences[person])
                )
            )
            if wrong:
                raise UserError(
                    self.env._(
                        "“%(paper)s” is not meant for %(names)s.",
                        paper=document.name,
                        names=wrong.mapped("name"),
                    )
                )

    def _check_relation_sudo(self, guardian):
        """:raise UserError: nobody says what the guardian is to the minor"""
        if not guardian["relation"]:
            raise UserError(
                self.env._(
                    "%(name)s is a minor: say what the guardian is to the minor, such "
                    "as mother or father.",
                    name=self.name,
                )
            )

    def _prepare_guardian_vals_sudo(self, accepted_by, relation):
        """:raise UserError: nobody is named who may accept for this minor"""
        identity = self.identity_ids[:1]
        accepted_by = (accepted_by or identity.guardian_name or "").strip()
        if not accepted_by:
            raise UserError(
                self.env._(
                    "%(name)s is a minor: say which guardian accepts.", name=self.name
                )
            )
        return {
            "accepted_by": accepted_by,
            "relation": (relation or identity.guardian_relation or "").strip(),
        }
