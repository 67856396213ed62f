package main

import (
	"fmt"
	"os"
)

func askOverland(q question) ([]offer, error) {
	offers := []offer{}
	for page, pages := 1, 1; page <= pages; page++ {
		var answer struct {
			Prices []struct {
				ID     string
				Cents  int
				Window string
			}
			Pages int
		}
		path := fmt.Sprintf("/prices?dest=%s-%s&grams=%d&page=%d&token=%s",
			q.country, q.postcode, q.grams, page, os.Getenv("OVERLAND_TOKEN"))
		call("GET", os.Getenv("OVERLAND_URL")+path, nil, nil, &answer)
		pages = answer.Pages
		for _, price := range answer.Prices {
			var window days
			fmt.Sscanf(price.Window, "%d-%d", &window.Min, &window.Max)
			offers = append(offers, offer{"overland", price.ID, price.Cents, window})
		}
	}
	return offers, nil
}
