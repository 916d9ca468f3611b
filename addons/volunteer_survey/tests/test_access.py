from odoo.tests import tagged

from odoo.addons.volunteer_base.tests.common import AccessMatrixMixin, VolunteerCommon
from odoo.addons.volunteer_base.tests.test_access import GROUPS

MATRIX = {
    #                            portal user leader officer manager
    "volunteer.exam.link": ("", "", "", "crud", "crud"),
    "volunteer.exam.link.line": ("", "", "", "crud", "crud"),
}


@tagged("post_install", "-at_install")
class TestExamAccess(AccessMatrixMixin, VolunteerCommon):
    def test_matrix(self):
        self.assert_matrix(
            MATRIX,
            [self._new_user(f"exam_{name}", group) for name, group in GROUPS.items()],
        )

    def test_every_model_is_listed(self):
        self.assert_every_model_listed(MATRIX, "volunteer_survey")

    def test_public_reads_nothing(self):
        self.assert_public_reads_nothing(MATRIX)
