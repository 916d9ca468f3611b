import re

from odoo.tests import HttpCase, tagged

from .shop_common import ShopCase


@tagged("post_install", "-at_install")
class TestShopPages(ShopCase, HttpCase):
    """Shop, orders, gifts and the desk, on the phone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].search([("login", "=like", "test_%")]).lang = "en_US"

    def page(self, path, login="test_member"):
        self.authenticate(login, login)
        return self.url_open(path)

    def send(self, path, login="test_member", page="/my/volunteer/gifts", **values):
        self.authenticate(login, login)
        text = self.url_open(page).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text).group(1)
        return self.url_open(path, data={"csrf_token": token, **values})

    # ------------------------------------------------------------------

    def test_from_the_shop_to_the_desk(self):
        text = self.page("/my/volunteer/shop").text
        self.assertIn("Umbrella", text)
        self.assertRegex(text, r'id="volunteer_balance"[^>]*>100<')
        path = f"/my/volunteer/shop/{self.umbrella.id}/order"
        response = self.send(path, page="/my/volunteer/shop", had="0")
        order = self.umbrella.order_ids
        code = order.sudo().code
        self.assertTrue(response.url.endswith(f"/shop/orders/{order.id}"))
        self.assertIn(f"{code[:4]} {code[4:]}", response.text)
        self.assertIn("no-store", response.headers["Cache-Control"])
        # The same page sent again orders nothing more.
        response = self.send(path, page="/my/volunteer/shop", had="0")
        self.assertIn("just now", response.text)
        self.assertEqual(self.umbrella.stock, 4)
        # Nor does a page that showed another price.
        self.umbrella.price = 20
        response = self.send(path, page="/my/volunteer/shop", had="1", price="10")
        self.assertIn("costs 20 points now", response.text)
        self.assertEqual(self.umbrella.stock, 4)
        self.assertIn("Umbrella", self.page("/my/volunteer/shop/orders").text)

        # Nobody else sees it, and the owner cannot hand it out.
        other = self.page(f"/my/volunteer/shop/orders/{order.id}", "test_portal")
        self.assertNotIn(code[:4], other.text)
        own = self.page(f"/my/volunteer/pickup/{code}")
        self.assertIn("Please show this code", own.text)
        self.send("/my/volunteer/pickup", code=code)
        self.assertEqual(order.state, "ordered")

        desk = self.page(f"/my/volunteer/pickup?code={code.lower()}", "test_officer")
        self.assertIn('data-colour="blue"', desk.text)
        self.assertEqual(order.state, "ordered")
        done = self.send(
            "/my/volunteer/pickup",
            "test_officer",
            page=f"/my/volunteer/pickup/{code}",
            code=code,
        )
        self.assertIn('data-colour="green"', done.text)
        self.env.invalidate_all()
        self.assertEqual(order.state, "handed_out")
        again = self.page(f"/my/volunteer/pickup/{code}", "test_officer")
        self.assertIn('data-colour="amber"', again.text)
        nothing = self.page("/my/volunteer/pickup/XXXX", "test_officer")
        self.assertIn('data-colour="red"', nothing.text)

    def test_why_not_stands_on_the_card(self):
        text = self.page("/my/volunteer/shop", "test_portal").text
        self.assertIn("10 points are needed; there are 0.", text)
        self.assertNotIn("o_volunteer_order", text)

    def test_cancelled_on_the_phone(self):
        order = self.order()
        path = f"/my/volunteer/shop/orders/{order.id}"
        response = self.send(f"{path}/cancel", "test_portal")
        self.assertIn("not among yours", response.text)
        response = self.send(f"{path}/cancel", page=path)
        self.assertIn("Your points are back", response.text)
        self.env.invalidate_all()
        self.assertEqual(order.state, "cancelled")
        # Pressed twice is no mistake.
        self.assertIn("alert-success", self.send(f"{path}/cancel").text)
        self.assertEqual(self.points(self.member), 100)

    # ------------------------------------------------------------------

    def test_a_gift_by_number(self):
        response = self.send(
            "/my/volunteer/gifts/offer",
            points="12.5",
            relation="parent",
            code=self.citizen.code,
            name="Citizens",
        )
        self.assertIn("no volunteer with this number and name", response.text)
        # What was typed stays.
        self.assertIn('value="12.5"', response.text)
        response = self.send(
            "/my/volunteer/gifts/offer",
            points="12.5",
            relation="parent",
            code=self.citizen.code,
            name=self.citizen.name,
        )
        self.assertIn("as soon as they accept", response.text)
        gift = self.Gift.search([("giver_id", "=", self.member.id)])
        text = self.page("/my/volunteer/gifts", "test_portal").text
        self.assertIn("Offered to you", text)
        self.assertIn(self.member.name, text)
        response = self.send(f"/my/volunteer/gifts/{gift.id}/accept", "test_portal")
        self.assertIn("on your account", response.text)
        self.assertEqual(self.points(self.citizen), 12.5)
        response = self.send(f"/my/volunteer/gifts/{gift.id}/withdraw")
        self.assertIn("not possible any more", response.text)
        response = self.send(f"/my/volunteer/gifts/{gift.id}/accept", "test_leader")
        self.assertIn("not among yours", response.text)

    def test_a_gift_sent_twice_is_given_once(self):
        text = self.page("/my/volunteer/gifts").text
        seen = re.search(r'name="seen" value="(\d+)"', text).group(1)
        offer = {"points": "7", "relation": "child", "code": "", "seen": seen}
        for _ in range(2):
            response = self.send("/my/volunteer/gifts/offer", **offer)
        self.assertIn("offered points just now", response.text)
        self.assertEqual(self.points(self.member), 93)

    def test_a_gift_by_link(self):
        response = self.send(
            "/my/volunteer/gifts/offer", points="7", relation="child", code="", name=""
        )
        link = re.search(r"/volunteer/gift/([A-Za-z0-9_-]+)", response.text).group(0)
        self.assertIn("pass the link on", self.page(link).text)
        self.authenticate(None, None)
        public = self.url_open(link)
        self.assertIn("Log in and accept", public.text)
        self.assertNotIn(self.member.name, public.text)
        self.assertIn("noindex", public.headers["X-Robots-Tag"])
        self.assertEqual(self.url_open("/volunteer/gift/x").status_code, 404)
        stranger = self.page(link, "test_stranger")
        self.assertIn("Only registered volunteers", stranger.text)
        response = self.send(
            "/my/volunteer/gifts/link",
            "test_portal",
            page=link,
            token=link.rsplit("/", 1)[-1],
        )
        self.assertIn("on your account", response.text)
        self.assertEqual(self.points(self.citizen), 7)
        self.assertIn("no gift here", self.page(link, "test_leader").text)

    def test_strangers_are_no_volunteers(self):
        for path in ("shop", "shop/orders", "gifts"):
            text = self.page(f"/my/volunteer/{path}", "test_stranger").text
            self.assertIn("not registered as a volunteer", text, path)
