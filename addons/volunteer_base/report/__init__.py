from . import volunteer_join_reports
from . import volunteer_own_copy_report
from . import volunteer_message_reports
