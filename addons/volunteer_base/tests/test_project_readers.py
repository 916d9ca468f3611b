from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import VolunteerCommon
from .test_closing import make_photo


@tagged("post_install", "-at_install")
class TestProjectPhotos(VolunteerCommon):
    """What of a project is for whom."""

    def test_the_office_and_those_in_charge(self):
        project = self.env["volunteer.project"].with_user(self.officer)
        project = project.create(
            {
                "name": "Guides",
                "company_id": self.company.id,
                "team_id": self.team.id,
                "photo_ids": [(0, 0, {"image": make_photo(), "caption": "Opening"})],
            }
        )
        project.sudo().state = "running"
        photo = project.photo_ids
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", photo._name),
                ("res_id", "=", photo.id),
                ("res_field", "=", "image"),
            ]
        )
        colleague = self._new_user("photo_officer", "volunteer_base.group_officer")
        outsider = self._new_user("photo_leader", "volunteer_base.group_leader")
        for user, sees in (
            (colleague, True),
            (self.leader, True),
            (outsider, False),
            (self.staff, False),
            (self.portal, False),
        ):
            with self.subTest(user.login):
                project.with_user(user).read(["name"])
                if sees:
                    self.assertTrue(photo.with_user(user).image_256)
                    continue
                with self.assertRaises(AccessError):
                    photo.with_user(user).read(["caption"])
                with self.assertRaises(AccessError):
                    file.with_user(user).read(["raw"])

    def test_a_department_opens_the_project_of_its_request(self):
        project = self.project.sudo()
        project.state = "running"
        employee = project.with_user(self.staff)
        view = employee.get_view(view_type="form")
        shown = {
            name
            for name in self.env["volunteer.project"]._fields
            if f'name="{name}"' in view["arch"]
        }
        self.assertIn("name", shown)
        fields_ = employee.fields_get(shown, ["type"])
        employee.web_read(
            {
                name: {"fields": {"display_name": {}}}
                if field["type"] in ("many2one", "many2many", "one2many")
                else {}
                for name, field in fields_.items()
            }
        )
