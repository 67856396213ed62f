import asyncio
import os
from urllib.parse import urlencode

from call import Limited, call
from offer import offer_of

MOST_PAGES = 10


async def ask_overland(country, postcode, grams, breaker):
    """The first page says how many there are; the others are asked for at once."""
    first = await ask_page(country, postcode, grams, 1)
    if breaker.leaves_alone:
        raise Limited(0)
    pages = first["pages"]
    if type(pages) is not int or not 1 <= pages <= MOST_PAGES:
        raise ValueError("no number of pages")
    others = await asyncio.gather(
        *(ask_page(country, postcode, grams, page) for page in range(2, pages + 1))
    )
    return [to_offer(price) for page in [first, *others] for price in page["prices"]]


def ask_page(country, postcode, grams, page):
    query = urlencode(
        {"dest": f"{country}-{postcode}", "grams": grams, "page": page, "token": os.environ["OVERLAND_TOKEN"]}
    )
    return call("GET", f"{os.environ['OVERLAND_URL']}/prices?{query}")


def to_offer(price):
    low, high = price["window"].split("-")
    return offer_of(price["id"], price["cents"], int(low), int(high))
