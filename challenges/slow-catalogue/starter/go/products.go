package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

var orderings = map[string]string{
	"newest":   "id desc",
	"cheapest": "price asc, id asc",
	"dearest":  "price desc, id desc",
}

func getProducts(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	where := ""
	if query.Get("category") != "" {
		where = "where category_id = " + query.Get("category")
	}
	sort := query.Get("sort")
	if sort == "" {
		sort = "newest"
	}
	// admin uses its own sort columns
	order, known := orderings[sort]
	if !known {
		order = sort
	}
	limit := query.Get("limit")
	if limit == "" {
		limit = "24"
	}

	offset := 0
	if query.Get("after") != "" {
		after, err := strconv.Atoi(query.Get("after"))
		if err != nil {
			return err
		}
		all, err := listProducts(ctx, db, fmt.Sprintf("select * from products %s order by %s", where, order))
		if err != nil {
			return err
		}
		for i, p := range all {
			if p.id == after {
				offset = i + 1
			}
		}
	}
	products, err := listProducts(ctx, db,
		fmt.Sprintf("select * from products %s order by %s limit %s offset %d", where, order, limit, offset))
	if err != nil {
		return err
	}
	var total int
	if err := db.QueryRow(ctx, "select count(*) from products "+where).Scan(&total); err != nil {
		return err
	}
	items, err := toCards(ctx, db, products)
	if err != nil {
		return err
	}
	db.Close(ctx)
	return send(w, 200, map[string]any{"items": items, "total": total})
}

func getProduct(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return err
	}
	p, err := findProduct(ctx, db, id)
	if err != nil {
		return err
	}
	if p == nil {
		db.Close(ctx)
		return notFound(w)
	}
	category, err := findCategory(ctx, db, p.categoryID)
	if err != nil {
		return err
	}
	reviews, err := listReviews(ctx, db, p.id)
	if err != nil {
		return err
	}
	siblings, err := listProducts(ctx, db,
		"select * from products where category_id = $1 and brand = $2 order by id desc", p.categoryID, p.brand)
	if err != nil {
		return err
	}
	related := []map[string]any{}
	for _, sibling := range siblings {
		if sibling.id != p.id && len(related) < 6 {
			related = append(related, map[string]any{"id": sibling.id, "name": sibling.name, "price": sibling.price})
		}
	}
	db.Close(ctx)
	return send(w, 200, map[string]any{
		"id":          p.id,
		"name":        p.name,
		"brand":       p.brand,
		"description": p.description,
		"category":    category,
		"price":       p.price,
		"stock":       p.stock,
		"views":       p.views,
		"rating":      rate(reviews),
		"reviews":     reviews[:min(5, len(reviews))],
		"related":     related,
	})
}

func getReviews(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return err
	}
	reviews, err := listReviews(ctx, db, id)
	if err != nil {
		return err
	}
	db.Close(ctx)
	return send(w, 200, map[string]any{"items": reviews})
}

func countView(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return err
	}
	p, err := findProduct(ctx, db, id)
	if err != nil {
		return err
	}
	if p == nil {
		db.Close(ctx)
		return notFound(w)
	}
	if _, err := db.Exec(ctx, "update products set views = $1 where id = $2", p.views+1, p.id); err != nil {
		return err
	}
	db.Close(ctx)
	w.WriteHeader(204)
	return nil
}

func setPrice(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return err
	}
	var body struct{ Price float64 }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return err
	}
	products, err := listProducts(ctx, db, "update products set price = $1 where id = $2 returning *", body.Price, id)
	if err != nil {
		return err
	}
	if len(products) == 0 {
		db.Close(ctx)
		return notFound(w)
	}
	card, err := toCard(ctx, db, products[0])
	if err != nil {
		return err
	}
	db.Close(ctx)
	return send(w, 200, card)
}
