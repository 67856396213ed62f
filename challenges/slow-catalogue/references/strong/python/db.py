import os

import asyncpg

URL = os.environ.get("DATABASE_URL", "postgres://app@127.0.0.1:5432/app")

pool: asyncpg.Pool


class Plain(asyncpg.Connection):
    """Nothing here changes a connection's settings, so giving one back needs no question to the database."""

    def get_reset_query(self):
        return ""


async def open_pool():
    global pool
    # More connections than this only take turns on half a core.
    pool = await asyncpg.create_pool(URL, min_size=6, max_size=6, connection_class=Plain)


def iso(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
