from . import (
    test_access,
    test_hour,
    test_hour_approval,
    test_hour_presence,
    test_hour_rights,
    test_hour_screens,
    test_notice,
    test_portal,
    test_tools_canonical,
    test_tools_granting,
    test_tools_points,
    test_tools_working_days,
)
