package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sort"

	"github.com/jackc/pgx/v4"
)

type item struct {
	ProductID int `json:"productId"`
	Quantity  int `json:"quantity"`
}

// weigh tells what the things in the basket weigh together.
func weigh(ctx context.Context, items []item) (int, error) {
	grams := 0
	for _, i := range items {
		var each int
		query := fmt.Sprintf("select grams from products where id = %d", i.ProductID)
		if err := pool.QueryRow(ctx, query).Scan(&each); err != nil {
			return 0, err
		}
		grams += each * i.Quantity
	}
	return grams, nil
}

func getQuotes(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var wanted struct {
		AddressID int
		Items     []item
	}
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		return err
	}
	to, err := findAddress(ctx, wanted.AddressID)
	if err != nil {
		return err
	}
	if to == nil {
		return notFound(w)
	}
	grams, err := weigh(ctx, wanted.Items)
	if err != nil {
		return err
	}

	quotes := []offer{}
	states := map[string]string{}
	for _, c := range carriers {
		var most int
		err := pool.QueryRow(ctx, "select max_grams from contracts where carrier = $1 and country = $2",
			c.name, to.Country).Scan(&most)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if grams > most {
			states[c.name] = "none"
			continue
		}
		states[c.name] = "ok"
		offers, err := c.ask(question{to.Country, to.Postcode, grams})
		if err != nil {
			return err
		}
		quotes = append(quotes, offers...)
	}
	sort.Slice(quotes, func(a, b int) bool { return quotes[a].Cents < quotes[b].Cents })
	return send(w, 200, map[string]any{
		"customerId": to.customerID, "to": to, "grams": grams, "complete": true, "quotes": quotes, "carriers": states,
	})
}
