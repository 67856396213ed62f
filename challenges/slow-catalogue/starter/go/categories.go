package main

import (
	"net/http"
	"sort"
	"strconv"
)

func getTop(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return err
	}
	category, err := findCategory(ctx, db, id)
	if err != nil {
		return err
	}
	if category == nil {
		db.Close(ctx)
		return notFound(w)
	}
	products, err := listProducts(ctx, db, "select * from products where category_id = $1", category.ID)
	if err != nil {
		return err
	}
	sort.Slice(products, func(a, b int) bool {
		if products[a].views != products[b].views {
			return products[a].views > products[b].views
		}
		return products[a].id < products[b].id
	})
	type viewed struct {
		card
		Views int `json:"views"`
	}
	items := []viewed{}
	for _, p := range products[:min(10, len(products))] {
		c, err := toCard(ctx, db, p)
		if err != nil {
			return err
		}
		items = append(items, viewed{c, p.views})
	}
	db.Close(ctx)
	return send(w, 200, map[string]any{"category": category, "items": items})
}
