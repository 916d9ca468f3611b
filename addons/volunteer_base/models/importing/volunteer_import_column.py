from odoo import api, fields, models

from ...tools.register_headings import TARGETS


class VolunteerImportColumn(models.Model):
    """A column of an uploaded register, and what it holds."""

    _name = "volunteer.import.column"
    _description = "Column of an Imported Register"
    _inherit = ["volunteer.import.column.mixin"]

    import_id = fields.Many2one(
        "volunteer.import", required=True, readonly=True, index=True, ondelete="cascade"
    )

    _place_unique = models.UniqueIndex("(import_id, place)")
    _target_unique = models.UniqueIndex(
        "(import_id, target) WHERE target IS NOT NULL",
        "Two columns cannot hold the same thing.",
    )

    @api.model
    def _get_targets(self):
        """Return what a column can hold, labelled as the fields of a volunteer are."""
        labels = {
            "code": self.env._("Volunteer No."),
            "name": self.env._("Full name"),
            "kind": self.env._("Kind of volunteer"),
            "is_contract": self.env._("Contract staff (yes or no)"),
            "id_type": self.env._("Type of ID"),
            "id_number": self.env._("ID number"),
            "birth_date": self.env._("Date of birth"),
            "sex": self.env._("Sex"),
            "political_status": self.env._("Political status"),
            "party_applicant": self.env._("Party applicant (yes or no)"),
            "education": self.env._("Education"),
            "ethnic_group": self.env._("Ethnic group"),
            "employer": self.env._("Employer or school"),
            "occupation": self.env._("Occupation"),
            "mobile": self.env._("Mobile number"),
            "email": self.env._("E-mail"),
            "region": self.env._("Residential area"),
            "address": self.env._("Address"),
            "emergency_contact": self.env._("Emergency contact"),
            "emergency_mobile": self.env._("Emergency contact's mobile"),
            "guardian_name": self.env._("Guardian"),
            "guardian_relation": self.env._("Guardian's relation"),
            "guardian_mobile": self.env._("Guardian's mobile"),
            "guardian_consent_date": self.env._("Date of the guardian's consent"),
            "consent_date": self.env._("Date of consent"),
            "skills": self.env._("Skills"),
            "categories": self.env._("Fields of service"),
            "external_number": self.env._("Number on the platform"),
            "employee_number": self.env._("Employee's badge number"),
            "team": self.env._("Team"),
            "date_registered": self.env._("Date of registration"),
        }
        return [(target, labels[target]) for target in TARGETS]
