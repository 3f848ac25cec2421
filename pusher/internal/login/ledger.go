// Package login keeps a camera's account from being locked: it counts tries with a login that the camera refuses.
package login

import (
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/source"
)

// MaxTries is how often one login is tried.
const MaxTries = 3

// Ledger hands out gates. Gates of one device and login count together, across processes that share a state directory.
type Ledger struct {
	store  store
	rounds int
}

// NewLedger makes a ledger that keeps its counts in stateDir, or in memory if that is empty. If stateDir cannot be used,
// trouble (if not nil) is told and the counts are kept in memory: a full disk must not stop a camera.
func NewLedger(stateDir string, trouble func(error)) *Ledger {
	memory := &memoryStore{entries: map[string]entry{}}
	if stateDir == "" {
		return &Ledger{store: memory, rounds: defaultRounds}
	}
	return &Ledger{store: &fileStore{directory: stateDir, instead: memory, trouble: trouble}, rounds: defaultRounds}
}

// Gate returns the guard for a login at a device (host:port). A retry counter higher than the one of the last try, and
// any change of the login, begin a new count.
func (l *Ledger) Gate(device, username, password string, retry int) source.LoginGate {
	return &gate{
		store: l.store, rounds: l.rounds, device: device, retry: retry,
		login: credentials{username: username, password: password},
	}
}

type gate struct {
	store    store
	rounds   int
	device   string
	login    credentials
	retry    int
	reserved bool
}

// Reserve counts a try before it is made, so that a crash in the middle cannot make it free.
func (g *gate) Reserve() error {
	if g.login.empty() {
		return nil // nothing is sent that could lock an account
	}
	return g.store.change(g.device, func(e *entry) error {
		if !e.matches(&g.login) || g.retry > e.Retry {
			*e = newEntry(&g.login, g.rounds)
		}
		e.Retry = max(e.Retry, g.retry)
		if e.Tries >= MaxTries {
			return held()
		}
		e.Tries++
		g.reserved = true
		return nil
	})
}

// Accepted forgets all tries.
func (g *gate) Accepted() { g.settle(func(e *entry) { e.Tries = 0 }) }

// Refused keeps the try counted.
func (g *gate) Refused() { g.settle(func(*entry) {}) }

// Unused gives the try back.
func (g *gate) Unused() { g.settle(func(e *entry) { e.Tries = max(0, e.Tries-1) }) }

func (g *gate) settle(change func(*entry)) {
	if !g.reserved {
		return
	}
	g.reserved = false
	_ = g.store.change(g.device, func(e *entry) error {
		if e.matches(&g.login) {
			change(e)
		}
		return nil
	})
}

func held() error {
	return fault.New(fault.CameraLoginHeld,
		"the camera refused this login three times; it is not tried again, because cameras lock accounts. Correct the login, or retry on purpose")
}
