package main

import (
	"context"

	"github.com/jackc/pgx/v4"
)

type rating struct {
	Average *float64 `json:"average"`
	Count   int32    `json:"count"`
}

type card struct {
	ID       int32   `json:"id"`
	Name     string  `json:"name"`
	Brand    string  `json:"brand"`
	Category string  `json:"category"`
	Price    float64 `json:"price"`
	Rating   rating  `json:"rating"`
}

// viewedCard is a card with its views beside it.
type viewedCard struct {
	card
	Views int32 `json:"views"`
}

// viewedCardsOf gives the cards of these products, in the order of the ids.
func viewedCardsOf(ctx context.Context, ids []int32) ([]viewedCard, error) {
	return list(ctx, scanCard, `
		select p.id, p.name, p.brand, c.slug, p.price, p.views, r.average, r.count
		from unnest($1::integer[]) with ordinality as wanted (id, place)
		join products p on p.id = wanted.id
		join categories c on c.id = p.category_id
		cross join lateral (
			select round(avg(stars), 1)::float8 as average, count(*)::integer as count
			from reviews where product_id = p.id
		) r
		order by wanted.place`, ids)
}

func scanCard(row pgx.Row, c *viewedCard) error {
	return row.Scan(&c.ID, &c.Name, &c.Brand, &c.Category, &c.Price, &c.Views, &c.Rating.Average, &c.Rating.Count)
}

func cardsOf(ctx context.Context, ids []int32) ([]card, error) {
	viewed, err := viewedCardsOf(ctx, ids)
	cards := make([]card, len(viewed))
	for i, v := range viewed {
		cards[i] = v.card
	}
	return cards, err
}
