"""What every list shows of a product, as it is sent. Only its price moves, so all else is written out once."""

import json


def write(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def begun(id, name, brand, slug, average, count):
    """A product's item up to its price."""
    rating = {"average": average, "count": count}
    item = {"id": id, "name": name, "brand": brand, "category": slug, "rating": rating}
    return write(item)[:-1] + b',"price":'


def finished(begun, price, views=None):
    seen = b"" if views is None else b',"views":%d' % views
    return b"%s%s%s}" % (begun, repr(price).encode(), seen)


def written(items, rest=b""):
    """A list of items, and what stands beside it."""
    return b'{"items":[%s]%s}' % (b",".join(items), rest)
