import lxml.html

from odoo.tests import BaseCase, tagged

from ..tools import own_paper

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><main>
<div class="article o_paper"><style>.x { color: red }</style>
<div class="o_page"><div class="o_sheet"><h1>志愿服务记录证明</h1>
<p>志愿者编号：<b>0007</b> 小时</p><div class="o_seal"><div>单位</div></div></div></div>
<div class="o_page"><div class="o_sheet">志愿者</div></div>
</div></main></body></html>"""


@tagged("-at_install", "post_install")
class TestOwnPaper(BaseCase):
    """The dress of a page, apart from any record."""

    def dress(self, **values):
        return lxml.html.fromstring(own_paper.dress(PAGE, **values))

    def test_head_and_foot_on_every_page(self):
        root = self.dress(
            head={"image": "data:image/png;base64,AA", "text": "甲院\n<b>&"},
            foot={"text": "地址"},
        )
        pages = root.xpath("//div[@class='o_page']")
        self.assertEqual(len(pages), 2)
        for page in pages:
            self.assertEqual(page[0].get("class"), "o_own_head")
            self.assertEqual(page[-1].get("class"), "o_own_foot")
            self.assertEqual(page[0].text_content(), "甲院<b>&")
            self.assertFalse(page.xpath(".//div[@class='o_own_head']//b"))

    def test_seal_goes_where_seals_go(self):
        root = self.dress(seal="data:image/png;base64,AA")
        [seal] = root.xpath("//div[@class='o_own_seal']")
        self.assertEqual(seal.getparent().get("class"), "o_seal")

    def test_pictures_come_once(self):
        """A ceremony's file of a thousand pages holds the logo one time."""
        image = "data:image/png;base64,AA"
        html = own_paper.dress(PAGE, head={"image": image}, seal=image + "BB")
        self.assertEqual(html.count(image), 2)
        self.assertEqual(html.count('class="o_own_logo"'), 2)

    def test_the_code_stays(self):
        page = PAGE.replace("小时", '<div class="o_code">NOAB-CDNO</div>No. 小时')
        text = own_paper.dress(page, wording={"No": "Nr", "NO": "XX"})
        self.assertIn("NOAB-CDNO", text)
        self.assertIn("Nr. 小时", text)

    def test_wording(self):
        root = self.dress(
            wording={"志愿者": "<i>义工", "color": "colour", "编号": "号"}
        )
        text = root.text_content()
        self.assertIn("<i>义工号：0007", text)
        self.assertIn("志愿服务记录证明", text)
        self.assertNotIn("志愿者", text)
        self.assertFalse(root.xpath("//i"))
        self.assertIn("color: red", root.xpath("//style")[0].text)

    def test_what_cannot_be_reworded(self):
        for term, new in (("号", "x"), ("12小时", "x"), ("小时", "１小时"), ("  ", "")):
            self.assertTrue(own_paper.check_wording(term, new), term)
        self.assertFalse(own_paper.check_wording("小时", ""))

    def test_nothing_asked_for_nothing_done(self):
        root = self.dress()
        self.assertEqual(
            root.text_content().split(),
            lxml.html.fromstring(PAGE).text_content().split(),
        )
