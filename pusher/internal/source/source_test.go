package source

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/auth"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/pion/rtp"

	"control-room/pusher/internal/cameratest"
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

func (g *gate) Reserve() error {
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

func TestPullsVideoWhereverItStands(t *testing.T) {
	for _, c := range []struct {
		name   string
		medias []*description.Media
		index  int
		audio  string
	}{
		{"alone", []*description.Media{cameratest.H264(cameratest.BaselineSPS, cameratest.BaselinePPS)}, 0, ""},
		{"after audio", []*description.Media{cameratest.PCMA(), cameratest.H264(cameratest.BaselineSPS, cameratest.BaselinePPS)}, 1, "PCMA"},
		{"after H.265", []*description.Media{cameratest.H265(), cameratest.H264(cameratest.BaselineSPS, cameratest.BaselinePPS)}, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			camera := cameratest.Start(t, cameratest.Options{Medias: c.medias})
			r, _, _ := start(t, configFor(t, camera.URL(), "", ""))
			waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 && r.isPlaying() })
			if c.name == "after H.265" {
				if r.stream.Codec != "H264" || r.stream.VideoIndex != c.index {
					t.Errorf("took %+v", r.stream)
				}
				return
			}
			sent := camera.Send(time.Second/15, cameratest.Slice(cameratest.I, 5000))
			waittest.Until(t, "the picture arrives", func() bool { return r.count() == 1 })
			unit := r.get(0)
			if !unit.KeyFrame || unit.Timestamp != sent || len(unit.NALUs) != 3 || len(unit.NALUs[2]) != 5000 {
				t.Errorf("key frame %v, time %d (sent %d), %d NAL units", unit.KeyFrame, unit.Timestamp, sent, len(unit.NALUs))
			}
			if r.stream.VideoIndex != c.index || r.stream.Audio != c.audio || r.stream.Picture.Width != 320 {
				t.Errorf("described as %+v", r.stream)
			}
		})
	}
}

func TestParameterSetsFromTheStreamItself(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{Medias: []*description.Media{cameratest.H264(nil, nil)}})
	config := configFor(t, camera.URL(), "", "")
	r, _, _ := start(t, config)
	waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 && r.isPlaying() })
	camera.Send(time.Second/15, cameratest.BaselineSPS, cameratest.BaselinePPS, cameratest.Slice(cameratest.I, 500))
	camera.Send(time.Second/15, cameratest.Slice(cameratest.P, 500))
	camera.Send(time.Second/15, cameratest.Slice(cameratest.I, 500))
	waittest.Until(t, "three pictures arrive", func() bool { return r.count() == 3 })
	if unit := r.get(2); !unit.KeyFrame || len(unit.NALUs) != 3 {
		t.Errorf("the second key frame goes without parameter sets: %d NAL units", len(unit.NALUs))
	}
	if picture := config.Collector.Snapshot(time.Now()); *picture.Width != 320 || *picture.Profile != "Constrained Baseline" {
		t.Errorf("described as %+v", picture)
	}
}

func TestLogins(t *testing.T) {
	for _, c := range []struct {
		name               string
		methods            []auth.VerifyMethod
		username, password string
		scheme             string
		code               fault.Code // empty: plays
	}{
		{"digest", []auth.VerifyMethod{auth.VerifyMethodDigestMD5}, "u", "p@ss/#", "digest", ""},
		{"basic", []auth.VerifyMethod{auth.VerifyMethodBasic}, "u", "p@ss/#", "basic", ""},
		{"both", nil, "u", "p@ss/#", "digest", ""},
		{"wrong password", nil, "u", "wrong", "digest", fault.CameraLoginRefused},
		{"no login", nil, "", "", "digest", fault.CameraLoginRefused},
	} {
		t.Run(c.name, func(t *testing.T) {
			camera := cameratest.Start(t, cameratest.Options{Username: "u", Password: "p@ss/#", Methods: c.methods})
			config := configFor(t, camera.URL(), c.username, c.password)
			g := &gate{}
			config.Login = g
			r, connection, result := start(t, config)
			if c.code != "" {
				wantCode(t, result(), c.code)
				if g.reserved != 1 || g.refused != 1 || g.accepted != 0 {
					t.Errorf("counted %+v", g)
				}
				if tries := camera.Requests(base.Describe, true); c.username != "" && tries != 1 {
					t.Errorf("the login was sent %d times", tries)
				}
				return
			}
			waittest.Until(t, "the camera plays", r.isPlaying)
			if r.stream.Auth != c.scheme {
				t.Errorf("scheme %q", r.stream.Auth)
			}
			g.mu.Lock()
			defer g.mu.Unlock()
			if g.reserved != 1 || g.accepted != 1 || g.refused != 0 {
				t.Errorf("counted %+v", g)
			}
			if answers := connection.Answers(); len(answers) < 4 {
				t.Errorf("answers %+v", answers)
			}
		})
	}
}

func TestHeldLoginDialsNothing(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	config := configFor(t, camera.URL(), "u", "p")
	config.Login = &gate{held: true}
	r, _, result := start(t, config)
	wantCode(t, result(), fault.CameraLoginHeld)
	if r.connecting != 0 || camera.Requests(base.Options, false) != 0 {
		t.Error("the camera was asked")
	}
}

func TestRefusals(t *testing.T) {
	for status, code := range map[base.StatusCode]fault.Code{
		base.StatusForbidden:              fault.CameraForbidden,
		base.StatusNotFound:               fault.CameraPathNotFound,
		base.StatusParameterNotUnderstood: fault.CameraPathNotFound,
		base.StatusNotEnoughBandwidth:     fault.CameraBusy,
		base.StatusServiceUnavailable:     fault.CameraBusy,
		base.StatusUnsupportedTransport:   fault.CameraTransportRefused,
		base.StatusSessionNotFound:        fault.CameraRTSPError,
	} {
		method := base.Describe
		if code == fault.CameraTransportRefused {
			method = base.Setup
		}
		t.Run(string(code)+" "+string(method), func(t *testing.T) {
			camera := cameratest.Start(t, cameratest.Options{Statuses: map[base.Method]base.StatusCode{method: status}})
			config := configFor(t, camera.URL(), "u", "p")
			g := &gate{}
			config.Login = g
			_, connection, result := start(t, config)
			wantCode(t, result(), code)
			answers := connection.Answers()
			if last := answers[len(answers)-1]; last.Method != string(method) || last.Status != int(status) {
				t.Errorf("answers %+v", answers)
			}
			if g.unused != 1 {
				t.Errorf("a try without a challenge was counted: %+v", g)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	t.Run("refused", func(t *testing.T) {
		_, _, result := start(t, configFor(t, "rtsp://"+cameratest.Unused(t)+"/x", "", ""))
		wantCode(t, result(), fault.CameraRefused)
	})
	t.Run("name", func(t *testing.T) {
		_, _, result := start(t, configFor(t, "rtsp://camera.invalid/x", "", ""))
		wantCode(t, result(), fault.CameraNameUnresolved)
	})
	t.Run("no answer", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		_, _, result := start(t, configFor(t, "rtsp://"+listener.Addr().String()+"/x", "", ""))
		wantCode(t, result(), fault.CameraUnreachable)
	})
}

func TestOtherVideo(t *testing.T) {
	t.Run("H.265", func(t *testing.T) {
		camera := cameratest.Start(t, cameratest.Options{Medias: []*description.Media{cameratest.H265()}})
		r, _, result := start(t, configFor(t, camera.URL(), "", ""))
		wantCode(t, result(), fault.CodecUnsupported)
		if r.stream.Picture.Width != 320 || camera.Viewers() != 0 {
			t.Errorf("described as %+v", r.stream)
		}
	})
	t.Run("none", func(t *testing.T) {
		camera := cameratest.Start(t, cameratest.Options{Medias: []*description.Media{cameratest.PCMA()}})
		_, _, result := start(t, configFor(t, camera.URL(), "", ""))
		wantCode(t, result(), fault.CameraNoVideo)
	})
	t.Run("H.265 measured", func(t *testing.T) {
		camera := cameratest.Start(t, cameratest.Options{Medias: []*description.Media{cameratest.H265()}})
		config := configFor(t, camera.URL(), "", "")
		config.MeasureOnly = true
		start(t, config)
		waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 })
		idr := append([]byte{0x26, 0x01}, make([]byte, 100)...)
		slice := append([]byte{0x02, 0x01}, make([]byte, 100)...)
		for range 2 {
			camera.Send(time.Second/10, idr)
			camera.Send(time.Second/10, slice)
		}
		waittest.Until(t, "a group is measured", func() bool {
			f := config.Collector.Snapshot(time.Now())
			return f != nil && f.GOPFrames != nil && *f.GOPFrames == 2
		})
	})
}

func TestBSlicesAreSeen(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	r, _, _ := start(t, configFor(t, camera.URL(), "", ""))
	waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 && r.isPlaying() })
	for _, kind := range []cameratest.Kind{cameratest.I, cameratest.P, cameratest.B} {
		camera.Send(time.Second/15, cameratest.Slice(kind, 3000))
	}
	waittest.Until(t, "three pictures arrive", func() bool { return r.count() == 3 })
	for i, want := range []bool{false, false, true} {
		if r.get(i).BSlices != want {
			t.Errorf("picture %d: B slices %v", i, !want)
		}
	}
}

func TestLoss(t *testing.T) {
	t.Run("disconnected", func(t *testing.T) {
		camera := cameratest.Start(t, cameratest.Options{})
		r, _, result := start(t, configFor(t, camera.URL(), "", ""))
		waittest.Until(t, "the camera plays", r.isPlaying)
		camera.Disconnect()
		wantCode(t, result(), fault.CameraClosed)
	})
	t.Run("silent", func(t *testing.T) {
		t.Parallel()
		camera := cameratest.Start(t, cameratest.Options{})
		r, _, result := start(t, configFor(t, camera.URL(), "", ""))
		waittest.Until(t, "the camera plays", r.isPlaying)
		begun := time.Now()
		wantCode(t, result(), fault.CameraNoPackets)
		if took := time.Since(begun); took < SilentAfter-time.Second {
			t.Errorf("given up after %v", took)
		}
	})
	t.Run("a gap", func(t *testing.T) {
		camera := cameratest.Start(t, cameratest.Options{})
		config := configFor(t, camera.URL(), "", "")
		r, _, _ := start(t, config)
		waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 && r.isPlaying() })
		for _, sequence := range []uint16{10, 11, 14} {
			camera.SendPacket(&rtp.Packet{
				Header:  rtp.Header{Version: 2, PayloadType: 96, SequenceNumber: sequence, Timestamp: uint32(sequence) * 3000, Marker: true},
				Payload: cameratest.Slice(cameratest.P, 100),
			})
		}
		waittest.Until(t, "the gap is seen", func() bool {
			r.mu.Lock()
			defer r.mu.Unlock()
			return r.interrupted > 0 && len(r.units) == 3
		})
		if f := config.Collector.Snapshot(time.Now()); f.PacketsLost != 2 || f.PacketsReceived != 3 {
			t.Errorf("lost %d of %d", f.PacketsLost, f.PacketsReceived)
		}
	})
}

func TestPicturesWithoutMarkerKeepTheirTime(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	r, _, _ := start(t, configFor(t, camera.URL(), "", ""))
	waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 && r.isPlaying() })
	for i := range 4 {
		camera.SendPacket(&rtp.Packet{
			Header:  rtp.Header{Version: 2, PayloadType: 96, SequenceNumber: uint16(i), Timestamp: uint32(i) * 3000},
			Payload: cameratest.Slice(cameratest.P, 100),
		})
	}
	waittest.Until(t, "three pictures arrive", func() bool { return r.count() == 3 })
	for i := range 3 {
		if got := r.get(i).Timestamp; got != uint32(i)*3000 {
			t.Errorf("picture %d has time %d", i, got)
		}
	}
}

func TestClock(t *testing.T) {
	for _, c := range []struct {
		name      string
		offset    time.Duration
		plausible bool
	}{
		{"right", 0, true},
		{"an hour ahead", time.Hour, false},
		{"an hour behind", -time.Hour, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			camera := cameratest.Start(t, cameratest.Options{})
			config := configFor(t, camera.URL(), "", "")
			r, _, _ := start(t, config)
			waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 && r.isPlaying() })
			camera.Send(time.Second/15, cameratest.Slice(cameratest.I, 500))
			camera.Report(time.Now().Add(c.offset))
			waittest.Until(t, "the report arrives", func() bool {
				f := config.Collector.Snapshot(time.Now())
				return f.ClockPlausible != nil
			})
			camera.Send(time.Second/15, cameratest.Slice(cameratest.P, 500))
			waittest.Until(t, "two pictures arrive", func() bool { return r.count() == 2 })
			f := config.Collector.Snapshot(time.Now())
			if *f.ClockPlausible != c.plausible {
				t.Errorf("plausible %v at an offset of %v ms", *f.ClockPlausible, *f.ClockOffsetMs)
			}
			if got := time.Duration(*f.ClockOffsetMs * float64(time.Millisecond)); (got - c.offset).Abs() > time.Second {
				t.Errorf("offset %v", got)
			}
			if r.get(1).Capture.IsZero() {
				t.Error("no capture time")
			}
		})
	}
}

func TestStopsAtOnce(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	r := &recorder{}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- New(configFor(t, camera.URL(), "", ""), r).Run(ctx) }()
	waittest.Until(t, "the camera plays", r.isPlaying)
	cancel()
	begun := time.Now()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
	if took := time.Since(begun); took > 500*time.Millisecond {
		t.Errorf("took %v", took)
	}
	waittest.Until(t, "the camera is released", func() bool { return camera.Viewers() == 0 })
}
