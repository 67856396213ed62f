from uuid import uuid4

import db
from problem import Problem


async def once(owner, key, wanted, work):
    """Does `work` once for an owner's key, in one transaction with the key itself: what fails leaves the key free. A second
    request with the key waits until the first one's transaction is over.

    Returns the id of what the key made, now or earlier. Raises Problem 422 when the key was used for something else.
    """
    made = str(uuid4())
    async with db.pool.acquire() as connection, connection.transaction():
        claimed = await connection.fetchval(
            "insert into requests (owner_id, key, wanted, made) values ($1, $2, $3, $4) on conflict do nothing returning 1",
            owner,
            key,
            wanted,
            made,
        )
        if claimed:
            await work(connection, made)
            return made
        earlier = await connection.fetchrow(
            "select wanted, made from requests where owner_id = $1 and key = $2", owner, key
        )
    if earlier["wanted"] != wanted:
        raise Problem(422, "key-reused", "This Idempotency-Key was used for another request")
    return earlier["made"]
