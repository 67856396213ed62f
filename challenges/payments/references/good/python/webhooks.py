import hmac
import os
import re

from fastapi import APIRouter, Request, Response

from body import read_object
from charges import settle_charge, settle_refund
from problem import Problem

router = APIRouter()

SECRET = os.environ["PROVIDER_SECRET"].encode()


@router.post("/webhooks/provider")
async def take_event(request: Request):
    right = hmac.new(SECRET, await request.body(), "sha256").hexdigest()
    given = request.headers.get("provider-signature", "")
    if not hmac.compare_digest(given.encode(), right.encode()):
        raise Problem(401, "unauthorized", "The event is not signed by the provider")
    await take(await read_object(request))
    return Response(status_code=204)


async def take(event):
    """Only what is decided counts, so events may come twice, late and in any order."""
    data = event.get("data")
    id, reference = (data.get("id"), data.get("reference")) if isinstance(data, dict) else (None, None)
    if not isinstance(id, str) or not isinstance(reference, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", reference):
        return
    match event.get("type"):
        case "payment.succeeded":
            await settle_charge(reference, id, "succeeded")
        case "payment.declined":
            await settle_charge(reference, id, "declined")
        case "refund.succeeded":
            await settle_refund(reference)
