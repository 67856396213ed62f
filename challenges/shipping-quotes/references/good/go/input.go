package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
)

const longestBody = 65536

var digits = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)

type item struct {
	ProductID int32 `json:"productId"`
	Quantity  int32 `json:"quantity"`
}

// basket is what POST /quotes and POST /orders carry; the last three are an order's.
type basket struct {
	AddressID int32
	Items     []item
	Carrier   string
	Service   string
	Cents     int32
}

func customerFrom(r *http.Request) (int32, error) {
	id, err := whole(r.Header.Get("x-customer"))
	if err != nil {
		return 0, problem{status: 401, title: "who is there?"}
	}
	return id, nil
}

func whole(text string) (int32, error) {
	id, err := strconv.ParseInt(text, 10, 32)
	if err != nil || !digits.MatchString(text) {
		return 0, problem{status: 400, title: "id must be a positive whole number"}
	}
	return int32(id), nil
}

func basketFrom(w http.ResponseWriter, r *http.Request) (b basket, err error) {
	if json.NewDecoder(http.MaxBytesReader(w, r.Body, longestBody)).Decode(&b) != nil {
		return b, problem{status: 400, title: "the body is not what it must be"}
	}
	if b.AddressID < 1 {
		return b, problem{status: 400, title: "addressId must be a positive whole number"}
	}
	if len(b.Items) < 1 || len(b.Items) > 20 {
		return b, problem{status: 400, title: "items must hold 1 to 20 products"}
	}
	seen := map[int32]bool{}
	for _, i := range b.Items {
		if i.ProductID < 1 || i.Quantity < 1 || i.Quantity > 99 {
			return b, problem{status: 400, title: "an item is a productId and a quantity from 1 to 99"}
		}
		if seen[i.ProductID] {
			return b, problem{status: 400, title: fmt.Sprintf("product %d may stand in items once", i.ProductID)}
		}
		seen[i.ProductID] = true
	}
	return b, nil
}
