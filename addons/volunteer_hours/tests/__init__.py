from . import (
    test_tools_canonical,
    test_tools_granting,
    test_tools_points,
    test_tools_working_days,
)
