package camera

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"

	"control-room/pusher/internal/backoff"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/login"
	"control-room/pusher/internal/redact"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/waittest"
	"control-room/pusher/internal/whip"
	"control-room/pusher/internal/whiptest"
)

type safeBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

type fixture struct {
	camera *Camera
	sfu    *whiptest.SFU
	config job.Camera
	log    *safeBuffer
	stop   func()
}

// supervise runs a camera until the test ends, and then wants nothing left at the SFU.
func supervise(t *testing.T, source job.Source, outputs ...string) *fixture {
	t.Helper()
	f := &fixture{sfu: whiptest.Start(t), log: &safeBuffer{}}
	if len(outputs) == 0 {
		outputs = []string{"zone"}
	}
	f.config = job.Camera{ID: "gate-1", Source: source, Policy: job.PolicyAuto}
	for _, id := range outputs {
		f.config.Outputs = append(f.config.Outputs, job.Output{ID: id, Endpoint: f.sfu.Endpoint(), Token: "token-" + id})
	}
	client := whip.NewClient("test")
	f.camera = New(f.config, Dependencies{
		WHIP: client, Logins: login.NewLedger("", nil), Log: report.NewLog(f.log, &redact.Secrets{}), UserAgent: "test",
		IncludeLoopback: true, Changed: func() {},
	})
	f.camera.sourceLimits = func(fault.Code) backoff.Limits {
		return backoff.Limits{First: 20 * time.Millisecond, Longest: 50 * time.Millisecond}
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		f.camera.Run(ctx)
	}()
	f.stop = func() {
		cancel()
		<-done
		ctx, cancel := context.WithTimeout(context.Background(), waittest.Limit)
		defer cancel()
		client.Wait(ctx)
		if living := f.sfu.Living(); living != 0 {
			t.Errorf("%d sessions are left at the SFU", living)
		}
	}
	t.Cleanup(f.stop)
	return f
}

func (f *fixture) state() (report.State, fault.Code) {
	s := f.camera.Status()
	if s.Code == nil {
		return s.State, ""
	}
	return s.State, *s.Code
}

func (f *fixture) until(t *testing.T, state report.State, code fault.Code) {
	t.Helper()
	waittest.Until(t, string(state)+" "+string(code), func() bool {
		s, c := f.state()
		return s == state && c == code
	})
}

// frames counts the pictures that the newest publication received.
func (f *fixture) frames() (n int) {
	sessions := f.sfu.Sessions()
	if len(sessions) == 0 {
		return 0
	}
	for _, p := range sessions[len(sessions)-1].Packets() {
		if p.Marker {
			n++
		}
	}
	return n
}
