import os

from call import call


async def ask_overland(country, postcode, grams):
    offers = []
    page, pages = 1, 1
    while page <= pages:
        query = f"dest={country}-{postcode}&grams={grams}&page={page}&token={os.environ['OVERLAND_TOKEN']}"
        answer = await call("GET", f"{os.environ['OVERLAND_URL']}/prices?{query}")
        for price in answer["prices"]:
            low, high = price["window"].split("-")
            offers.append(
                {"service": price["id"], "cents": price["cents"], "days": {"min": int(low), "max": int(high)}}
            )
        page, pages = page + 1, answer["pages"]
    return offers
