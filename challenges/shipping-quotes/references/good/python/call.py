import asyncio
import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

LONGEST_ANSWER = 100_000
# A thread that waits for an answer is given up with it.
TIMEOUT = 0.42

threads = ThreadPoolExecutor(128)


class Limited(Exception):
    """The carrier wants to be left alone for so many seconds."""

    def __init__(self, pause):
        super().__init__("limited")
        self.pause = pause


class Refused(Exception):
    def __init__(self, status):
        super().__init__(f"status {status}")
        self.status = status


async def call(method, url, headers=None, body=None):
    """The answer's JSON. Raises Limited at 429, Refused at any other status but 2xx, another error otherwise."""
    return await asyncio.get_running_loop().run_in_executor(threads, call_now, method, url, headers or {}, body)


def call_now(method, url, headers, body):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, {"content-type": "application/json", **headers})
        response = connection.getresponse()
        text = response.read(LONGEST_ANSWER)
        if response.status == 429:
            raise Limited(pause_of(response.headers.get("retry-after", "")))
        if response.status >= 300:
            raise Refused(response.status)
        return json.loads(text)
    finally:
        connection.close()


def pause_of(retry_after):
    return min(int(retry_after), 60) if retry_after.isdecimal() and int(retry_after) > 0 else 1
