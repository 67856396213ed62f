import os

from call import call


async def ask_postline(country, postcode, grams):
    url = os.environ["POSTLINE_URL"]
    who = {"client": os.environ["POSTLINE_CLIENT"], "secret": os.environ["POSTLINE_SECRET"]}
    opened = await call("POST", f"{url}/sessions", body=who)
    answer = await call(
        "GET",
        f"{url}/offers?country={country}&postcode={postcode}&kg={grams / 1000:.3f}",
        {"authorization": f"Bearer {opened['session']}"},
    )
    return [
        {
            "service": offer["code"],
            "cents": round(float(offer["price"]) * 100),
            "days": {"min": offer["eta"]["from"], "max": offer["eta"]["to"]},
        }
        for offer in answer["offers"]
        if offer["currency"] == "EUR"
    ]
