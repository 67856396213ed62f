class Problem(Exception):
    """What the client did wrong; anything else that is raised is ours and stays in the log."""

    def __init__(self, status, message, **extra):
        super().__init__(message)
        self.status = status
        self.body = {"error": message, **extra}


def not_found():
    return Problem(404, "not found")
