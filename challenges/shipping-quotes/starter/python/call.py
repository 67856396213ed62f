import asyncio
import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

# Each thread waits for one answer.
threads = ThreadPoolExecutor(128)


async def call(method, url, headers=None, body=None):
    """Carriers have bad minutes. We just ask again until it works."""
    while True:
        try:
            return await asyncio.get_running_loop().run_in_executor(
                threads, call_once, method, url, headers or {}, body
            )
        except Exception as error:
            print("asking again", url, error)


def call_once(method, url, headers, body):
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json", **headers}
    request = urllib.request.Request(url, data, headers, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)
