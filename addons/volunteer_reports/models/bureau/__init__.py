from . import volunteer_reporting_unit
from . import volunteer_report_material
from . import volunteer_report_filing
from . import volunteer_report_filing_expecting
from . import volunteer_report_filing_deeds
from . import volunteer_report_filing_reminding
from . import volunteer_home_bureau
