package main

import "math"

// Amounts are counted in whole cents; euros exist at the edges only.
func toCents(euros float64) int64 {
	return int64(math.Round(euros * 100))
}

func toEuros(cents int64) float64 {
	return float64(cents) / 100
}

// cost is what the lines of an order come to. Ten pieces or more earn 5 % off; half a cent is rounded up.
type cost struct {
	pieces, subtotal int64
}

func (c *cost) add(quantity int32, cents int64) {
	c.pieces += int64(quantity)
	c.subtotal += int64(quantity) * cents
}

func (c cost) discount() int64 {
	if c.pieces < 10 {
		return 0
	}
	return (c.subtotal*5 + 50) / 100
}

func (c cost) total() int64 {
	return c.subtotal - c.discount()
}
