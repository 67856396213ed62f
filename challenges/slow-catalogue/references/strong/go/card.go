package main

import (
	"encoding/json"
	"strconv"
)

type rating struct {
	Average *float64 `json:"average"`
	Count   int32    `json:"count"`
}

// card is what every list shows of a product, but for its price.
type card struct {
	ID       int32  `json:"id"`
	Name     string `json:"name"`
	Brand    string `json:"brand"`
	Category string `json:"category"`
	Rating   rating `json:"rating"`
}

// begun is an object as it is sent, up to its price: only that moves, so all else is written out once.
func begun(object any) ([]byte, error) {
	text, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	return append(text[:len(text)-1], `,"price":`...), nil
}

type priced struct {
	id    int32
	price float64
}

func appendPrice(to []byte, price float64) []byte {
	return strconv.AppendFloat(to, price, 'f', -1, 64)
}

func appendNumber(to []byte, name string, value int32) []byte {
	to = append(append(append(to, `,"`...), name...), `":`...)
	return strconv.AppendInt(to, int64(value), 10)
}

func appendCard(to []byte, p priced) []byte {
	return append(appendPrice(append(to, cards[p.id]...), p.price), '}')
}

// itemsOf writes a list of products up to what stands beside its items.
func itemsOf(rows []priced) []byte {
	text := append(make([]byte, 0, 256*len(rows)+64), `{"items":[`...)
	for i, row := range rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendCard(text, row)
	}
	return append(text, ']')
}
