from . import volunteer_certificate_report
