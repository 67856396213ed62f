from fastapi.responses import JSONResponse


class Problem(Exception):
    """What the client did wrong; anything else that is raised is ours and stays in the log."""

    def __init__(self, status, type, title):
        super().__init__(title)
        self.status = status
        self.body = {"type": type, "title": title, "status": status}

    def answer(self):
        return JSONResponse(self.body, self.status, media_type="application/problem+json")


def bad_request(title):
    return Problem(400, "bad-request", title)


def not_found():
    return Problem(404, "not-found", "There is no such thing")
