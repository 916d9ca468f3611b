from . import test_access
from . import test_award
from . import test_hour
from . import test_hour_approval
from . import test_hour_integrity
from . import test_hour_presence
from . import test_hour_rights
from . import test_hour_screens
from . import test_lead_closing
from . import test_lead_pages
from . import test_lead_taps
from . import test_merge
from . import test_notice
from . import test_portal
from . import (
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
    test_sign_sheet,
    test_tools_canonical,
    test_tools_granting,
    test_tools_points,
    test_tools_roster_taps,
    test_tools_stars,
    test_tools_working_days,
    test_trial,
)
from . import test_presence_desk
from . import test_presence_kiosk
from . import test_tools_canonical
from . import test_tools_granting
from . import test_tools_points
from . import test_tools_presence
from . import test_tools_roster_taps
from . import test_tools_rotating_code
from . import test_tools_stars
from . import test_tools_working_days
from . import test_trial
from . import test_presence_pages
