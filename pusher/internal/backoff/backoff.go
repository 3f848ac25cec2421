// Package backoff decides how long to wait before trying again.
package backoff

import (
	"math/rand/v2"
	"time"
)

// Limits shape the waiting times of one kind of fault.
type Limits struct {
	// First is the wait after the first failure, doubled with each further one up to Longest.
	First, Longest time.Duration
}

// Backoff counts failures in a row. Its zero value is not usable: set Limits.
type Backoff struct {
	Limits Limits
	// HealthyAfter is how long something must have worked for its earlier failures to be forgotten.
	HealthyAfter time.Duration
	// Random returns a number in [0, 1); nil takes math/rand.
	Random func() float64

	failures int
}

// Failed counts a failure of something that had worked for worked (0: it never came up) and returns the wait before
// the next try: half of it fixed, half random, so that a site's cameras do not come back all at once.
func (b *Backoff) Failed(worked time.Duration) time.Duration {
	if b.HealthyAfter > 0 && worked >= b.HealthyAfter {
		b.failures = 0
	}
	wait := b.Limits.Longest
	if b.failures < 32 {
		if w := b.Limits.First << b.failures; w > 0 && w < wait {
			wait = w
		}
	}
	b.failures++
	random := b.Random
	if random == nil {
		random = rand.Float64
	}
	return wait/2 + time.Duration(random()*float64(wait)/2)
}

// Reset forgets all failures.
func (b *Backoff) Reset() { b.failures = 0 }
