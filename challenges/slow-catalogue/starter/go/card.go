package main

import (
	"context"
	"math"

	"github.com/jackc/pgx/v4"
)

type rating struct {
	Average *float64 `json:"average"`
	Count   int      `json:"count"`
}

// card is the small version of a product that every list shows.
type card struct {
	ID       int     `json:"id"`
	Name     string  `json:"name"`
	Brand    string  `json:"brand"`
	Category string  `json:"category"`
	Price    float64 `json:"price"`
	Rating   rating  `json:"rating"`
}

func toCard(ctx context.Context, db *pgx.Conn, p product) (card, error) {
	category, err := findCategory(ctx, db, p.categoryID)
	if err != nil {
		return card{}, err
	}
	reviews, err := listReviews(ctx, db, p.id)
	if err != nil {
		return card{}, err
	}
	return card{p.id, p.name, p.brand, category.Slug, p.price, rate(reviews)}, nil
}

func toCards(ctx context.Context, db *pgx.Conn, products []product) ([]card, error) {
	cards := []card{}
	for _, p := range products {
		c, err := toCard(ctx, db, p)
		if err != nil {
			return nil, err
		}
		cards = append(cards, c)
	}
	return cards, nil
}

func rate(reviews []review) rating {
	if len(reviews) == 0 {
		return rating{}
	}
	sum := 0
	for _, r := range reviews {
		sum += r.Stars
	}
	average := math.Round(float64(sum)/float64(len(reviews))*10) / 10
	return rating{&average, len(reviews)}
}
