from . import volunteer_certificate_report
from . import volunteer_file_report
from . import volunteer_register_report
from . import volunteer_activity_file_report
from . import volunteer_practice_report
from . import volunteer_monthly_report
from . import volunteer_scorecard_report
from . import volunteer_annual_report
