import json

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

import db
from body import read_object
from inputs import account_from, amount_from, card_from, key_from, path_text
from ledger import PROVIDER, move
from once import once
from owner import owner_of
from problem import Problem, not_found
from provider import ask

router = APIRouter()


@router.post("/charges")
async def create_charge(request: Request):
    owner = await owner_of(request)
    key = key_from(request)
    body = await read_object(request)
    account, amount, card = account_from(body, "accountId"), amount_from(body), card_from(body)

    async def insert(connection, id):
        created = await connection.fetchval(
            "insert into charges (id, owner_id, account_id, amount, card)"
            " select $1, $2, id, $4, $5 from accounts where id = $3 and owner_id = $2 returning 1",
            id,
            owner,
            account,
            amount,
            card,
        )
        if not created:
            raise not_found()

    id = await once(owner, key, json.dumps(["charge", account, amount, card]), insert)
    charge = await carry_out_charge(await find_charge(id, owner))
    return JSONResponse(charge, 202 if charge["status"] == "pending" else 201)


@router.get("/charges/{id}")
async def get_charge(request: Request, id: str):
    owner = await owner_of(request)
    return await find_charge(path_text(id), owner)


async def find_charge(id, owner):
    row = await db.pool.fetchrow("select * from charges where id = $1 and owner_id = $2", id, owner)
    if not row:
        raise not_found()
    return {
        "id": row["id"],
        "accountId": row["account_id"],
        "amount": row["amount"],
        "card": row["card"],
        "status": row["status"],
        "refunded": row["refunded"],
        "createdAt": db.iso(row["created_at"]),
    }


async def carry_out_charge(charge):
    """Asks the provider for a charge that is still pending, with the charge's id as our key."""
    if charge["status"] != "pending":
        return charge
    wanted = {"amount": charge["amount"], "card": charge["card"], "reference": charge["id"]}
    decision = await ask("/payments", charge["id"], wanted)
    if not decision or decision["status"] == "processing":
        return charge
    await settle_charge(charge["id"], decision["id"], decision["status"])
    return {**charge, "status": decision["status"]}


async def settle_charge(id, payment, status):
    """What the provider decided, by whichever way it came first; later words of it change nothing."""
    async with db.pool.acquire() as connection, connection.transaction():
        charge = await connection.fetchrow(
            "update charges set status = $2, payment = $3 where id = $1 and status = 'pending' returning account_id, amount",
            id,
            status,
            payment,
        )
        if charge and status == "succeeded":
            await move(connection, PROVIDER, charge["account_id"], charge["amount"], "charge", id)


@router.post("/charges/{id}/refunds")
async def create_refund(request: Request, id: str):
    owner = await owner_of(request)
    key = key_from(request)
    amount = amount_from(await read_object(request))
    charge_id = path_text(id)

    async def take_back(connection, refund_id):
        await take_refund(connection, owner, charge_id, refund_id, amount)

    refund = await carry_out_refund(await once(owner, key, json.dumps(["refund", charge_id, amount]), take_back))
    return JSONResponse(refund, 202 if refund["status"] == "pending" else 201)


async def take_refund(connection, owner, charge_id, id, amount):
    """Takes the money out of the account at once, so that nobody spends it while the provider is asked."""
    charge = await connection.fetchrow(
        "select account_id, amount, refunded, status from charges where id = $1 and owner_id = $2 for update",
        charge_id,
        owner,
    )
    if not charge:
        raise not_found()
    if charge["status"] != "succeeded":
        raise Problem(409, "not-refundable", "The charge has not succeeded")
    if charge["refunded"] + amount > charge["amount"]:
        raise Problem(409, "refund-too-large", "That is more than is left of the charge")
    await connection.execute("update charges set refunded = refunded + $2 where id = $1", charge_id, amount)
    await connection.execute(
        "insert into refunds (id, charge_id, amount) values ($1, $2, $3)", id, charge_id, amount
    )
    await move(connection, charge["account_id"], PROVIDER, amount, "refund", id)


async def carry_out_refund(id):
    row = await db.pool.fetchrow(
        "select refunds.*, payment from refunds join charges on charges.id = charge_id where refunds.id = $1", id
    )
    refund = {
        "id": id,
        "chargeId": row["charge_id"],
        "amount": row["amount"],
        "status": row["status"],
        "createdAt": db.iso(row["created_at"]),
    }
    if refund["status"] != "pending":
        return refund
    decision = await ask("/refunds", id, {"payment": row["payment"], "amount": row["amount"], "reference": id})
    if not decision or decision["status"] != "succeeded":
        return refund
    await settle_refund(id)
    return {**refund, "status": "succeeded"}


async def settle_refund(id):
    await db.pool.execute("update refunds set status = 'succeeded' where id = $1 and status = 'pending'", id)
