package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/jackc/pgx/v4"
)

type order struct {
	ID         int32  `json:"id"`
	CustomerID int32  `json:"customerId"`
	AddressID  int32  `json:"addressId"`
	Carrier    string `json:"carrier"`
	Service    string `json:"service"`
	Cents      int32  `json:"cents"`
	Items      []item `json:"items"`
	CreatedAt  stamp  `json:"createdAt"`
}

// stamp is a time as the API writes it.
type stamp struct{ time.Time }

func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(s.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

const columns = "id, customer_id, address_id, carrier, service, cents, items, created_at"

func scanOrder(row pgx.Row) (o order, err error) {
	err = row.Scan(&o.ID, &o.CustomerID, &o.AddressID, &o.Carrier, &o.Service, &o.Cents, &o.Items, &o.CreatedAt.Time)
	return o, err
}

func placeOrder(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	customer, err := customerFrom(r)
	if err != nil {
		return err
	}
	wanted, err := basketFrom(w, r)
	if err != nil {
		return err
	}
	if wanted.Cents < 1 {
		return problem{status: 400, title: "cents must be a positive whole number"}
	}
	to, err := addressOf(ctx, customer, wanted.AddressID)
	if err != nil {
		return err
	}
	grams, err := weigh(ctx, wanted.Items)
	if err != nil {
		return err
	}
	cents, err := priceOf(ctx, wanted.Carrier, wanted.Service, question{to.Country, to.Postcode, grams})
	if err != nil {
		return err
	}
	if cents != int(wanted.Cents) {
		return problem{status: 409, title: "the price is another", cents: cents}
	}
	items, err := json.Marshal(wanted.Items)
	if err != nil {
		return err
	}
	placed, err := scanOrder(pool.QueryRow(ctx, `
		insert into orders (customer_id, address_id, carrier, service, cents, items)
		values ($1, $2, $3, $4, $5, $6) returning `+columns,
		customer, wanted.AddressID, wanted.Carrier, wanted.Service, cents, string(items)))
	if err != nil {
		return err
	}
	return send(w, 201, placed)
}

func priceOf(ctx context.Context, name, service string, q question) (int, error) {
	contracts, err := contractsFor(ctx, q.country)
	if err != nil {
		return 0, err
	}
	for _, c := range carriers {
		if c.name != name || q.grams > contracts[name] {
			continue
		}
		offers, ok := c.offers(q)
		if !ok {
			return 0, problem{status: 503, title: "the carrier does not answer, try again"}
		}
		for _, o := range offers {
			if o.Service == service {
				return o.Cents, nil
			}
		}
	}
	return 0, problem{status: 400, title: "that carrier does not offer this"}
}

func getOrder(w http.ResponseWriter, r *http.Request) error {
	customer, err := customerFrom(r)
	if err != nil {
		return err
	}
	id, err := whole(r.PathValue("id"))
	if err != nil {
		return err
	}
	found, err := scanOrder(pool.QueryRow(r.Context(),
		"select "+columns+" from orders where id = $1 and customer_id = $2", id, customer))
	if errors.Is(err, pgx.ErrNoRows) {
		return notFound
	}
	if err != nil {
		return err
	}
	return send(w, 200, found)
}
