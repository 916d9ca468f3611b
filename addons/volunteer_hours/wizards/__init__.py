from . import volunteer_hour_decision_wizard
from . import volunteer_hour_forward_wizard
from . import volunteer_reason_wizard
from . import volunteer_device_link
from . import volunteer_rating_wizard
from . import volunteer_sheet_wizard
from . import volunteer_off_duty_wizard
