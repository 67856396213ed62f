package main

import (
	"context"
	"log"
	"slices"
	"sync"
	"time"
)

// flushEvery is how often views are written, many in one statement: a famous product is one row that everybody would
// otherwise queue for.
const flushEvery = 150 * time.Millisecond

type viewCounts struct {
	mutex  sync.Mutex
	counts map[int32]int32
	// writing lets one write at a time.
	writing sync.Mutex
}

var waitingViews = viewCounts{counts: map[int32]int32{}}

func (v *viewCounts) add(id int32) {
	v.mutex.Lock()
	v.counts[id]++
	v.mutex.Unlock()
}

func (v *viewCounts) take() map[int32]int32 {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	taken := v.counts
	v.counts = map[int32]int32{}
	return taken
}

func (v *viewCounts) flush() {
	v.writing.Lock()
	defer v.writing.Unlock()
	taken := v.take()
	if len(taken) == 0 {
		return
	}
	var ids, counts []int32
	for id := range taken {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		counts = append(counts, taken[id])
	}
	_, err := pool.Exec(context.Background(), `
		update products set views = views + seen.count
		from unnest($1::integer[], $2::integer[]) as seen (id, count) where products.id = seen.id`, ids, counts)
	if err == nil {
		return
	}
	log.Print("views are kept for the next try: ", err)
	v.mutex.Lock()
	defer v.mutex.Unlock()
	for id, count := range taken {
		v.counts[id] += count
	}
}

func (v *viewCounts) keepWriting() {
	for range time.Tick(flushEvery) {
		v.flush()
	}
}
