from . import volunteer_exam_link
