    test_access,
    test_award,
    test_hour,
    test_hour_approval,
    test_hour_integrity,
    test_hour_presence,
    test_hour_rights,
    test_hour_screens,
    test_lead_closing,
    test_lead_pages,
    test_lead_taps,
    test_merge,
    test_notice,
    test_portal,
    test_tools_canonical,
    test_tools_granting,
    test_tools_points,
    test_tools_roster_taps,
    test_tools_stars,
    test_tools_working_days,
    test_trial,
)
from . import (
from . import test_presence_desk
from . import test_presence_kiosk
from . import test_tools_presence
from . import test_tools_rotating_code
