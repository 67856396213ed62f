package main

import (
	"context"
	"os"
	"time"

	"github.com/jackc/pgx/v4"
)

func databaseURL() string {
	if url := os.Getenv("DATABASE_URL"); url != "" {
		return url
	}
	return "postgres://app@127.0.0.1:5432/app"
}

func connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.Connect(ctx, databaseURL())
}

type product struct {
	id          int
	categoryID  int
	brand       string
	name        string
	description string
	price       float64
	stock       int
	views       int
	createdAt   time.Time
}

func (p *product) fields() []any {
	return []any{&p.id, &p.categoryID, &p.brand, &p.name, &p.description, &p.price, &p.stock, &p.views, &p.createdAt}
}

type category struct {
	ID   int    `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

type review struct {
	ID        int    `json:"id"`
	productID int
	Author    string `json:"author"`
	Stars     int    `json:"stars"`
	Text      string `json:"text"`
	CreatedAt stamp  `json:"createdAt"`
}

// stamp is a time as the API writes it.
type stamp struct{ time.Time }

func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(s.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

func findProduct(ctx context.Context, db *pgx.Conn, id int) (*product, error) {
	products, err := listProducts(ctx, db, "select * from products where id = $1", id)
	if err != nil || len(products) == 0 {
		return nil, err
	}
	return &products[0], nil
}

func listProducts(ctx context.Context, db *pgx.Conn, query string, args ...any) ([]product, error) {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var products []product
	for rows.Next() {
		var p product
		if err := rows.Scan(p.fields()...); err != nil {
			return nil, err
		}
		products = append(products, p)
	}
	return products, rows.Err()
}

func findCategory(ctx context.Context, db *pgx.Conn, id int) (*category, error) {
	var c category
	err := db.QueryRow(ctx, "select * from categories where id = $1", id).Scan(&c.ID, &c.Slug, &c.Name)
	if err == pgx.ErrNoRows {
		return nil, nil
	}
	return &c, err
}

func listReviews(ctx context.Context, db *pgx.Conn, productID int) ([]review, error) {
	rows, err := db.Query(ctx, "select * from reviews where product_id = $1 order by id desc", productID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	reviews := []review{}
	for rows.Next() {
		var r review
		if err := rows.Scan(&r.ID, &r.productID, &r.Author, &r.Stars, &r.Text, &r.CreatedAt.Time); err != nil {
			return nil, err
		}
		reviews = append(reviews, r)
	}
	return reviews, rows.Err()
}
