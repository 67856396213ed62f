import os

import asyncpg

URL = os.environ.get("DATABASE_URL", "postgres://app@127.0.0.1:5432/app")

pool: asyncpg.Pool


async def open_pool():
    global pool
    pool = await asyncpg.create_pool(URL, min_size=2, max_size=10)


def iso(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
