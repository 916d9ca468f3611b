from types import SimpleNamespace

from odoo.tests import BaseCase

from ..tools.page_memo import PAGE_MEMO, PageMemo, once


class TestPageMemo(BaseCase):
    def _ask_twice(self, context):
        asked = []
        env = SimpleNamespace(context=context)
        for key in (("a", 1), ("a", 1), ("a", 2)):
            once(env, key, lambda key=key: asked.append(key) or key)
        return asked

    def test_asked_once_a_page(self):
        self.assertEqual(self._ask_twice({PAGE_MEMO: PageMemo()}), [("a", 1), ("a", 2)])

    def test_nothing_is_kept_elsewhere(self):
        everything = [("a", 1), ("a", 1), ("a", 2)]
        self.assertEqual(self._ask_twice({}), everything)
        # What a caller could send is not taken for a memory.
        forged = {PAGE_MEMO: {"answers": {("a", 1): "forged"}}}
        self.assertEqual(self._ask_twice(forged), everything)
