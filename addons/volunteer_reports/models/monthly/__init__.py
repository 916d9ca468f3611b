from . import res_company_monthly
from . import volunteer_monthly_report
from . import volunteer_monthly_version
from . import volunteer_monthly_figures
from . import volunteer_monthly_hours
from . import volunteer_monthly_table
from . import volunteer_monthly_states
