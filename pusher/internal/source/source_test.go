package source

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/pion/rtp"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/waittest"
)

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
