package main

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v4"
)

func getTop(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	c := category{ID: id}
	err = pool.QueryRow(ctx, "select slug, name from categories where id = $1", id).Scan(&c.Slug, &c.Name)
	if errors.Is(err, pgx.ErrNoRows) {
		return notFound
	}
	if err != nil {
		return err
	}
	ids, err := list(ctx, scanID,
		"select id from products where category_id = $1 order by views desc, id limit 10", id)
	if err != nil {
		return err
	}
	items, err := viewedCardsOf(ctx, ids)
	if err != nil {
		return err
	}
	return send(w, 200, map[string]any{"category": c, "items": items})
}
