import asyncio
from collections import OrderedDict
from time import monotonic

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from breaker import Breaker
from call import Limited
from kestrel import ask_kestrel
from overland import ask_overland
from postline import ask_postline

router = APIRouter()

# Leaves time for the rest of an answer, which must be out after 600 ms.
DEADLINE = 0.42
# A price is shown for five seconds at most, and an answer takes a moment.
MAX_AGE = 4.5
MAX_ANSWERS = 5000


class Carrier:
    def __init__(self, name, ask):
        self.name = name
        self.ask = ask
        self.breaker = Breaker()
        self.known = OrderedDict()
        self.flights = {}

    async def offers(self, question):
        """What the carrier offers, None when it does not say so in time."""
        asked_at, offers = self.known.get(question, (0, None))
        if offers is not None and monotonic() - asked_at < MAX_AGE:
            return offers
        flight = self.flights.get(question)
        if flight is None:
            if not self.breaker.admits():
                return None
            flight = asyncio.create_task(self.fly(question))
            self.flights[question] = flight
            flight.add_done_callback(lambda _: self.flights.pop(question))
        # Whoever goes away does not take the answer from the others.
        return await asyncio.shield(flight)

    async def fly(self, question):
        asked_at = monotonic()
        try:
            offers = await asyncio.wait_for(self.ask(*question, self.breaker), DEADLINE)
        except Limited as limited:
            self.breaker.leave_alone(limited.pause)
            return None
        except Exception:
            self.breaker.failed()
            return None
        self.breaker.succeeded()
        self.known[question] = (asked_at, offers)
        self.known.move_to_end(question)
        if len(self.known) > MAX_ANSWERS:
            self.known.popitem(last=False)
        return offers


CARRIERS = [Carrier("kestrel", ask_kestrel), Carrier("postline", ask_postline), Carrier("overland", ask_overland)]


@router.get("/carriers")
async def list_carriers():
    states = [
        {"carrier": carrier.name, "state": "down" if carrier.breaker.down else "up"} for carrier in CARRIERS
    ]
    return JSONResponse({"items": states})
