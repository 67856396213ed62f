package main

import (
	"context"
	"fmt"
)

// weigh tells what the things in the basket weigh together.
func weigh(ctx context.Context, items []item) (int, error) {
	ids := make([]int32, len(items))
	for n, i := range items {
		ids[n] = i.ProductID
	}
	gramsOf, err := numbers[int32](ctx, "select id, grams from products where id = any($1::integer[])", ids)
	if err != nil {
		return 0, err
	}
	grams := 0
	for _, i := range items {
		each, known := gramsOf[i.ProductID]
		if !known {
			return 0, problem{status: 400, title: fmt.Sprintf("product %d does not exist", i.ProductID)}
		}
		grams += each * int(i.Quantity)
	}
	return grams, nil
}

// contractsFor tells how much each carrier takes to the country, in grams; one without a contract is not there.
func contractsFor(ctx context.Context, country string) (map[string]int, error) {
	return numbers[string](ctx, "select carrier, max_grams from contracts where country = $1", country)
}

// numbers reads rows of a key and a number.
func numbers[K comparable](ctx context.Context, query string, arg any) (map[K]int, error) {
	rows, err := pool.Query(ctx, query, arg)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[K]int{}
	for rows.Next() {
		var key K
		var number int
		if err := rows.Scan(&key, &number); err != nil {
			return nil, err
		}
		found[key] = number
	}
	return found, rows.Err()
}
