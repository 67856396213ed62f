package main

import (
	"sync"
	"time"
)

const failuresInARow = 5
const alone = time.Second

// breaker leaves a carrier alone that keeps failing, and lets one request at a time find out whether it is well again.
type breaker struct {
	sync.Mutex
	failures   int
	aloneUntil time.Time
	trying     bool
}

func (b *breaker) down() bool {
	b.Lock()
	defer b.Unlock()
	return b.failures >= failuresInARow || time.Now().Before(b.aloneUntil)
}

// leavesAlone tells whether nothing may be asked now, not even what belongs to a question that was begun.
func (b *breaker) leavesAlone() bool {
	b.Lock()
	defer b.Unlock()
	return time.Now().Before(b.aloneUntil)
}

// admits tells whether a request may go out now. Who is told so must report how it went.
func (b *breaker) admits() bool {
	b.Lock()
	defer b.Unlock()
	if time.Now().Before(b.aloneUntil) {
		return false
	}
	if b.failures < failuresInARow {
		return true
	}
	if b.trying {
		return false
	}
	b.trying = true
	return true
}

func (b *breaker) succeeded() {
	b.Lock()
	defer b.Unlock()
	b.failures, b.trying = 0, false
}

func (b *breaker) failed() {
	b.Lock()
	defer b.Unlock()
	b.failures++
	b.trying = false
	if b.failures >= failuresInARow {
		b.aloneUntil = time.Now().Add(alone)
	}
}

func (b *breaker) leaveAlone(pause time.Duration) {
	b.Lock()
	defer b.Unlock()
	b.trying = false
	if until := time.Now().Add(pause); until.After(b.aloneUntil) {
		b.aloneUntil = until
	}
}
