from problem import Problem

# The other side of every charge and refund.
PROVIDER = 0


async def move(connection, source, target, amount, kind, reference):
    """Moves money from one account to another: two entries whose sum is 0. Accounts are locked in the order of their ids, so
    that movements that cross each other do not wait for each other in a circle. Raises Problem 409 when it is more than there is.
    """
    ids = [id for id in (source, target) if id != PROVIDER]
    rows = await connection.fetch(
        "select id, balance from accounts where id = any($1::integer[]) order by id for no key update", ids
    )
    balances = {row["id"]: row["balance"] for row in rows}
    if source != PROVIDER and balances[source] < amount:
        raise Problem(409, "insufficient-funds", "The account does not hold that much")
    await connection.execute(
        "update accounts set balance = balance + case when id = $2 then $3::bigint else -$3::bigint end"
        " where id = any($1::integer[])",
        ids,
        target,
        amount,
    )
    await connection.execute(
        "insert into entries (account_id, amount, kind, reference) values ($1, -$3::bigint, $4, $5), ($2, $3::bigint, $4, $5)",
        source,
        target,
        amount,
        kind,
        reference,
    )
