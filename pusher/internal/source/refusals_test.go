package source

import (
	"net"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/auth"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/waittest"
)

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
