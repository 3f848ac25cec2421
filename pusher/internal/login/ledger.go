// Package login keeps a camera's account from being locked: it counts tries with a login that the camera refuses.
package login

import (
	"context"
	"errors"
	"time"

	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/source"
)

// MaxTries is how often one login is tried.
const MaxTries = 3

const (
	// lostAfter is more than a try can take that is still going on.
	lostAfter = 30 * time.Second
	// waitAtMost bounds the wait for other tries with the same login; lookEvery is how often they are looked at.
	waitAtMost = 10 * time.Second
	lookEvery  = 50 * time.Millisecond
)

// Ledger hands out gates. Gates of one device and login count together, across processes that share a state directory: a
// recorder's channels share an account.
type Ledger struct {
	store      store
	rounds     int
	lostAfter  time.Duration
	waitAtMost time.Duration
	now        func() time.Time
}

// NewLedger makes a ledger that keeps its counts in stateDir, or in memory if that is empty. If stateDir cannot be used,
// trouble (if not nil) is told and the counts are kept in memory: a full disk must not stop a camera.
func NewLedger(stateDir string, trouble func(error)) *Ledger {
	memory := &memoryStore{devices: map[string]device{}}
	l := &Ledger{store: memory, rounds: defaultRounds, lostAfter: lostAfter, waitAtMost: waitAtMost, now: time.Now}
	if stateDir != "" {
		l.store = &fileStore{directory: stateDir, instead: memory, trouble: trouble}
	}
	return l
}

// Gate returns the guard for a login at a device (host:port). A retry counter higher than the one of the last try begins
// a new count, and so does a login that the device does not remember.
func (l *Ledger) Gate(device, username, password string, retry int) source.LoginGate {
	return &gate{ledger: l, device: device, retry: retry, login: credentials{username: username, password: password}}
}

type gate struct {
	ledger  *Ledger
	device  string
	login   credentials
	retry   int
	begunMs int64 // of the reserved try; 0 without one
}

// Reserve counts a try before it is made, so that a crash in the middle cannot make it free. Never more tries are under
// way than may be refused: with many channels behind one account the others wait until these have ended.
func (g *gate) Reserve(ctx context.Context) error {
	if g.login.empty() {
		return nil // nothing is sent that could lock an account
	}
	waiting, cancel := context.WithTimeout(ctx, g.ledger.waitAtMost)
	defer cancel()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		err := g.take()
		if err != errOthersTry {
			return err
		}
		select {
		case <-waiting.Done():
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			return fault.New(fault.CameraBusy, "other connections to this device are still logging in")
		case <-look.C:
		}
	}
}

func (g *gate) take() error {
	l := g.ledger
	return l.store.change(g.device, func(d *device) error {
		e := d.ofOrNew(&g.login, l.rounds)
		e.countLost(l.now(), l.lostAfter)
		if g.retry > e.Retry {
			e.Retry, e.Refused = g.retry, 0
		}
		switch {
		case e.Refused >= MaxTries:
			return held()
		case e.Refused+len(e.Pending) >= MaxTries:
			return errOthersTry
		}
		g.begunMs = l.now().UnixMilli()
		e.Pending = append(e.Pending, g.begunMs)
		return nil
	})
}

// Accepted forgets all refusals.
func (g *gate) Accepted() { g.settle(func(e *entry, _ bool) { e.Refused = 0 }) }

// Refused keeps the try counted.
func (g *gate) Refused() {
	g.settle(func(e *entry, pending bool) {
		if pending {
			e.Refused++
		}
	})
}

// Unused gives the try back.
func (g *gate) Unused() {
	g.settle(func(e *entry, pending bool) {
		if !pending {
			e.Refused = max(0, e.Refused-1)
		}
	})
}

// settle ends the reserved try. pending is false if it took so long that it was counted as lost.
func (g *gate) settle(change func(e *entry, pending bool)) {
	begunMs := g.begunMs
	if begunMs == 0 {
		return
	}
	g.begunMs = 0
	_ = g.ledger.store.change(g.device, func(d *device) error {
		if e := d.of(&g.login); e != nil {
			change(e, e.end(begunMs))
		}
		return nil
	})
}

var errOthersTry = errors.New("other tries with this login are under way")

func held() error {
	return fault.New(fault.CameraLoginHeld,
		"the camera refused this login three times; it is not tried again, because cameras lock accounts. Correct the login, or retry on purpose")
}
