from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import resident_id
from ...tools.keyring import KeyringError, load_keyring
from ...tools.masking import mask_id_number

CONSENT_DATES = frozenset(("consent_date", "guardian_consent_date"))


class VolunteerIdentity(models.Model):
    """The sensitive half of a volunteer, apart so that its rule can be strict."""

    _name = "volunteer.identity"
    _description = "Volunteer Identity"
    _rec_name = "volunteer_id"

    volunteer_id = fields.Many2one(
        "volunteer.volunteer", required=True, index=True, ondelete="cascade"
    )
    company_ids = fields.Many2many(related="volunteer_id.company_ids")
    id_type = fields.Selection(
        [
            ("111", "Resident ID card"),
            ("114", "Officer's certificate"),
            ("414", "Passport"),
            ("516", "Mainland travel permit for Hong Kong and Macao residents"),
            ("511", "Mainland travel permit for Taiwan residents"),
        ],
        string="ID Type",
        required=True,
        default="111",
        help="Codes of GA/T 517.",
    )
    id_number = fields.Char(
        string="ID Number",
        compute="_compute_id_number",
        inverse="_inverse_id_number",
        search="_search_id_number",
        copy=False,
        help="Kept encrypted. Type the whole number; afterwards it is shown masked.",
    )
    id_number_cipher = fields.Char(copy=False, groups=fields.NO_ACCESS)
    id_number_index = fields.Char(copy=False, groups=fields.NO_ACCESS)
    birth_date = fields.Date()
    # GB/T 2261.1
    sex = fields.Selection(
        [("0", "Unknown"), ("1", "Male"), ("2", "Female"), ("9", "Not stated")]
    )
    political_status_id = fields.Many2one(
        "volunteer.code",
        ondelete="restrict",
        domain=[("code_table", "=", "political_status")],
        help="GB/T 4762.",
    )
    party_applicant = fields.Boolean(
        help="Recognised as an active applicant for Party membership.",
    )
    education_id = fields.Many2one(
        "volunteer.code",
        ondelete="restrict",
        domain=[("code_table", "=", "education")],
        help="GB/T 4658.",
    )
    ethnic_group_id = fields.Many2one(
        "volunteer.code",
        ondelete="restrict",
        domain=[("code_table", "=", "ethnic_group")],
        help="GB/T 3304. Not required.",
    )
    employer = fields.Char(string="Employer or School")
    occupation = fields.Char()
    mobile = fields.Char(index="btree_not_null")
    email = fields.Char()
    region = fields.Char(string="Residential Area")
    address = fields.Char()
    emergency_contact = fields.Char()
    emergency_mobile = fields.Char(string="Emergency Contact's Mobile")
    guardian_name = fields.Char(string="Guardian")
    guardian_relation = fields.Char(string="Relation to the Volunteer")
    guardian_mobile = fields.Char(string="Guardian's Mobile")
    # From what was accepted; other dates are those of earlier records.
    guardian_consent_date = fields.Date(string="Guardian's Consent on", readonly=True)
    consent_date = fields.Date(
        string="Consent on",
        readonly=True,
        help="When the person agreed to this record being kept.",
    )

    _volunteer_unique = models.UniqueIndex(
        "(volunteer_id)", "This volunteer has an identity record already."
    )
    _id_number_unique = models.UniqueIndex(
        "(id_number_index) WHERE id_number_index IS NOT NULL",
        # Whether another unit has the number is not told.
        "This ID number cannot be saved for this volunteer. "
        "Ask the volunteer office of the group.",
    )

    @api.depends("volunteer_id.id_number_masked")
    def _compute_id_number(self):
        for identity in self:
            identity.id_number = identity.volunteer_id.id_number_masked

    def _inverse_id_number(self):
        keyring = None
        texts = {identity: identity.id_number for identity in self}
        # From here on only the mask is read, in this transaction too.
        self.invalidate_recordset(["id_number"], flush=False)
        for identity, text in texts.items():
            text = (text or "").strip()
            volunteer = identity.volunteer_id.sudo()
            if text and text == volunteer.id_number_masked:
                continue  # the form sent the mask back
            if not text:
                identity._store_id_number_sudo(False, False, False)
                continue
            keyring = keyring or self._load_keyring()
            number = identity._check_id_number(text)
            identity._store_id_number_sudo(
                keyring.encrypt(number),
                keyring.index(identity.id_type, number),
                mask_id_number(number),
            )
            if identity.id_type == "111":
                identity.write(
                    {
                        "birth_date": resident_id.birth_date(number),
                        "sex": resident_id.sex(number),
                    }
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_consents_unwritten(vals)
        return super().create(vals_list)

    def _check_consents_unwritten(self, vals):
        """:raise AccessError: dates of consents come from accepted papers only"""
        if self.env.su:
            return
        if any(vals.get(name) for name in CONSENT_DATES) or (
            self and CONSENT_DATES & set(vals)
        ):
            raise AccessError(
                self.env._(
                    "Dates of consents come from accepted papers. Enter the paper "
                    "instead."
                )
            )

    def write(self, vals):
        self._check_consents_unwritten(vals)
        if "id_type" in vals:
            self._check_type_with_number(vals)
        if "birth_date" in vals or "sex" in vals:
            self._check_resident_id_decides(vals)
        return super().write(vals)

    def _check_type_with_number(self, vals):
        """:raise UserError: the index of a number covers its type, so both change"""
        for identity in self:
            mask = identity.volunteer_id.sudo().id_number_masked
            if (
                mask
                and vals["id_type"] != identity.id_type
                and ("id_number" not in vals or vals["id_number"] == mask)
            ):
                raise UserError(
                    self.env._("Type the whole ID number again to change its type.")
                )

    def _check_resident_id_decides(self, vals):
        """:raise ValidationError: the number on file says another birth date or sex"""
        for identity in self.sudo():
            mask = identity.volunteer_id.id_number_masked
            # A number that comes along is compared when it is kept.
            if vals.get("id_number", mask) != mask:
                continue
            if wrong := identity._get_contradictions_sudo(vals):
                labels = identity.fields_get(wrong, ["string"])
                raise ValidationError(
                    self.env._(
                        "The resident ID number of %(name)s decides: it says another "
                        "%(fields)s. Correct the number if it is wrong.",
                        name=identity.volunteer_id.name,
                        fields=", ".join(labels[name]["string"] for name in wrong),
                    )
                )

    def _get_contradictions_sudo(self, vals):
        """Return which of birth date and sex the resident ID number on file denies.

        :param dict vals: what is to be written, or what a form says
        :rtype: list[str]
        """
        self.ensure_one()
        identity = self.sudo()
        given = {
            "birth_date": fields.Date.to_date(vals.get("birth_date") or None),
            "sex": vals.get("sex") or False,
        }
        changed = [
            name
            for name, value in given.items()
            if name in vals and (value or False) != identity[name]
        ]
        resident = identity.id_type == "111" and identity.id_number_cipher
        if not changed or not resident:
            return []
        number = identity._decrypt_id_number_sudo()
        said = {
            "birth_date": resident_id.birth_date(number),
            "sex": resident_id.sex(number),
        }
        return [name for name in changed if given[name] != said[name]]

    @api.model
    def _search_id_number(self, operator, value):
        """Find whole numbers only: a partial match gives a number away bit by bit."""
        if operator not in ("=", "in"):
            raise UserError(self.env._("An ID number is searched for as a whole only."))
        numbers = (
            [value] if isinstance(value, str) else [text for text in value if text]
        )
        keyring = self._load_keyring()
        kinds = [key for key, _label in self._fields["id_type"].selection]
        indexes = [
            keyring.index(kind, number.strip()) for number in numbers for kind in kinds
        ]
        found = self.sudo().search([("id_number_index", "in", indexes)])
        return [("id", "in", found.ids)]

    @api.model
    def _load_keyring(self):
        """:raise UserError: the server has no usable key; nothing is saved in clear"""
        try:
            return load_keyring()
        except KeyringError as error:
            raise UserError(
                self.env._(
                    "ID numbers are kept encrypted, and this server has no usable key "
                    "(%(reason)s). Ask the administrator to set VOLUNTEER_KEY_FILE.",
                    reason=self._describe_keyring_problem(error.code),
                )
            ) from error

    @api.model
    def _describe_keyring_problem(self, code):
        sentences = {
            "missing": self.env._("none is set, or its file does not exist"),
            "unreadable": self.env._("its file cannot be read"),
            "malformed": self.env._("it is damaged"),
        }
        return sentences.get(code, code)

    @api.model
    def _get_id_problems(self):
        """Return a sentence for each thing that can be wrong with a resident ID."""
        return {
            "length": self.env._("A resident ID number has 18 characters."),
            "characters": self.env._(
                "A resident ID number has 17 digits and a digit or X."
            ),
            "birth_date": self.env._(
                "Digits 7 to 14 of the ID number are not a date of birth."
            ),
            "future": self.env._("The date of birth is in the future."),
            "checksum": self.env._(
                "The check digit of the ID number is wrong; a digit may be mistyped."
            ),
        }

    def _check_id_number(self, text):
        """Return the normal form of a number.

        :raise ValidationError: says what is wrong; GB 11643 for resident ID cards
        """
        self.ensure_one()
        if self.id_type != "111":
            return text.upper()
        try:
            number = resident_id.check_resident_id(text)
        except resident_id.ResidentIdError as error:
            raise ValidationError(
                self.env._(
                    "The ID number of %(name)s is not valid. %(reason)s",
                    name=self.volunteer_id.name,
                    reason=self._get_id_problems()[error.reason],
                )
            ) from error
        self._check_derived(number)
        return number

    def _check_derived(self, number):
        """Compare birth date and sex with the number, where they are known."""
        birth_date, sex = resident_id.birth_date(number), resident_id.sex(number)
        if self.birth_date and self.birth_date != birth_date:
            raise ValidationError(
                self.env._(
                    "The date of birth of %(name)s differs from the one in the "
                    "ID number.",
                    name=self.volunteer_id.name,
                )
            )
        if self.sex in ("1", "2") and self.sex != sex:
            raise ValidationError(
                self.env._(
                    "The sex of %(name)s differs from the one in the ID number.",
                    name=self.volunteer_id.name,
                )
            )

    def action_show_id_number(self):
        """Show the full ID number in a message that is not kept anywhere."""
        self.ensure_one()
        return self.volunteer_id.action_show_id_number()

    def _store_id_number_sudo(self, cipher, index, masked):
        identity = self.sudo()
        identity.write({"id_number_cipher": cipher, "id_number_index": index})
        identity.volunteer_id.id_number_masked = masked

    def _decrypt_id_number_sudo(self):
        """Return the number in clear; callers check and log."""
        cipher = self.sudo().id_number_cipher
        if not cipher:
            raise UserError(self.env._("No ID number is on file."))
        try:
            return self._load_keyring().decrypt(cipher)
        except KeyringError as error:
            raise UserError(
                self.env._(
                    "This ID number was encrypted with a key this server no longer has."
                )
            ) from error

    @api.model
    def _rotate_keys_sudo(self):
        """Encrypt every number anew with the newest key; all of them or none.

        :return: how many
        :raise UserError: no key, or a number that no key of the ring decrypts
        """
        keyring = self._load_keyring()
        identities = self.sudo().with_context(active_test=False)
        found = identities.search([("id_number_cipher", "!=", False)])
        for identity in found:
            try:
                identity.id_number_cipher = keyring.rotate(identity.id_number_cipher)
            except KeyringError as error:
                raise UserError(
                    self.env._(
                        "The ID number of %(volunteer)s was encrypted with a key that "
                        "is "
                        "not in the ring. Nothing was changed.",
                        volunteer=identity.volunteer_id.code,
                    )
                ) from error
        return len(found)
