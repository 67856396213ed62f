package main

import (
	"context"
	"math"

	"github.com/jackc/pgx/v4"
)

// What only the nightly import changes, and that stops the service: once read, it stays true.
var (
	categories = map[int32]category{}
	totals     = map[int32]int32{}
	all        int32
	// All of them: 200,000 short texts are some 50 MB, and every list needs two dozen.
	cards = map[int32][]byte{}
	pages = newBounded[int32, *page](10_000)
)

type category struct {
	ID   int32  `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

type review struct {
	ID        int32  `json:"id"`
	Author    string `json:"author"`
	Stars     int32  `json:"stars"`
	Text      string `json:"text"`
	CreatedAt stamp  `json:"createdAt"`
}

// page is what a product page shows, without what moves.
type page struct {
	begun   []byte
	related []named
}

type named struct {
	id    int32
	begun []byte
}

func openCatalogue(ctx context.Context) error {
	found, err := list(ctx, scanCategory, "select id, slug, name from categories")
	if err != nil {
		return err
	}
	for _, c := range found {
		categories[c.ID] = c
	}
	rows, err := pool.Query(ctx, `
		select p.id, p.name, p.brand, p.category_id, r.average, coalesce(r.count, 0)
		from products p left join (
			select product_id, round(avg(stars), 1)::float8 as average, count(*)::integer as count
			from reviews group by product_id
		) r on r.product_id = p.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c card
		var categoryID int32
		if err := rows.Scan(&c.ID, &c.Name, &c.Brand, &categoryID, &c.Rating.Average, &c.Rating.Count); err != nil {
			return err
		}
		c.Category = categories[categoryID].Slug
		if cards[c.ID], err = begun(c); err != nil {
			return err
		}
		totals[categoryID]++
		all++
	}
	return rows.Err()
}

func scanCategory(row pgx.Row, c *category) error {
	return row.Scan(&c.ID, &c.Slug, &c.Name)
}

func pageOf(ctx context.Context, id int32) (*page, error) {
	if known, ok := pages.get(id); ok {
		return known, nil
	}
	if cards[id] == nil {
		return nil, notFound
	}
	read, err := readPage(ctx, id)
	if err == nil {
		pages.set(id, read)
	}
	return read, err
}

func readPage(ctx context.Context, id int32) (*page, error) {
	var shown struct {
		ID          int32    `json:"id"`
		Name        string   `json:"name"`
		Brand       string   `json:"brand"`
		Description string   `json:"description"`
		Category    category `json:"category"`
		Rating      rating   `json:"rating"`
		Reviews     []review `json:"reviews"`
	}
	shown.ID = id
	err := pool.QueryRow(ctx, `
		select name, brand, description, category_id, (
			select round(avg(stars), 1)::float8 from reviews where product_id = $1
		), (select count(*)::integer from reviews where product_id = $1)
		from products where id = $1`, id).
		Scan(&shown.Name, &shown.Brand, &shown.Description, &shown.Category.ID, &shown.Rating.Average, &shown.Rating.Count)
	if err != nil {
		return nil, err
	}
	shown.Category = categories[shown.Category.ID]
	if shown.Reviews, err = newestReviews(ctx, id, math.MaxInt32, 5); err != nil {
		return nil, err
	}
	related, err := list(ctx, scanNamed, `
		select id, name from products
		where category_id = $1 and brand = $2 and id <> $3 order by id desc limit 6`, shown.Category.ID, shown.Brand, id)
	if err != nil {
		return nil, err
	}
	text, err := begun(shown)
	return &page{text, related}, err
}

func scanNamed(row pgx.Row, n *named) (err error) {
	var name string
	if err := row.Scan(&n.id, &name); err != nil {
		return err
	}
	n.begun, err = begun(struct {
		ID   int32  `json:"id"`
		Name string `json:"name"`
	}{n.id, name})
	return err
}

func newestReviews(ctx context.Context, productID, before, limit int32) ([]review, error) {
	return list(ctx, scanReview, `
		select id, author, stars, text, created_at from reviews
		where product_id = $1 and id < $2 order by id desc limit $3`, productID, before, limit)
}

func scanReview(row pgx.Row, r *review) error {
	return row.Scan(&r.ID, &r.Author, &r.Stars, &r.Text, &r.CreatedAt.Time)
}
