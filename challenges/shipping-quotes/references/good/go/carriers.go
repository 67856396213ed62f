package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// deadline leaves time for the rest of an answer, which must be out after 600 ms.
const deadline = 420 * time.Millisecond

// maxAge is less than the five seconds a price may be shown: an answer takes a moment.
const maxAge = 4500 * time.Millisecond
const maxAnswers = 5000

// flight is a question that was asked; done is closed when its answer is here, or will not come.
type flight struct {
	askedAt time.Time
	done    chan struct{}
	offers  []offer
	ok      bool
}

type carrier struct {
	name    string
	ask     func(context.Context, question, *breaker) ([]offer, error)
	breaker breaker
	lock    sync.Mutex
	flights map[question]*flight
}

func newCarrier(name string, ask func(context.Context, question, *breaker) ([]offer, error)) *carrier {
	return &carrier{name: name, ask: ask, flights: map[question]*flight{}}
}

var carriers = []*carrier{
	newCarrier("kestrel", askKestrel),
	newCarrier("postline", askPostline),
	newCarrier("overland", askOverland),
}

// offers asks the carrier unless its answer is known or on its way. ok is false when it does not answer in time.
func (c *carrier) offers(q question) (offers []offer, ok bool) {
	f := c.board(q)
	if f == nil {
		return nil, false
	}
	<-f.done
	return f.offers, f.ok
}

func (c *carrier) board(q question) *flight {
	c.lock.Lock()
	defer c.lock.Unlock()
	if f := c.flights[q]; f != nil && time.Since(f.askedAt) < maxAge {
		return f
	}
	if !c.breaker.admits() {
		return nil
	}
	if len(c.flights) >= maxAnswers {
		c.forgetOld()
	}
	f := &flight{askedAt: time.Now(), done: make(chan struct{})}
	c.flights[q] = f
	go c.fly(q, f)
	return f
}

// forgetOld makes room: everything that is too old goes, or everything when nothing is.
func (c *carrier) forgetOld() {
	for q, f := range c.flights {
		if time.Since(f.askedAt) >= maxAge {
			delete(c.flights, q)
		}
	}
	if len(c.flights) >= maxAnswers {
		clear(c.flights)
	}
}

func (c *carrier) fly(q question, f *flight) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	offers, err := c.ask(ctx, q, &c.breaker)
	f.offers, f.ok = offers, err == nil
	var pause limited
	switch {
	case err == nil:
		c.breaker.succeeded()
	case errors.As(err, &pause):
		c.breaker.leaveAlone(pause.pause)
	default:
		c.breaker.failed()
	}
	if err != nil {
		c.forget(q, f)
	}
	close(f.done)
}

func (c *carrier) forget(q question, f *flight) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.flights[q] == f {
		delete(c.flights, q)
	}
}

func getCarriers(w http.ResponseWriter, _ *http.Request) error {
	items := []map[string]any{}
	for _, c := range carriers {
		state := "up"
		if c.breaker.down() {
			state = "down"
		}
		items = append(items, map[string]any{"carrier": c.name, "state": state})
	}
	return send(w, 200, map[string]any{"items": items})
}
