import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from addresses import address_of
from carriers import CARRIERS
from inputs import basket_from, customer_from, object_from
from parcel import contracts_for, weigh

router = APIRouter()


@router.post("/quotes")
async def get_quotes(request: Request):
    customer = customer_from(request)
    address_id, lines = basket_from(await object_from(request))
    to = await address_of(customer, address_id)
    grams = await weigh(lines)
    contracts = await contracts_for(to["country"])
    question = (to["country"], to["postcode"], grams)
    answers = await asyncio.gather(*(ask(carrier, question, contracts) for carrier in CARRIERS))
    quotes = [quote for _, _, quotes in answers for quote in quotes]
    return JSONResponse(
        {
            "customerId": customer,
            "to": to,
            "grams": grams,
            "complete": all(state != "unavailable" for _, state, _ in answers),
            "quotes": sorted(quotes, key=lambda quote: (quote["cents"], quote["carrier"], quote["service"])),
            "carriers": {name: state for name, state, _ in answers},
        }
    )


async def ask(carrier, question, contracts):
    """The carrier's name, state and quotes."""
    if question[2] > contracts.get(carrier.name, 0):
        return carrier.name, "none", []
    offers = await carrier.offers(question)
    if offers is None:
        return carrier.name, "unavailable", []
    return carrier.name, "ok", [{"carrier": carrier.name, **offer} for offer in offers]
