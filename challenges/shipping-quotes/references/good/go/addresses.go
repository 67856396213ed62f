package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/jackc/pgx/v4"
)

type address struct {
	ID       int32  `json:"id"`
	Name     string `json:"name"`
	Street   string `json:"street"`
	Postcode string `json:"postcode"`
	City     string `json:"city"`
	Country  string `json:"country"`
}

func scanAddress(row pgx.Row) (a address, err error) {
	err = row.Scan(&a.ID, &a.Name, &a.Street, &a.Postcode, &a.City, &a.Country)
	return a, err
}

func getAddresses(w http.ResponseWriter, r *http.Request) error {
	customer, err := customerFrom(r)
	if err != nil {
		return err
	}
	rows, err := pool.Query(r.Context(), `
		select id, name, street, postcode, city, country from addresses where customer_id = $1 order by id`, customer)
	if err != nil {
		return err
	}
	defer rows.Close()
	items := []address{}
	for rows.Next() {
		a, err := scanAddress(rows)
		if err != nil {
			return err
		}
		items = append(items, a)
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	return send(w, 200, map[string]any{"items": items})
}

// addressOf finds one of the customer's own addresses; anybody else's does not exist.
func addressOf(ctx context.Context, customer, id int32) (address, error) {
	a, err := scanAddress(pool.QueryRow(ctx, `
		select id, name, street, postcode, city, country from addresses where id = $1 and customer_id = $2`, id, customer))
	if errors.Is(err, pgx.ErrNoRows) {
		return a, notFound
	}
	return a, err
}
