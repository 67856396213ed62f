from fastapi.responses import JSONResponse


class Problem(Exception):
    """What the client may know of an error; anything else that is raised stays in the log."""

    def __init__(self, status, title, **extra):
        super().__init__(title)
        self.status = status
        self.body = {"title": title, "status": status, **extra}


def not_found():
    return Problem(404, "not found")


def answer(problem):
    headers = {"retry-after": "1"} if problem.status == 503 else {}
    return JSONResponse(problem.body, problem.status, headers, "application/problem+json")
