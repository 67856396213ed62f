package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/jackc/pgx/v4"
)

type order struct {
	ID         int    `json:"id"`
	CustomerID int    `json:"customerId"`
	AddressID  int    `json:"addressId"`
	Carrier    string `json:"carrier"`
	Service    string `json:"service"`
	Cents      int    `json:"cents"`
	Items      []item `json:"items"`
	CreatedAt  stamp  `json:"createdAt"`
}

// stamp is a time as the API writes it.
type stamp struct{ time.Time }

func (s stamp) MarshalJSON() ([]byte, error) {
	return []byte(s.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

const columns = "id, customer_id, address_id, carrier, service, cents, items, created_at"

func scanOrder(row pgx.Row) (order, error) {
	var o order
	err := row.Scan(&o.ID, &o.CustomerID, &o.AddressID, &o.Carrier, &o.Service, &o.Cents, &o.Items, &o.CreatedAt.Time)
	return o, err
}

func placeOrder(w http.ResponseWriter, r *http.Request) error {
	var wanted struct {
		AddressID int
		Items     []item
		Carrier   string
		Service   string
		Cents     int
	}
	if err := json.NewDecoder(r.Body).Decode(&wanted); err != nil {
		return err
	}
	customer, err := strconv.Atoi(r.Header.Get("x-customer"))
	if err != nil {
		return err
	}
	items, err := json.Marshal(wanted.Items)
	if err != nil {
		return err
	}
	placed, err := scanOrder(pool.QueryRow(r.Context(), `
		insert into orders (customer_id, address_id, carrier, service, cents, items)
		values ($1, $2, $3, $4, $5, $6) returning `+columns,
		customer, wanted.AddressID, wanted.Carrier, wanted.Service, wanted.Cents, string(items)))
	if err != nil {
		return err
	}
	return send(w, 201, placed)
}

func getOrder(w http.ResponseWriter, r *http.Request) error {
	found, err := scanOrder(pool.QueryRow(r.Context(), "select "+columns+" from orders where id = "+r.PathValue("id")))
	if errors.Is(err, pgx.ErrNoRows) {
		return notFound(w)
	}
	if err != nil {
		return err
	}
	return send(w, 200, found)
}
