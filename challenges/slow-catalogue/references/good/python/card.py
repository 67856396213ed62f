async def cards_of(connection, ids):
    """Cards of these products with their views, in the order of the ids."""
    if not ids:
        return []
    rows = await connection.fetch(
        """
        select p.id, p.name, p.brand, c.slug, p.price, p.views, r.average, r.count
        from unnest($1::integer[]) with ordinality as wanted (id, place)
        join products p on p.id = wanted.id
        join categories c on c.id = p.category_id
        cross join lateral (
          select round(avg(stars), 1)::float8 as average, count(*)::integer as count
          from reviews where product_id = p.id
        ) r
        order by wanted.place""",
        ids,
    )
    return [
        {
            "id": id,
            "name": name,
            "brand": brand,
            "category": slug,
            "price": price,
            "rating": {"average": average, "count": count},
            "views": views,
        }
        for id, name, brand, slug, price, views, average, count in rows
    ]


def without_views(card):
    return {key: value for key, value in card.items() if key != "views"}
