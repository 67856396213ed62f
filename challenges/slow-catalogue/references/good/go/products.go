package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"

	"github.com/jackc/pgx/v4"
)

type review struct {
	ID        int32  `json:"id"`
	Author    string `json:"author"`
	Stars     int32  `json:"stars"`
	Text      string `json:"text"`
	CreatedAt stamp  `json:"createdAt"`
}

type category struct {
	ID   int32  `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

type related struct {
	ID    int32   `json:"id"`
	Name  string  `json:"name"`
	Price float64 `json:"price"`
}

type product struct {
	ID          int32     `json:"id"`
	Name        string    `json:"name"`
	Brand       string    `json:"brand"`
	Description string    `json:"description"`
	Category    category  `json:"category"`
	Price       float64   `json:"price"`
	Stock       int32     `json:"stock"`
	Views       int32     `json:"views"`
	Rating      rating    `json:"rating"`
	Reviews     []review  `json:"reviews"`
	Related     []related `json:"related"`
}

func getProducts(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	categoryID, err := optionalID(query, "category")
	if err != nil {
		return err
	}
	after, err := optionalID(query, "after")
	if err != nil {
		return err
	}
	limit, err := limitFrom(query, 24, 100)
	if err != nil {
		return err
	}
	ids, err := page(ctx, categoryID, query.Get("sort"), after, limit)
	if err != nil {
		return err
	}
	total, err := countProducts(ctx, categoryID)
	if err != nil {
		return err
	}
	items, err := cardsOf(ctx, ids)
	if err != nil {
		return err
	}
	return send(w, 200, map[string]any{"items": items, "total": total})
}

// ordering is a way to sort a list: by which columns, and which way.
type ordering struct {
	columns         []string
	direction, sign string
}

var orderings = map[string]ordering{
	"":         {[]string{"id"}, "desc", "<"},
	"newest":   {[]string{"id"}, "desc", "<"},
	"cheapest": {[]string{"price", "id"}, "asc", ">"},
	"dearest":  {[]string{"price", "id"}, "desc", "<"},
}

func page(ctx context.Context, categoryID *int32, sort string, after *int32, limit int32) ([]int32, error) {
	by, known := orderings[sort]
	if !known {
		return nil, problem{status: 400, message: "sort must be newest, cheapest or dearest"}
	}
	conditions, args := []string{"true"}, []any{limit}
	mark := func(value any) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", len(args))
	}
	if categoryID != nil {
		conditions = append(conditions, "category_id = "+mark(*categoryID))
	}
	if after != nil {
		price, err := priceOf(ctx, *after)
		if errors.Is(err, notFound) {
			return nil, problem{status: 400, message: "after must be a product of the list"}
		}
		if err != nil {
			return nil, err
		}
		last, marks := map[string]any{"price": price, "id": *after}, []string{}
		for _, column := range by.columns {
			marks = append(marks, mark(last[column]))
		}
		conditions = append(conditions,
			fmt.Sprintf("(%s) %s (%s)", strings.Join(by.columns, ", "), by.sign, strings.Join(marks, ", ")))
	}
	order := strings.Join(by.columns, " "+by.direction+", ") + " " + by.direction
	return list(ctx, scanID, fmt.Sprintf("select id from products where %s order by %s limit $1",
		strings.Join(conditions, " and "), order), args...)
}

func countProducts(ctx context.Context, categoryID *int32) (total int64, err error) {
	if categoryID == nil {
		err = pool.QueryRow(ctx, "select count(*) from products").Scan(&total)
	} else {
		err = pool.QueryRow(ctx, "select count(*) from products where category_id = $1", *categoryID).Scan(&total)
	}
	return total, err
}

func getProduct(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	p := product{ID: id}
	err = pool.QueryRow(ctx, `
		select p.name, p.brand, p.description, p.price, p.stock, p.views, c.id, c.slug, c.name, r.average, r.count
		from products p join categories c on c.id = p.category_id
		cross join lateral (
			select round(avg(stars), 1)::float8 as average, count(*)::integer as count
			from reviews where product_id = p.id
		) r
		where p.id = $1`, id).
		Scan(&p.Name, &p.Brand, &p.Description, &p.Price, &p.Stock, &p.Views,
			&p.Category.ID, &p.Category.Slug, &p.Category.Name, &p.Rating.Average, &p.Rating.Count)
	if errors.Is(err, pgx.ErrNoRows) {
		return notFound
	}
	if err != nil {
		return err
	}
	if p.Reviews, err = newestReviews(ctx, id, math.MaxInt32, 5); err != nil {
		return err
	}
	p.Related, err = list(ctx, scanRelated, `
		select id, name, price from products
		where category_id = $1 and brand = $2 and id <> $3 order by id desc limit 6`, p.Category.ID, p.Brand, id)
	if err != nil {
		return err
	}
	return send(w, 200, p)
}

func scanRelated(row pgx.Row, r *related) error {
	return row.Scan(&r.ID, &r.Name, &r.Price)
}

func getReviews(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	limit, err := limitFrom(query, 20, 100)
	if err != nil {
		return err
	}
	before, err := beforeFrom(query)
	if err != nil {
		return err
	}
	items, err := newestReviews(ctx, id, before, limit)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		if _, err := priceOf(ctx, id); err != nil {
			return err
		}
	}
	return send(w, 200, map[string]any{"items": items})
}

func newestReviews(ctx context.Context, productID, before, limit int32) ([]review, error) {
	return list(ctx, scanReview, `
		select id, author, stars, text, created_at from reviews
		where product_id = $1 and id < $2 order by id desc limit $3`, productID, before, limit)
}

func scanReview(row pgx.Row, r *review) error {
	return row.Scan(&r.ID, &r.Author, &r.Stars, &r.Text, &r.CreatedAt.Time)
}

func priceOf(ctx context.Context, id int32) (price float64, err error) {
	err = pool.QueryRow(ctx, "select price from products where id = $1", id).Scan(&price)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, notFound
	}
	return price, err
}

func countView(w http.ResponseWriter, r *http.Request) error {
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	done, err := pool.Exec(r.Context(), "update products set views = views + 1 where id = $1", id)
	if err != nil {
		return err
	}
	if done.RowsAffected() == 0 {
		return notFound
	}
	w.WriteHeader(204)
	return nil
}

func setPrice(w http.ResponseWriter, r *http.Request) error {
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	var body struct{ Price float64 }
	if err := decode(w, r, &body); err != nil {
		return err
	}
	cents := body.Price * 100
	if body.Price <= 0 || body.Price > 100_000 || math.Abs(cents-math.Round(cents)) > 1e-6 {
		return problem{status: 400, message: "price must be an amount above 0 with at most two decimals"}
	}
	price := toEuros(toCents(body.Price))
	done, err := pool.Exec(r.Context(), "update products set price = $1 where id = $2", price, id)
	if err != nil {
		return err
	}
	if done.RowsAffected() == 0 {
		return notFound
	}
	cards, err := cardsOf(r.Context(), []int32{id})
	if err != nil {
		return err
	}
	return send(w, 200, cards[0])
}
