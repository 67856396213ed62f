import os

import asyncpg

URL = os.environ.get("DATABASE_URL", "postgres://app@127.0.0.1:5432/app")


async def connect():
    return await asyncpg.connect(URL)


def iso(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
