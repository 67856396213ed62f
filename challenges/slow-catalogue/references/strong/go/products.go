package main

import (
	"context"
	"math"
	"net/http"
	"time"

	"github.com/jackc/pgx/v4"
)

// Shorter than the second the shop allows, by what a slow moment may add.
const pageAge = 500 * time.Millisecond

var productPages = newBrief(pageAge)

// ordering is a way to sort a list: what comes behind the product $3, and the order.
type ordering struct{ behind, order string }

const last = "(select price, id from products where id = $3)"

var orderings = map[string]ordering{
	"":         {"id < $3", "id desc"},
	"newest":   {"id < $3", "id desc"},
	"cheapest": {"(price, id) > " + last, "price, id"},
	"dearest":  {"(price, id) < " + last, "price desc, id desc"},
}

func getProducts(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
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
	by, known := orderings[query.Get("sort")]
	if !known {
		return problem{status: 400, message: "sort must be newest, cheapest or dearest"}
	}
	condition, total, args := "$2::integer is null", all, []any{limit, categoryID}
	if categoryID != nil {
		condition, total = "category_id = $2", totals[*categoryID]
	}
	if after != nil {
		condition += " and " + by.behind
		args = append(args, *after)
	}
	rows, err := list(r.Context(), scanPriced,
		"select id, price from products where "+condition+" order by "+by.order+" limit $1", args...)
	if err != nil {
		return err
	}
	return sendText(w, 200, append(appendNumber(itemsOf(rows), "total", total), '}'))
}

func scanPriced(row pgx.Row, p *priced) error {
	return row.Scan(&p.id, &p.price)
}

func getProduct(w http.ResponseWriter, r *http.Request) error {
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	text, err := productPages.get(id, func() ([]byte, error) {
		// Others wait for the same answer, so it does not end with the one who asked first.
		return readProduct(context.WithoutCancel(r.Context()), id)
	})
	if err != nil {
		return err
	}
	return sendText(w, 200, text)
}

type current struct {
	priced
	stock, views int32
}

func scanCurrent(row pgx.Row, c *current) error {
	return row.Scan(&c.id, &c.price, &c.stock, &c.views)
}

func readProduct(ctx context.Context, id int32) ([]byte, error) {
	shown, err := pageOf(ctx, id)
	if err != nil {
		return nil, err
	}
	ids := []int32{id}
	for _, other := range shown.related {
		ids = append(ids, other.id)
	}
	rows, err := list(ctx, scanCurrent, "select id, price, stock, views from products where id = any($1::integer[])", ids)
	if err != nil {
		return nil, err
	}
	now := map[int32]current{}
	for _, row := range rows {
		now[row.id] = row
	}
	text := append(make([]byte, 0, len(shown.begun)+1024), shown.begun...)
	text = appendPrice(text, now[id].price)
	text = appendNumber(text, "stock", now[id].stock)
	text = appendNumber(text, "views", now[id].views)
	text = append(text, `,"related":[`...)
	for i, other := range shown.related {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(appendPrice(append(text, other.begun...), now[other.id].price), '}')
	}
	return append(text, "]}"...), nil
}

func getReviews(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
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
	if cards[id] == nil {
		return notFound
	}
	items, err := newestReviews(r.Context(), id, before, limit)
	if err != nil {
		return err
	}
	return send(w, 200, map[string]any{"items": items})
}

func countView(w http.ResponseWriter, r *http.Request) error {
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	if cards[id] == nil {
		return notFound
	}
	waitingViews.add(id)
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
	productPages.forget(id)
	return sendText(w, 200, appendCard(nil, priced{id, price}))
}
