"""The payment provider's side of charges and refunds, over plain sockets: no HTTP client is at hand that waits without a thread."""

import asyncio
import json
import os
from urllib.parse import urlsplit

ADDRESS = urlsplit(os.environ.get("PROVIDER_URL", "http://127.0.0.1:9100"))
# We owe an answer within five seconds; what is left belongs to the database.
PATIENCE = 3
STATUSES = ("processing", "succeeded", "declined")


async def ask(path, key, body):
    """Asks for a payment or a refund. The same key is the same request, however often it is asked.

    Returns the provider's decision, or None when it did not say what became of it.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            status, answer = await exchange(path, key, json.dumps(body).encode())
        decision = json.loads(answer)
    except (OSError, EOFError, ValueError, TimeoutError):
        return None
    usable = isinstance(decision, dict) and isinstance(decision.get("id"), str) and decision.get("status") in STATUSES
    return decision if status < 300 and usable else None


async def exchange(path, key, body):
    reader, writer = await asyncio.open_connection(ADDRESS.hostname, ADDRESS.port)
    try:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {ADDRESS.netloc}\r\nConnection: close\r\nIdempotency-Key: {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        status = int((await reader.readline()).split()[1])
        headers = {}
        while line := (await reader.readline()).strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        return status, await body_of(reader, headers)
    except IndexError:
        raise ValueError("no HTTP") from None
    finally:
        writer.close()


async def body_of(reader, headers):
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers["content-length"])) if "content-length" in headers else await reader.read()
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    return body
