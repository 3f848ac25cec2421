package whip

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/waittest"
	"control-room/pusher/internal/whiptest"
)

type fixture struct {
	sfu     *whiptest.SFU
	client  *Client
	token   atomic.Pointer[string]
	asked   atomic.Int64
	session *Session
}

func prepare(t *testing.T) *fixture {
	f := &fixture{sfu: whiptest.Start(t), client: NewClient("test")}
	f.setToken("first")
	t.Cleanup(func() {
		if f.session != nil {
			f.session.Close()
		}
		f.sfu.Release()
		ctx, cancel := context.WithTimeout(context.Background(), waittest.Limit)
		defer cancel()
		f.client.Wait(ctx)
		if living := f.sfu.Living(); living != 0 {
			t.Errorf("%d sessions are left at the SFU", living)
		}
	})
	return f
}

func (f *fixture) setToken(token string) { f.token.Store(&token) }

func (f *fixture) config() Config {
	return Config{
		Endpoint: f.sfu.Endpoint(), Token: func() string { return *f.token.Load() }, IncludeLoopback: true,
		KeyFrameRequested: func() { f.asked.Add(1) },
	}
}

func (f *fixture) publish(t *testing.T) {
	t.Helper()
	session, err := f.client.Publish(t.Context(), f.config())
	if err != nil {
		t.Fatal(err)
	}
	f.session = session
}

// send writes n packets of the given payload size.
func (f *fixture) send(t *testing.T, first, n, size int) {
	t.Helper()
	for i := range n {
		err := f.session.WriteRTP(&rtp.Packet{
			Header: rtp.Header{
				Version: 2, SequenceNumber: uint16(first + i), Timestamp: uint32(first+i) * 3000, Marker: true,
			},
			Payload: cameratest.Slice(cameratest.P, size),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (f *fixture) received() int {
	sessions := f.sfu.Sessions()
	return len(sessions[len(sessions)-1].Packets())
}

func TestPublishes(t *testing.T) {
	f := prepare(t)
	f.publish(t)
	if f.session.CaptureTimeID() == 0 {
		t.Error("abs-capture-time was not negotiated")
	}
	f.send(t, 0, 50, 1000)
	waittest.Until(t, "the packets arrive", func() bool { return f.received() == 50 })
	if err := f.sfu.Sessions()[0].RequestKeyFrame(); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "the key frame request arrives", func() bool { return f.asked.Load() == 1 })
	waittest.Until(t, "a round trip is measured", func() bool { return f.session.Stats().RoundTrip != nil })
	f.setToken("second")
	f.session.Close()
	waittest.Until(t, "the session is deleted", func() bool { return f.sfu.Living() == 0 })
	if posts, deletes := f.sfu.Posts(), f.sfu.Deletes(); posts[0] != "first" || len(deletes) != 1 || deletes[0] != "second" {
		t.Errorf("tokens of POST %q, of DELETE %q", posts, deletes)
	}
}

func TestRetransmits(t *testing.T) {
	f := prepare(t)
	f.publish(t)
	f.send(t, 0, 10, 1000)
	waittest.Until(t, "the packets arrive", func() bool { return f.received() == 10 })
	f.sfu.Lose(5)
	f.send(t, 10, 50, 1000)
	next := 60
	waittest.Until(t, "lost packets are sent again", func() bool {
		f.send(t, next, 1, 100) // a receiver notices a loss by what follows
		next++
		stats := f.session.Stats()
		return stats.NACKs > 0 && stats.Retransmits > 0
	})
}

func TestRefusals(t *testing.T) {
	for status, code := range map[int]fault.Code{
		http.StatusUnauthorized:        fault.WHIPUnauthorised,
		http.StatusForbidden:           fault.WHIPForbidden,
		http.StatusNotFound:            fault.WHIPNotFound,
		http.StatusTooManyRequests:     fault.WHIPCapacity,
		http.StatusInternalServerError: fault.WHIPUnavailable,
		http.StatusServiceUnavailable:  fault.WHIPUnavailable,
		http.StatusBadRequest:          fault.WHIPBadAnswer,
		http.StatusOK:                  fault.WHIPBadAnswer,
	} {
		f := prepare(t)
		f.sfu.Refuse(status)
		_, err := f.client.Publish(t.Context(), f.config())
		wantCode(t, err, code)
	}
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestUnreachable(t *testing.T) {
	f := prepare(t)
	config := f.config()
	config.Endpoint = "http://" + cameratest.Unused(t) + "/whip"
	_, err := f.client.Publish(t.Context(), config)
	wantCode(t, err, fault.WHIPUnreachable)
}

func TestBadAnswers(t *testing.T) {
	for name, answer := range map[string]func(http.ResponseWriter){
		"no location": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "application/sdp")
			w.WriteHeader(http.StatusCreated)
		},
		"no SDP": func(w http.ResponseWriter) {
			w.Header().Set("Location", "/whip/x")
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusCreated)
		},
		"nonsense": func(w http.ResponseWriter) {
			w.Header().Set("Location", "/whip/x")
			w.Header().Set("Content-Type", "application/sdp")
			w.WriteHeader(http.StatusCreated)
			_, _ = w.Write([]byte("v=0\r\nnonsense"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := prepare(t)
			f.sfu.Answer(func(w http.ResponseWriter) bool { answer(w); return true })
			_, err := f.client.Publish(t.Context(), f.config())
			wantCode(t, err, fault.WHIPBadAnswer)
			if name != "no location" {
				waittest.Until(t, "the session is deleted", func() bool { return len(f.sfu.Deletes()) == 1 })
			}
		})
	}
}

func TestAbortedPostLeavesNoGhost(t *testing.T) {
	f := prepare(t)
	f.sfu.Hold()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := f.client.Publish(ctx, f.config())
		done <- err
	}()
	waittest.Until(t, "the SFU has made the session", func() bool { return f.sfu.Living() == 1 })
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	f.sfu.Release()
	waittest.Until(t, "the session is deleted", func() bool { return f.sfu.Living() == 0 })
}

func TestSilentSFU(t *testing.T) {
	f := prepare(t)
	f.publish(t)
	f.send(t, 0, 5, 1000)
	waittest.Until(t, "the packets arrive", func() bool { return f.received() == 5 })
	f.sfu.Freeze()
	begun := time.Now()
	<-f.session.Done()
	wantCode(t, f.session.Err(), fault.SFUSilent)
	if took := time.Since(begun); took < silentAfter-time.Second || took > silentAfter+3*time.Second {
		t.Errorf("noticed after %v", took)
	}
}

func TestSFUEndsTheSession(t *testing.T) {
	f := prepare(t)
	f.publish(t)
	f.send(t, 0, 5, 1000)
	waittest.Until(t, "the packets arrive", func() bool { return f.received() == 5 })
	f.sfu.Sessions()[0].Close()
	<-f.session.Done()
	wantCode(t, f.session.Err(), fault.SFUClosed)
}
