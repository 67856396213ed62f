import catalogue
import db
from card import finished, write, written
from inputs import id_from
from memory import Brief
from problem import not_found

tops = Brief(0.5)


async def get_top(id):
    category_id = id_from(id)
    if category_id not in catalogue.categories:
        raise not_found()
    return await tops.get(category_id, read_top)


async def read_top(category_id):
    rows = await db.pool.fetch(
        "select id, price, views from products where category_id = $1 order by views desc, id limit 10", category_id
    )
    items = [finished(catalogue.cards[id], price, views) for id, price, views in rows]
    return written(items, b',"category":' + write(catalogue.categories[category_id]))
