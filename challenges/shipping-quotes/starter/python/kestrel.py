import os

from call import call


async def ask_kestrel(country, postcode, grams):
    answer = await call(
        "POST",
        f"{os.environ['KESTREL_URL']}/v2/rates",
        {"x-api-key": os.environ["KESTREL_KEY"]},
        {"to": {"countryCode": country, "zip": postcode}, "parcel": {"weightGrams": grams}},
    )
    return [
        {
            "service": rate["product"],
            "cents": rate["total"]["minorUnits"],
            "days": {"min": rate["transitDays"], "max": rate["transitDays"]},
        }
        for rate in answer["rates"]
        if rate["bookable"]
    ]
