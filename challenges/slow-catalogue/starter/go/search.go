package main

import (
	"net/http"
	"strconv"
)

func getSearch(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	q := r.URL.Query().Get("q")
	found, err := listProducts(ctx, db, "select * from products where name ilike '%"+q+"%' order by id desc")
	if err != nil {
		return err
	}
	limit := 20
	if r.URL.Query().Get("limit") != "" {
		if limit, err = strconv.Atoi(r.URL.Query().Get("limit")); err != nil {
			return err
		}
	}
	items, err := toCards(ctx, db, found[:min(limit, len(found))])
	if err != nil {
		return err
	}
	db.Close(ctx)
	return send(w, 200, map[string]any{"items": items})
}
