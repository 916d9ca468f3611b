"""What a page has asked the database once, and needs in several of its blocks."""

PAGE_MEMO = "volunteer_page_memo"


class PageMemo:
    """Answers of one page that only reads; it ends with the request.

    An object of the server's, so that no caller over RPC can bring answers along.
    """

    def __init__(self):
        self.answers = {}


def once(env, key, ask):
    """Return what ``ask`` returns, asked once a page where the page keeps answers.

    :param env: environment, with a :class:`PageMemo` in its context or without
    :param tuple key: what the answer depends on, the matter first
    :param ask: function without arguments; nobody changes what it returns
    """
    memo = env.context.get(PAGE_MEMO)
    if not isinstance(memo, PageMemo):
        return ask()
    if key not in memo.answers:
        memo.answers[key] = ask()
    return memo.answers[key]
