from . import volunteer_plan_import
from . import volunteer_paper_scan
from . import volunteer_reason_wizard
from . import volunteer_signup_wizard
from . import volunteer_qualification_wizard
from . import volunteer_staff_registration
from . import volunteer_merge
from . import volunteer_item_wizard
