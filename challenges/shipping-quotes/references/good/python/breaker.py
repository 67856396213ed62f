from time import monotonic

FAILURES_IN_A_ROW = 5
ALONE = 1


class Breaker:
    """Leaves a carrier alone that keeps failing, and lets one request at a time find out whether it is well again."""

    def __init__(self):
        self.failures = 0
        self.alone_until = 0.0
        self.trying = False

    @property
    def down(self):
        return self.failures >= FAILURES_IN_A_ROW or self.leaves_alone

    @property
    def leaves_alone(self):
        """Whether nothing may be asked now, not even what belongs to a question that was begun."""
        return monotonic() < self.alone_until

    def admits(self):
        """Whether a request may go out now. Who is told so must report how it went."""
        if self.leaves_alone:
            return False
        if self.failures < FAILURES_IN_A_ROW:
            return True
        if self.trying:
            return False
        self.trying = True
        return True

    def succeeded(self):
        self.failures = 0
        self.trying = False

    def failed(self):
        self.failures += 1
        self.trying = False
        if self.failures >= FAILURES_IN_A_ROW:
            self.leave_alone(ALONE)

    def leave_alone(self, seconds):
        self.trying = False
        self.alone_until = max(self.alone_until, monotonic() + seconds)
