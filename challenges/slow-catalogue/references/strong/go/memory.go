package main

import (
	"sync"
	"time"
)

// brief answers for a short while from memory; callers that come at the same time share one question. What is asked for
// is one of the products or categories there are, so it does not grow without end.
type brief struct {
	age     time.Duration
	mutex   sync.Mutex
	answers map[int32]*brieflyKnown
}

type brieflyKnown struct {
	until time.Time
	done  chan struct{}
	text  []byte
	err   error
}

func newBrief(age time.Duration) *brief {
	return &brief{age: age, answers: map[int32]*brieflyKnown{}}
}

func (b *brief) get(key int32, ask func() ([]byte, error)) ([]byte, error) {
	b.mutex.Lock()
	known := b.answers[key]
	if known != nil && known.until.After(time.Now()) {
		b.mutex.Unlock()
		<-known.done
		return known.text, known.err
	}
	known = &brieflyKnown{until: time.Now().Add(b.age), done: make(chan struct{})}
	b.forgetOld()
	b.answers[key] = known
	b.mutex.Unlock()
	defer close(known.done)
	known.text, known.err = ask()
	if known.err != nil {
		b.forget(key)
	}
	return known.text, known.err
}

// most is how many answers are kept before those that are over are thrown away.
const most = 2000

func (b *brief) forgetOld() {
	if len(b.answers) < most {
		return
	}
	now := time.Now()
	for key, known := range b.answers {
		if known.until.Before(now) {
			delete(b.answers, key)
		}
	}
}

func (b *brief) forget(key int32) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	delete(b.answers, key)
}

// bounded is a map that is emptied once it holds too much.
type bounded[K comparable, V any] struct {
	mutex   sync.RWMutex
	entries map[K]V
	most    int
}

func newBounded[K comparable, V any](most int) *bounded[K, V] {
	return &bounded[K, V]{entries: map[K]V{}, most: most}
}

func (b *bounded[K, V]) get(key K) (V, bool) {
	b.mutex.RLock()
	defer b.mutex.RUnlock()
	value, known := b.entries[key]
	return value, known
}

func (b *bounded[K, V]) set(key K, value V) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.entries) >= b.most {
		clear(b.entries)
	}
	b.entries[key] = value
}
