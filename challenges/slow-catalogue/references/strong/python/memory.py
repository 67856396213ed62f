import asyncio
from time import monotonic


class Bounded(dict):
    """Forgets what was put in first once it holds too much."""

    def __init__(self, most):
        super().__init__()
        self.most = most

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        if len(self) > self.most:
            del self[next(iter(self))]


class Brief:
    """Answers for a short while from memory; callers that come at the same time share one question."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.answers = Bounded(2000)

    async def get(self, key, ask):
        known = self.answers.get(key)
        if known is None or known[0] < monotonic():
            known = monotonic() + self.seconds, asyncio.ensure_future(ask(key))
            self.answers[key] = known
            known[1].add_done_callback(lambda asked: self.forget_failed(key, asked))
        # Whoever goes away must not take the answer from the others.
        return await asyncio.shield(known[1])

    def forget(self, key):
        self.answers.pop(key, None)

    def forget_failed(self, key, asked):
        known = self.answers.get(key)
        if known and known[1] is asked and (asked.cancelled() or asked.exception()):
            self.forget(key)
