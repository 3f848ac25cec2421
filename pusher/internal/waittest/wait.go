// Package waittest lets tests wait for conditions instead of for time to pass.
package waittest

import (
	"testing"
	"time"
)

// Limit is how long Until waits before it fails the test. It is generous: machines that run tests are busy.
const Limit = 20 * time.Second

const interval = 5 * time.Millisecond

// Until returns when condition holds, and fails the test with what if it does not within Limit.
func Until(t testing.TB, what string, condition func() bool) {
	t.Helper()
	limit := time.NewTimer(Limit)
	defer limit.Stop()
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		if condition() {
			return
		}
		select {
		case <-ticker.C:
		case <-limit.C:
			t.Fatalf("within %v it did not happen: %s", Limit, what)
		}
	}
}
