from . import volunteer_dashboard
from . import volunteer_dashboard_hours
from . import volunteer_dashboard_units
from . import volunteer_dashboard_week
from . import volunteer_dashboard_aims
