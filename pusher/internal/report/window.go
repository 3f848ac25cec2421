package report

import (
	"math"
	"slices"
	"sync"
	"time"
)

// windowSize is how many values percentiles are taken of.
const windowSize = 256

// Window keeps the last durations. The zero value is empty. It is safe for concurrent use.
type Window struct {
	mu     sync.Mutex
	values [windowSize]time.Duration
	count  int
}

// Add takes in a value and forgets the oldest.
func (w *Window) Add(value time.Duration) {
	w.mu.Lock()
	w.values[w.count%windowSize] = value
	w.count++
	w.mu.Unlock()
}

// Clear forgets everything.
func (w *Window) Clear() {
	w.mu.Lock()
	w.count = 0
	w.mu.Unlock()
}

// Milliseconds returns the percentiles in milliseconds by the nearest-rank method, nil without values.
func (w *Window) Milliseconds() *Percentiles {
	w.mu.Lock()
	n := min(w.count, windowSize)
	sorted := slices.Clone(w.values[:n])
	w.mu.Unlock()
	if n == 0 {
		return nil
	}
	slices.Sort(sorted)
	rank := func(percent int) float64 {
		value := sorted[(n*percent+99)/100-1]
		return math.Round(float64(value)/float64(time.Millisecond)*1000) / 1000
	}
	return &Percentiles{P50: rank(50), P95: rank(95)}
}
