package main

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/jackc/pgx/v4"
)

var tops = newBrief(pageAge)

func getTop(w http.ResponseWriter, r *http.Request) error {
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	c, known := categories[id]
	if !known {
		return notFound
	}
	text, err := tops.get(id, func() ([]byte, error) { return readTop(context.WithoutCancel(r.Context()), c) })
	if err != nil {
		return err
	}
	return sendText(w, 200, text)
}

type viewed struct {
	priced
	views int32
}

func scanViewed(row pgx.Row, v *viewed) error {
	return row.Scan(&v.id, &v.price, &v.views)
}

func readTop(ctx context.Context, c category) ([]byte, error) {
	rows, err := list(ctx, scanViewed,
		"select id, price, views from products where category_id = $1 order by views desc, id limit 10", c.ID)
	if err != nil {
		return nil, err
	}
	name, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	text := append(append([]byte(`{"category":`), name...), `,"items":[`...)
	for i, row := range rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendPrice(append(text, cards[row.id]...), row.price)
		text = append(appendNumber(text, "views", row.views), '}')
	}
	return append(text, "]}"...), nil
}
