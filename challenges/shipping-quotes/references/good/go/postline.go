package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// session is Postline's, one for all questions. Whoever comes while it is opened waits for the same.
var session struct {
	sync.Mutex
	token string
}

func askPostline(ctx context.Context, q question, _ *breaker) ([]offer, error) {
	token, err := currentSession(ctx, "")
	if err != nil {
		return nil, err
	}
	offers, err := offersFor(ctx, q, token)
	if !errors.Is(err, errUnauthorized) {
		return offers, err
	}
	if token, err = currentSession(ctx, token); err != nil {
		return nil, err
	}
	return offersFor(ctx, q, token)
}

// currentSession opens another when the one at hand is over.
func currentSession(ctx context.Context, over string) (string, error) {
	session.Lock()
	defer session.Unlock()
	if session.token != "" && session.token != over {
		return session.token, nil
	}
	var answer struct{ Session string }
	who := map[string]any{"client": os.Getenv("POSTLINE_CLIENT"), "secret": os.Getenv("POSTLINE_SECRET")}
	if err := call(ctx, "POST", os.Getenv("POSTLINE_URL")+"/sessions", nil, who, &answer); err != nil {
		return "", err
	}
	if answer.Session == "" {
		return "", errors.New("no session")
	}
	session.token = answer.Session
	return session.token, nil
}

func offersFor(ctx context.Context, q question, token string) ([]offer, error) {
	var answer struct {
		Offers *[]struct {
			Code     string
			Price    string
			Currency string
			ETA      struct{ From, To int }
		}
	}
	query := url.Values{
		"country":  {q.country},
		"postcode": {q.postcode},
		"kg":       {fmt.Sprintf("%d.%03d", q.grams/1000, q.grams%1000)},
	}
	address := os.Getenv("POSTLINE_URL") + "/offers?" + query.Encode()
	if err := call(ctx, "GET", address, map[string]string{"authorization": "Bearer " + token}, nil, &answer); err != nil {
		return nil, err
	}
	if answer.Offers == nil {
		return nil, errors.New("no offers")
	}
	offers := []offer{}
	for _, o := range *answer.Offers {
		if o.Currency == "EUR" {
			offers = append(offers, offer{"postline", o.Code, centsOf(o.Price), days{o.ETA.From, o.ETA.To}})
		}
	}
	return sensible(offers)
}

var price = regexp.MustCompile(`^[0-9]{1,6}\.[0-9]{2}$`)

// centsOf reads "12.90" as 1290; what is no price costs nothing, and is refused for that.
func centsOf(text string) int {
	if !price.MatchString(text) {
		return 0
	}
	cents, _ := strconv.Atoi(strings.Replace(text, ".", "", 1))
	return cents
}
