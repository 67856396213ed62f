package main

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/jackc/pgx/v4"
)

type order struct {
	ID         int     `json:"id"`
	CustomerID int     `json:"customerId"`
	CreatedAt  stamp   `json:"createdAt"`
	Items      []item  `json:"items"`
	Subtotal   float64 `json:"subtotal"`
	Discount   float64 `json:"discount"`
	Total      float64 `json:"total"`
}

type item struct {
	ProductID int     `json:"productId"`
	Name      string  `json:"name"`
	Quantity  int     `json:"quantity"`
	UnitPrice float64 `json:"unitPrice"`
	LineTotal float64 `json:"lineTotal"`
}

type newOrder struct {
	CustomerID int
	Items      []struct{ ProductID, Quantity int }
}

func fillOrder(ctx context.Context, db *pgx.Conn, o *order) error {
	rows, err := db.Query(ctx, "select product_id, quantity, unit_price from order_items where order_id = $1 order by id", o.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var i item
		if err := rows.Scan(&i.ProductID, &i.Quantity, &i.UnitPrice); err != nil {
			return err
		}
		o.Items = append(o.Items, i)
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	pieces := 0
	for n := range o.Items {
		i := &o.Items[n]
		p, err := findProduct(ctx, db, i.ProductID)
		if err != nil {
			return err
		}
		i.Name = p.name
		i.LineTotal = i.UnitPrice * float64(i.Quantity)
		o.Subtotal += i.LineTotal
		pieces += i.Quantity
	}
	if pieces >= 10 {
		o.Discount = o.Subtotal * 0.05
	}
	o.Total = o.Subtotal - o.Discount
	return nil
}

func placeOrder(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	var body newOrder
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		return err
	}
	var o order
	if err := db.QueryRow(ctx, "insert into orders (customer_id) values ($1) returning *", body.CustomerID).
		Scan(&o.ID, &o.CustomerID, &o.CreatedAt.Time); err != nil {
		return err
	}
	for _, wanted := range body.Items {
		p, err := findProduct(ctx, db, wanted.ProductID)
		if err != nil {
			return err
		}
		if p == nil {
			db.Close(ctx)
			return send(w, 400, map[string]any{"error": "unknown product"})
		}
		if p.stock < wanted.Quantity {
			db.Close(ctx)
			return send(w, 409, map[string]any{"error": "out of stock", "productId": p.id})
		}
		if _, err := db.Exec(ctx, "update products set stock = $1 where id = $2", p.stock-wanted.Quantity, p.id); err != nil {
			return err
		}
		if _, err := db.Exec(ctx,
			"insert into order_items (order_id, product_id, quantity, unit_price) values ($1, $2, $3, $4)",
			o.ID, p.id, wanted.Quantity, p.price); err != nil {
			return err
		}
	}
	if err := fillOrder(ctx, db, &o); err != nil {
		return err
	}
	db.Close(ctx)
	return send(w, 201, o)
}

func getOrder(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		return err
	}
	var o order
	err = db.QueryRow(ctx, "select * from orders where id = $1", id).Scan(&o.ID, &o.CustomerID, &o.CreatedAt.Time)
	if err == pgx.ErrNoRows {
		db.Close(ctx)
		return notFound(w)
	}
	if err != nil {
		return err
	}
	if err := fillOrder(ctx, db, &o); err != nil {
		return err
	}
	db.Close(ctx)
	return send(w, 200, o)
}

func getOrders(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	db, err := connect(ctx)
	if err != nil {
		return err
	}
	customer, err := strconv.Atoi(r.URL.Query().Get("customer"))
	if err != nil {
		return err
	}
	rows, err := db.Query(ctx, "select * from orders where customer_id = $1 order by id desc", customer)
	if err != nil {
		return err
	}
	defer rows.Close()
	var orders []order
	for rows.Next() {
		var o order
		if err := rows.Scan(&o.ID, &o.CustomerID, &o.CreatedAt.Time); err != nil {
			return err
		}
		orders = append(orders, o)
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	items := []map[string]any{}
	for _, o := range orders {
		if err := fillOrder(ctx, db, &o); err != nil {
			return err
		}
		pieces := 0
		for _, i := range o.Items {
			pieces += i.Quantity
		}
		items = append(items, map[string]any{"id": o.ID, "createdAt": o.CreatedAt, "total": o.Total, "pieces": pieces})
	}
	db.Close(ctx)
	return send(w, 200, map[string]any{"items": items})
}
