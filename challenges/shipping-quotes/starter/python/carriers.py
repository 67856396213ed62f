import os

from fastapi import APIRouter

from kestrel import ask_kestrel
from overland import ask_overland
from postline import ask_postline

router = APIRouter()

CARRIERS = {
    "kestrel": (ask_kestrel, os.environ.get("KESTREL_URL"), os.environ.get("KESTREL_KEY")),
    "postline": (ask_postline, os.environ.get("POSTLINE_URL"), os.environ.get("POSTLINE_SECRET")),
    "overland": (ask_overland, os.environ.get("OVERLAND_URL"), os.environ.get("OVERLAND_TOKEN")),
}


@router.get("/carriers")
async def list_carriers():
    return {
        "items": [
            {"carrier": name, "state": "up", "url": url, "key": key} for name, (_, url, key) in CARRIERS.items()
        ]
    }
