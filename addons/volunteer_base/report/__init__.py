from . import volunteer_join_reports
