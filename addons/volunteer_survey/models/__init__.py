from . import volunteer_course
from . import volunteer_course_step
from . import volunteer_exam
from . import volunteer_training_attendance
from . import volunteer_volunteer
from . import survey_user_input
from . import volunteer_own_data
