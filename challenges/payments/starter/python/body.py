import json

from problem import bad_request


async def read_object(request):
    """The request's body, a JSON object. `await request.body()` gives it as it came: signatures are made over that."""
    try:
        value = json.loads(await request.body())
    except ValueError:
        raise bad_request("The body is not JSON") from None
    if not isinstance(value, dict):
        raise bad_request("The body is not an object")
    return value
