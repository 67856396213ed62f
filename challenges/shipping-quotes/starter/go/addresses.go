package main

import (
	"context"
	"fmt"
	"net/http"
)

type address struct {
	ID         int `json:"id"`
	customerID int
	Name       string `json:"name"`
	Street     string `json:"street"`
	Postcode   string `json:"postcode"`
	City       string `json:"city"`
	Country    string `json:"country"`
}

func getAddresses(w http.ResponseWriter, r *http.Request) error {
	items, err := listAddresses(r.Context(), "customer_id = "+r.Header.Get("x-customer"))
	if err != nil {
		return err
	}
	return send(w, 200, map[string]any{"items": items})
}

func findAddress(ctx context.Context, id int) (*address, error) {
	found, err := listAddresses(ctx, fmt.Sprintf("id = %d", id))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func listAddresses(ctx context.Context, where string) ([]address, error) {
	rows, err := pool.Query(ctx, "select * from addresses where "+where+" order by id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	items := []address{}
	for rows.Next() {
		var a address
		if err := rows.Scan(&a.ID, &a.customerID, &a.Name, &a.Street, &a.Postcode, &a.City, &a.Country); err != nil {
			return nil, err
		}
		items = append(items, a)
	}
	return items, rows.Err()
}
