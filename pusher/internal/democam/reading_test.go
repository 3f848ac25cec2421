package democam_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"log"
	"sync"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/bluenviron/gortsplib/v5/pkg/format"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"control-room/pusher/internal/clip"
	"control-room/pusher/internal/democam"
)

const (
	fixtures = "../../../test/fixtures/clips"
	// How long any single condition may take; only a broken server ever needs it.
	patience = 8 * time.Second
)

var loadOnce = sync.OnceValues(func() ([]*clip.Clip, error) { return clip.LoadDirectories([]string{fixtures}) })

func allClips(t testing.TB) []*clip.Clip {
	t.Helper()
	clips, err := loadOnce()
	if err != nil {
		t.Fatal(err)
	}
	return clips
}

func clipNamed(t testing.TB, name string) *clip.Clip {
	t.Helper()
	for _, c := range allClips(t) {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no clip %s", name)
	return nil
}

func start(t testing.TB, change func(*democam.Options)) *democam.Server {
	t.Helper()
	o := democam.Options{Address: "127.0.0.1:0", Clips: allClips(t), Log: log.New(t.Output(), "", 0)}
	if change != nil {
		change(&o)
	}
	server, err := democam.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server
}

// frame is one received access unit.
type frame struct {
	index   int // in the clip's AccessUnits, -1 if it is none of them
	rtpTime uint32
	at      time.Time
}

// reading is an open RTSP session over TCP.
type reading struct {
	client  *gortsplib.Client
	desc    *description.Session
	frames  chan frame
	reports chan *rtcp.SenderReport
	audio   chan *rtp.Packet
	ended   chan error // why the session ended
}

func address(server *democam.Server, path string) *base.URL {
	u, err := base.ParseURL("rtsp://" + server.Address() + "/" + path)
	if err != nil {
		panic(err)
	}
	return u
}

// describe asks for a path and returns the status with the description and the first refusal's header.
func describe(t testing.TB, u *base.URL) (*description.Session, base.StatusCode, base.Header) {
	t.Helper()
	var refusal base.Header
	protocol := gortsplib.ProtocolTCP
	client := &gortsplib.Client{Scheme: u.Scheme, Host: u.Host, Protocol: &protocol, OnResponse: func(response *base.Response) {
		if refusal == nil && response.StatusCode == base.StatusUnauthorized {
			refusal = response.Header
		}
	}}
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	desc, response, err := client.Describe(u)
	client.Close()
	if response == nil {
		t.Fatal(err)
	}
	return desc, response.StatusCode, refusal
}

// read opens path and recognises frames of c.
func read(t testing.TB, server *democam.Server, path string, c *clip.Clip) *reading {
	t.Helper()
	u := address(server, path)
	protocol := gortsplib.ProtocolTCP
	r := &reading{
		client: &gortsplib.Client{Scheme: u.Scheme, Host: u.Host, Protocol: &protocol},
		frames: make(chan frame, 10_000), reports: make(chan *rtcp.SenderReport, 1000), audio: make(chan *rtp.Packet, 10_000),
		ended: make(chan error, 1),
	}
	if err := r.client.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.client.Close)
	var err error
	if r.desc, _, err = r.client.Describe(u); err != nil {
		t.Fatal(err)
	}
	if err := r.client.SetupAll(r.desc.BaseURL, r.desc.Medias); err != nil {
		t.Fatal(err)
	}
	known := make(map[[sha256.Size]byte]int)
	for index, unit := range c.Video.AccessUnits {
		known[sha256.Sum256(bytes.Join(unit, nil))] = index
	}
	for _, m := range r.desc.Medias {
		if m.Type == description.MediaTypeAudio {
			r.client.OnPacketRTP(m, m.Formats[0], func(p *rtp.Packet) { r.audio <- p })
			continue
		}
		decode := decoder(t, m.Formats[0])
		r.client.OnPacketRTP(m, m.Formats[0], func(p *rtp.Packet) {
			unit, err := decode(p)
			if err != nil || unit == nil {
				return
			}
			index, ok := known[sha256.Sum256(bytes.Join(unit, nil))]
			if !ok {
				index = -1
			}
			r.frames <- frame{index: index, rtpTime: p.Timestamp, at: time.Now()}
		})
		r.client.OnPacketRTCP(m, func(p rtcp.Packet) {
			if report, ok := p.(*rtcp.SenderReport); ok {
				r.reports <- report
			}
		})
	}
	if _, err := r.client.Play(nil); err != nil {
		t.Fatal(err)
	}
	go func() { r.ended <- r.client.Wait() }()
	return r
}

// decoder puts access units together again.
func decoder(t testing.TB, f format.Format) func(*rtp.Packet) ([][]byte, error) {
	t.Helper()
	switch f := f.(type) {
	case *format.H264:
		d, err := f.CreateDecoder()
		if err != nil {
			t.Fatal(err)
		}
		return d.Decode
	case *format.H265:
		d, err := f.CreateDecoder()
		if err != nil {
			t.Fatal(err)
		}
		return d.Decode
	default:
		t.Fatalf("unexpected %T", f)
		return nil
	}
}

// next waits for something to come through a channel.
func next[T any](t testing.TB, from <-chan T, what string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	select {
	case value := <-from:
		return value
	case <-ctx.Done():
		t.Fatalf("no %s within %v", what, patience)
		panic("unreachable")
	}
}

// until takes frames until one fulfils the condition.
func (r *reading) until(t testing.TB, what string, condition func(frame) bool) frame {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		f := next(t, r.frames, "frame while waiting for "+what)
		if condition(f) {
			return f
		}
		if time.Now().After(deadline) {
			t.Fatalf("no %s within %v", what, patience)
		}
	}
}

// drain drops what has been received so far and tells how much it was.
func drain[T any](from <-chan T) int {
	for count := 0; ; count++ {
		select {
		case <-from:
		default:
			return count
		}
	}
}

func apply(t testing.TB, server *democam.Server, camera string, change democam.Change) democam.CameraState {
	t.Helper()
	states, err := server.Apply(democam.Request{Camera: camera, Set: &change})
	if err != nil {
		t.Fatal(err)
	}
	return states[0]
}
