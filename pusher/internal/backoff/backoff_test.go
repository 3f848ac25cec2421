package backoff

import (
	"testing"
	"time"
)

func TestFailed(t *testing.T) {
	b := Backoff{
		Limits:       Limits{First: time.Second, Longest: 30 * time.Second},
		HealthyAfter: time.Minute,
		Random:       func() float64 { return 0 },
	}
	for i, c := range []struct{ worked, want time.Duration }{
		{0, 500 * time.Millisecond},
		{0, time.Second},
		{30 * time.Second, 2 * time.Second},
		{0, 4 * time.Second},
		{0, 8 * time.Second},
		{0, 15 * time.Second},
		{0, 15 * time.Second},
		{time.Minute, 500 * time.Millisecond},
		{0, time.Second},
	} {
		if got := b.Failed(c.worked); got != c.want {
			t.Errorf("failure %d: waits %v, want %v", i+1, got, c.want)
		}
	}
	b.Reset()
	if got := b.Failed(0); got != 500*time.Millisecond {
		t.Errorf("after reset: %v", got)
	}
}

func TestJitterStaysInTheUpperHalf(t *testing.T) {
	b := Backoff{Limits: Limits{First: time.Second, Longest: 10 * time.Second}}
	for range 1000 {
		if got := b.Failed(0); got < 500*time.Millisecond || got > 10*time.Second {
			t.Fatalf("waits %v", got)
		}
	}
}
