from odoo.tests import BaseCase, tagged

from ..tools.plan_period import ALL_MONTHS, PlanPeriod, months_text, parse_period

UNKNOWN = PlanPeriod((), None, True, False)
ON_DEMAND = PlanPeriod((), None, True, True)


def months(*numbers, day=None, on_demand=False):
    return PlanPeriod(numbers, day, on_demand, True)


ALL_YEAR = months(*ALL_MONTHS)


@tagged("post_install", "-at_install", "volunteer_tools")
class TestPlanPeriod(BaseCase):
    def assert_periods(self, cases):
        for text, period in cases.items():
            with self.subTest(text=text):
                self.assertEqual(parse_period(text), period)

    def test_texts_of_the_2017_plan(self):
        self.assert_periods(
            {
                "1-12月": ALL_YEAR,
                "2月": months(2),
                "2月15日": months(2, day=15),
                "3月3日": months(3, day=3),
                "3月9日": months(3, day=9),
                "根据实际需求": ON_DEMAND,
                "4月及11月": months(4, 11),
                "6月": months(6),
                "7-8月": months(7, 8),
                "9月": months(9),
                "10月": months(10),
                "12月": months(12),
                "根据需求": ON_DEMAND,
                "全年": ALL_YEAR,
                "每月": ALL_YEAR,
            }
        )

    def test_lists_and_ranges(self):
        self.assert_periods(
            {
                "4、11月": months(4, 11),
                "11月、4月": months(4, 11),
                "3月,5月；7月": months(3, 5, 7),
                "3月、5-7月": months(3, 5, 6, 7),
                "3月至5月": months(3, 4, 5),
                "3月到5月": months(3, 4, 5),
                "1月——3月": months(1, 2, 3),
                "1~12月": ALL_YEAR,
                "1～3月": months(1, 2, 3),
                "11-2月": months(1, 2, 11, 12),
                "11月-次年2月": months(1, 2, 11, 12),
                "5-5月": months(5),
            }
        )

    def test_writing(self):
        self.assert_periods(
            {
                "１－３月": months(1, 2, 3),
                " 4 月 及 11 月 ": months(4, 11),
                "十一月": months(11),
                "四月及十一月": months(4, 11),
                "二月十五日": months(2, day=15),
                "三月三十一日": months(3, day=31),
                "十月二十日": months(10, day=20),
                "3月份": months(3),
                "2017年3月": months(3),
                "每年3月": months(3),
                "3月上旬": months(3),
                "6月底": months(6),
                "10月（敬老月）": months(10),
                "10月敬老月": months(10),
                "3月。": months(3),
            }
        )

    def test_dates(self):
        self.assert_periods(
            {
                "2月15": months(2, day=15),
                "2月15号": months(2, day=15),
                "2月29日": months(2, day=29),
                "2017年2月15日": months(2, day=15),
                "2017-02-15": months(2, day=15),
                "2017/2/15": months(2, day=15),
                "2017.2.15": months(2, day=15),
                "2017-02-15 00:00": months(2, day=15),
                "2017-02": months(2),
                "3月5日学雷锋日": months(3, day=5),
                "5月12日前后": months(5, day=12),
                "12月1日世界艾滋病日": months(12, day=1),
                "2月15-20日": months(2),
                "2月15日至20日": months(2),
                "2月15、20日": months(2),
                "2月15日、3月9日": months(2, 3),
                "2月15日-4月2日": months(2, 3, 4),
                "12月30日-1月2日": months(1, 12),
                "3月5日-12日、4月": months(3, 4),
            }
        )

    def test_words(self):
        self.assert_periods(
            {
                "常年": ALL_YEAR,
                "长期": ALL_YEAR,
                "每周": ALL_YEAR,
                "每周三": ALL_YEAR,
                "每周二、四下午": ALL_YEAR,
                "每周一次": ALL_YEAR,
                "每星期六": ALL_YEAR,
                "每月一次": ALL_YEAR,
                "每月15日": ALL_YEAR,
                "每月第一个周三": ALL_YEAR,
                "每季度": ALL_YEAR,
                "第一季度": months(1, 2, 3),
                "一季度": months(1, 2, 3),
                "第4季度": months(10, 11, 12),
                "一、三季度": months(1, 2, 3, 7, 8, 9),
                "二至四季度": months(4, 5, 6, 7, 8, 9, 10, 11, 12),
                "上半年": months(1, 2, 3, 4, 5, 6),
                "下半年": months(7, 8, 9, 10, 11, 12),
                "暑期": months(7, 8),
                "寒假": months(1, 2),
                "暑假、10月": months(7, 8, 10),
            }
        )

    def test_on_demand(self):
        self.assert_periods(
            {
                "按需": ON_DEMAND,
                "不定期": ON_DEMAND,
                "待定": ON_DEMAND,
                "根据科室需求和安排": ON_DEMAND,
                "根据实际情况及需求": ON_DEMAND,
                "3月及根据需求": months(3, on_demand=True),
                "全年、根据需求": PlanPeriod(ALL_MONTHS, None, True, True),
            }
        )

    def test_unknown_text_is_not_guessed_at(self):
        for text in (
            "",
            None,
            False,
            "春节",
            "abc",
            "3",
            "3-5",
            "1,2,3",
            "0月",
            "13月",
            "2月30日",
            "4月31日",
            "3个月",
            "3月-5日",
            "3月5月",
            "2月3,5月",
            "2月15日20日",
            "-3月",
            "3月-",
            "15日",
            "月",
            "10-11-12",
            "3月及以后",
            "2017年度",
        ):
            with self.subTest(text=text):
                self.assertEqual(parse_period(text), UNKNOWN)

    def test_long_text_takes_no_time(self):
        for text in ("(" * 5000, "3月," * 5000 + "x", "一" * 5000, "每周一、" * 2000):
            parse_period(text)

    def test_months_text(self):
        for numbers, text in (
            ((), ""),
            ((4, 11), "4月、11月"),
            ((11, 4, 4), "4月、11月"),
            ((7, 8), "7月、8月"),
            ((3, 4, 5), "3-5月"),
            ((1, 2, 11, 12), "1月、2月、11月、12月"),
            ((1, 3, 4, 5, 12), "1月、3-5月、12月"),
            (ALL_MONTHS, "全年"),
        ):
            with self.subTest(text=text):
                self.assertEqual(months_text(numbers), text)
                if numbers:
                    again = parse_period(text).months
                    self.assertEqual(again, tuple(sorted(set(numbers))))
        for wrong in (0, 13):
            with self.subTest(wrong=wrong), self.assertRaises(ValueError):
                months_text([wrong])
