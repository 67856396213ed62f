import os

from call import call
from offer import offer_of


async def ask_kestrel(country, postcode, grams, _breaker):
    answer = await call(
        "POST",
        f"{os.environ['KESTREL_URL']}/v2/rates",
        {"x-api-key": os.environ["KESTREL_KEY"]},
        {"to": {"countryCode": country, "zip": postcode}, "parcel": {"weightGrams": grams}},
    )
    return [
        offer_of(rate["product"], rate["total"]["minorUnits"], rate["transitDays"], rate["transitDays"])
        for rate in answer["rates"]
        if rate["bookable"] and rate["total"]["currency"] == "EUR"
    ]
