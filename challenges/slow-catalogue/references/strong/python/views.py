"""Views are counted here and written a few times a second, many in one statement: a famous product is one row that
everybody would otherwise queue for."""

import asyncio
import logging

import db

FLUSH_SECONDS = 0.15

waiting = {}


def count_view(id):
    waiting[id] = waiting.get(id, 0) + 1


async def flush():
    if not waiting:
        return
    counts = sorted(waiting.items())
    waiting.clear()
    try:
        await db.pool.execute(
            """
            update products set views = views + seen.count
            from unnest($1::integer[], $2::integer[]) as seen (id, count) where products.id = seen.id""",
            [id for id, _ in counts],
            [count for _, count in counts],
        )
    except Exception:
        logging.exception("views are kept for the next try")
        for id, count in counts:
            waiting[id] = waiting.get(id, 0) + count


async def keep_writing():
    while True:
        await asyncio.sleep(FLUSH_SECONDS)
        # Whoever stops this must not stop what is being written.
        await asyncio.shield(flush())
