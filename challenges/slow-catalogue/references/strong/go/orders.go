package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"

	"github.com/jackc/pgx/v4"
)

type order struct {
	ID         int32   `json:"id"`
	CustomerID int32   `json:"customerId"`
	CreatedAt  stamp   `json:"createdAt"`
	Items      []item  `json:"items"`
	Subtotal   float64 `json:"subtotal"`
	Discount   float64 `json:"discount"`
	Total      float64 `json:"total"`
}

type item struct {
	ProductID int32   `json:"productId"`
	Name      string  `json:"name"`
	Quantity  int32   `json:"quantity"`
	UnitPrice float64 `json:"unitPrice"`
	LineTotal float64 `json:"lineTotal"`
}

type summary struct {
	ID        int32   `json:"id"`
	CreatedAt stamp   `json:"createdAt"`
	Total     float64 `json:"total"`
	Pieces    int64   `json:"pieces"`
	cost      cost
}

type newOrder struct {
	CustomerID int32
	Items      []struct{ ProductID, Quantity int32 }
}

func (o newOrder) check() error {
	refuse := func(message string) error { return problem{status: 400, message: message} }
	if o.CustomerID < 1 {
		return refuse("customerId must be a positive whole number")
	}
	if len(o.Items) < 1 || len(o.Items) > 20 {
		return refuse("items must hold 1 to 20 products")
	}
	seen := map[int32]bool{}
	for _, line := range o.Items {
		if line.ProductID < 1 {
			return refuse("productId must be a positive whole number")
		}
		if line.Quantity < 1 || line.Quantity > 99 {
			return refuse("quantity must be a whole number from 1 to 99")
		}
		if seen[line.ProductID] {
			return refuse("a product may stand in an order once")
		}
		seen[line.ProductID] = true
	}
	return nil
}

func placeOrder(w http.ResponseWriter, r *http.Request) error {
	var wanted newOrder
	if err := decode(w, r, &wanted); err != nil {
		return err
	}
	if err := wanted.check(); err != nil {
		return err
	}
	var id int32
	err := pool.BeginFunc(r.Context(), func(transaction pgx.Tx) (err error) {
		id, err = place(r.Context(), transaction, wanted)
		return err
	})
	if err != nil {
		return err
	}
	placed, err := orderByID(r.Context(), id)
	if err != nil {
		return err
	}
	return send(w, 201, placed)
}

// place takes the stock and writes the order, or does neither. Rows are locked in the order of their ids: no deadlock.
func place(ctx context.Context, transaction pgx.Tx, wanted newOrder) (id int32, err error) {
	var ids, quantities []int32
	for _, line := range wanted.Items {
		ids = append(ids, line.ProductID)
		quantities = append(quantities, line.Quantity)
	}
	found, err := lockProducts(ctx, transaction, ids)
	if err != nil {
		return 0, err
	}
	var prices []float64
	for _, line := range wanted.Items {
		product, known := found[line.ProductID]
		if !known {
			return 0, problem{status: 400, message: fmt.Sprintf("product %d does not exist", line.ProductID)}
		}
		if product.stock < line.Quantity {
			return 0, problem{status: 409, message: "out of stock", productID: line.ProductID}
		}
		prices = append(prices, product.price)
	}
	// One question for all three writes: everything is known by now.
	err = transaction.QueryRow(ctx, `
		with line as (
			select * from unnest($2::integer[], $3::integer[], $4::float8[]) with ordinality
				as line (product_id, quantity, price, place)
		), taken as (
			update products set stock = stock - line.quantity from line where products.id = line.product_id
		), placed as (
			insert into orders (customer_id) values ($1) returning id
		), written as (
			insert into order_items (order_id, product_id, quantity, unit_price)
			select placed.id, product_id, quantity, price from placed, line order by place
		)
		select id from placed`, wanted.CustomerID, ids, quantities, prices).Scan(&id)
	return id, err
}

type stocked struct {
	stock int32
	price float64
}

func lockProducts(ctx context.Context, transaction pgx.Tx, ids []int32) (map[int32]stocked, error) {
	rows, err := transaction.Query(ctx,
		"select id, stock, price from products where id = any($1::integer[]) order by id for update", ids)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[int32]stocked{}
	for rows.Next() {
		var id int32
		var product stocked
		if err := rows.Scan(&id, &product.stock, &product.price); err != nil {
			return nil, err
		}
		found[id] = product
	}
	return found, rows.Err()
}

func getOrder(w http.ResponseWriter, r *http.Request) error {
	id, err := idFrom(r.PathValue("id"), "id")
	if err != nil {
		return err
	}
	found, err := orderByID(r.Context(), id)
	if err != nil {
		return err
	}
	return send(w, 200, found)
}

func orderByID(ctx context.Context, id int32) (order, error) {
	o := order{ID: id}
	err := pool.QueryRow(ctx, "select customer_id, created_at from orders where id = $1", id).
		Scan(&o.CustomerID, &o.CreatedAt.Time)
	if errors.Is(err, pgx.ErrNoRows) {
		return o, notFound
	}
	if err != nil {
		return o, err
	}
	o.Items, err = list(ctx, scanItem, `
		select i.product_id, p.name, i.quantity, i.unit_price
		from order_items i join products p on p.id = i.product_id
		where i.order_id = $1 order by i.id`, id)
	var all cost
	for n := range o.Items {
		line := &o.Items[n]
		cents := toCents(line.UnitPrice)
		line.UnitPrice = toEuros(cents)
		line.LineTotal = toEuros(cents * int64(line.Quantity))
		all.add(line.Quantity, cents)
	}
	o.Subtotal, o.Discount, o.Total = toEuros(all.subtotal), toEuros(all.discount()), toEuros(all.total())
	return o, err
}

func scanItem(row pgx.Row, i *item) error {
	return row.Scan(&i.ProductID, &i.Name, &i.Quantity, &i.UnitPrice)
}

func getOrders(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	customer, err := idFrom(query.Get("customer"), "customer")
	if err != nil {
		return err
	}
	limit, err := limitFrom(query, 20, 100)
	if err != nil {
		return err
	}
	before, err := beforeFrom(query)
	if err != nil {
		return err
	}
	orders, err := list(r.Context(), scanSummary, `
		select id, created_at from orders
		where customer_id = $1 and id < $2 order by id desc limit $3`, customer, before, limit)
	if err != nil {
		return err
	}
	if err := addUp(r.Context(), orders); err != nil {
		return err
	}
	return send(w, 200, map[string]any{"items": orders})
}

func scanSummary(row pgx.Row, s *summary) error {
	return row.Scan(&s.ID, &s.CreatedAt.Time)
}

// addUp fills in what the orders come to.
func addUp(ctx context.Context, orders []summary) error {
	ids := make([]int32, len(orders))
	byID := map[int32]*summary{}
	for n := range orders {
		ids[n] = orders[n].ID
		byID[orders[n].ID] = &orders[n]
	}
	rows, err := pool.Query(ctx,
		"select order_id, quantity, unit_price from order_items where order_id = any($1::integer[])", ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, quantity int32
		var price float64
		if err := rows.Scan(&id, &quantity, &price); err != nil {
			return err
		}
		byID[id].cost.add(quantity, toCents(price))
	}
	for n := range orders {
		orders[n].Total, orders[n].Pieces = toEuros(orders[n].cost.total()), orders[n].cost.pieces
	}
	return rows.Err()
}

// beforeFrom reads the mark of a list; a list without one begins at its newest.
func beforeFrom(query url.Values) (int32, error) {
	before, err := optionalID(query, "before")
	if err != nil || before == nil {
		return math.MaxInt32, err
	}
	return *before, nil
}
