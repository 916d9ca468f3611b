from . import volunteer_join_reports
from . import volunteer_own_copy_report
