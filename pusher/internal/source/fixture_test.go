package source

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
	"control-room/pusher/internal/rtspurl"
	"control-room/pusher/internal/waittest"
)

type recorder struct {
	mu          sync.Mutex
	connecting  int
	stream      facts.Stream
	params      [][]byte
	playing     bool
	units       []*h264.AccessUnit
	interrupted int
}

func (r *recorder) Connecting() { r.mu.Lock(); r.connecting++; r.mu.Unlock() }
func (r *recorder) Described(stream facts.Stream, params [][]byte) {
	r.mu.Lock()
	r.stream, r.params = stream, params
	r.mu.Unlock()
}
func (r *recorder) Playing() { r.mu.Lock(); r.playing = true; r.mu.Unlock() }
func (r *recorder) Picture(unit *h264.AccessUnit) {
	r.mu.Lock()
	r.units = append(r.units, unit)
	r.mu.Unlock()
}
func (r *recorder) Interrupted() { r.mu.Lock(); r.interrupted++; r.mu.Unlock() }

func (r *recorder) count() int { r.mu.Lock(); defer r.mu.Unlock(); return len(r.units) }

func (r *recorder) get(i int) *h264.AccessUnit { r.mu.Lock(); defer r.mu.Unlock(); return r.units[i] }

func (r *recorder) isPlaying() bool { r.mu.Lock(); defer r.mu.Unlock(); return r.playing }

type gate struct {
	mu                                  sync.Mutex
	reserved, accepted, refused, unused int
	held                                bool
}

func (g *gate) Reserve(context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.held {
		return fault.New(fault.CameraLoginHeld, "held")
	}
	g.reserved++
	return nil
}
func (g *gate) Accepted() { g.mu.Lock(); g.accepted++; g.mu.Unlock() }
func (g *gate) Refused()  { g.mu.Lock(); g.refused++; g.mu.Unlock() }
func (g *gate) Unused()   { g.mu.Lock(); g.unused++; g.mu.Unlock() }

func configFor(t *testing.T, url, username, password string) Config {
	t.Helper()
	address, err := rtspurl.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	return Config{
		Address: address, Username: username, Password: password, UserAgent: "test",
		Collector: facts.NewCollector(time.Now()),
	}
}

// start runs a connection until the test ends; result returns how it ended.
func start(t *testing.T, config Config) (r *recorder, connection *Connection, result func() error) {
	t.Helper()
	r = &recorder{}
	connection = New(config, r)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- connection.Run(ctx) }()
	var once sync.Once
	var err error
	result = func() error {
		once.Do(func() {
			timeout := time.NewTimer(waittest.Limit)
			defer timeout.Stop()
			select {
			case err = <-done:
			case <-timeout.C:
				t.Error("the connection did not end")
			}
		})
		return err
	}
	t.Cleanup(func() {
		cancel()
		_ = result()
	})
	return r, connection, result
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Fatalf("ended with %v, want %s", err, code)
	}
}
