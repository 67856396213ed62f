package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

func askPostline(q question) ([]offer, error) {
	url := os.Getenv("POSTLINE_URL")
	var opened struct{ Session string }
	who := map[string]any{"client": os.Getenv("POSTLINE_CLIENT"), "secret": os.Getenv("POSTLINE_SECRET")}
	call("POST", url+"/sessions", nil, who, &opened)

	var answer struct {
		Offers []struct {
			Code     string
			Price    string
			Currency string
			ETA      struct{ From, To int }
		}
	}
	path := fmt.Sprintf("/offers?country=%s&postcode=%s&kg=%.3f", q.country, q.postcode, float64(q.grams)/1000)
	call("GET", url+path, map[string]string{"authorization": "Bearer " + opened.Session}, nil, &answer)
	offers := []offer{}
	for _, o := range answer.Offers {
		if o.Currency != "EUR" {
			continue
		}
		price, err := strconv.ParseFloat(o.Price, 64)
		if err != nil {
			return nil, err
		}
		offers = append(offers, offer{"postline", o.Code, int(math.Round(price * 100)), days{o.ETA.From, o.ETA.To}})
	}
	return offers, nil
}
