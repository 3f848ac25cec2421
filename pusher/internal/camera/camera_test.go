package camera

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/delivery"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/login"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/waittest"
	"control-room/pusher/internal/whiptest"
)

const interval = time.Second / 15

func TestPublishes(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	camera.Film("IPPPP", interval, 1500)
	f := supervise(t, job.Source{URL: camera.URL()})
	f.until(t, report.Publishing, "")
	waittest.Until(t, "pictures arrive", func() bool { return f.frames() > 20 })
	camera.Report(time.Now())
	waittest.Until(t, "the camera's clock is taken over", func() bool {
		return f.camera.Status().Delay.CaptureClock == "camera"
	})
	waittest.Until(t, "all is measured", func() bool {
		s := f.camera.Status()
		o := s.Outputs[0]
		return s.Facts.FPS != nil && s.Facts.GOPFrames != nil && s.Facts.BFrames != nil && s.Delay.ArrivalToDepartureMs != nil &&
			s.Delay.CameraToArrivalMs != nil && s.Delay.ToSFUMs != nil && o.BitrateKbps != nil && o.FirstFrameAt != nil && o.RTTMs != nil
	})
	s := f.camera.Status()
	if *s.Facts.GOPFrames != 5 || *s.Facts.BFrames || s.Delivery.Mode != delivery.Passthrough {
		t.Errorf("facts %+v, delivery %+v", s.Facts, s.Delivery)
	}
	if fps := *s.Facts.FPS; fps < 13 || fps > 17 {
		t.Errorf("%v pictures a second, 15 were sent", fps)
	}
	if largest := f.sfu.LargestDatagram(); largest > 1200 {
		t.Errorf("a datagram of %d bytes", largest)
	}
	session := f.sfu.Sessions()[0]
	packets := session.Packets()
	if captured := session.CaptureTime(packets[len(packets)-1]); captured.IsZero() && session.CaptureTime(packets[len(packets)-2]).IsZero() {
		t.Error("no capture time")
	}
}

func TestImplausibleClockCountsFromArrival(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	f := supervise(t, job.Source{URL: camera.URL()})
	waittest.Until(t, "the camera plays", func() bool { return camera.Viewers() == 1 })
	f.until(t, report.Publishing, "")
	camera.Send(interval, cameratest.Slice(cameratest.I, 500))
	camera.Report(time.Now().Add(-24 * time.Hour))
	waittest.Until(t, "the offset is reported", func() bool {
		facts := f.camera.Status().Facts
		return facts != nil && facts.ClockOffsetMs != nil && *facts.ClockOffsetMs < -86_000_000 && !*facts.ClockPlausible
	})
	before := f.frames()
	camera.Send(interval, cameratest.Slice(cameratest.P, 500))
	waittest.Until(t, "the picture arrives", func() bool { return f.frames() > before })
	session := f.sfu.Sessions()[0]
	packets := session.Packets()
	if age := time.Since(session.CaptureTime(packets[len(packets)-1])); age > time.Minute {
		t.Errorf("captured %v ago", age)
	}
	if s := f.camera.Status(); s.Delay.CaptureClock != "arrival" || s.Delay.CameraToArrivalMs != nil {
		t.Errorf("delay %+v", s.Delay)
	}
}

func TestComesBackOnTheSamePublication(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	camera.Film("IPPPP", interval, 500)
	f := supervise(t, job.Source{URL: camera.URL()})
	waittest.Until(t, "pictures arrive", func() bool { return f.frames() > 5 })
	camera.Disconnect()
	waittest.Until(t, "the loss is counted", func() bool { return f.camera.Status().Restarts[fault.CameraClosed] == 1 })
	before := f.frames()
	waittest.Until(t, "pictures arrive again", func() bool { return f.frames() > before+5 })
	if posts := len(f.sfu.Posts()); posts != 1 {
		t.Errorf("published %d times", posts)
	}
	packets := f.sfu.Sessions()[0].Packets()
	for i := 1; i < len(packets); i++ {
		if int32(packets[i].Timestamp-packets[i-1].Timestamp) < 0 {
			t.Errorf("time runs back at packet %d", i)
		}
	}
}

func TestUnreachableCameraIsNotKeptPublished(t *testing.T) {
	f := supervise(t, job.Source{URL: "rtsp://" + cameratest.Unused(t) + "/x"})
	waittest.Until(t, "it was tried again", func() bool { return f.camera.Status().Attempt > 3 })
	f.until(t, report.Retrying, fault.CameraRefused)
	waittest.Until(t, "nothing is published", func() bool { return f.sfu.Living() == 0 })
	if posts := len(f.sfu.Posts()); posts > 1 {
		t.Errorf("published %d times without a camera", posts)
	}
}

func TestSFUFaults(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	camera.Film("IPPPP", interval, 500)
	f := supervise(t, job.Source{URL: camera.URL()})
	waittest.Until(t, "pictures arrive", func() bool { return f.frames() > 5 })

	f.sfu.Sessions()[0].Close()
	waittest.Until(t, "it publishes again", func() bool { return len(f.sfu.Sessions()) == 2 && f.frames() > 5 })

	f.sfu.Freeze()
	waittest.Until(t, "the silence is seen", func() bool { return f.camera.Status().Restarts[fault.SFUSilent] > 0 })
	f.sfu.Thaw()
	waittest.Until(t, "it publishes again", func() bool { return len(f.sfu.Sessions()) > 2 && f.frames() > 5 })
	if requests := camera.Requests(base.Play, false); requests != 1 {
		t.Errorf("the camera was asked %d times because of the SFU", requests)
	}
}

func TestRefusedTokenIsReplacedWithoutReconnecting(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	camera.Film("IPPPP", interval, 500)
	f := supervise(t, job.Source{URL: camera.URL()})
	f.until(t, report.Publishing, "")
	f.sfu.Refuse(http.StatusUnauthorized)
	f.sfu.Sessions()[0].Close()
	f.until(t, report.Refused, fault.WHIPUnauthorised)
	f.sfu.Answer(nil)
	changed := f.config
	changed.Outputs = []job.Output{{ID: "zone", Endpoint: f.sfu.Endpoint(), Token: "renewed"}}
	f.camera.Update(changed)
	f.until(t, report.Publishing, "")
	posts := f.sfu.Posts()
	if posts[len(posts)-1] != "renewed" {
		t.Errorf("tokens %q", posts)
	}
	if requests := camera.Requests(base.Play, false); requests != 1 {
		t.Errorf("the camera was asked %d times", requests)
	}
}

func TestWrongPasswordIsHeldUntilAPersonRetries(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{Username: "u", Password: "right"})
	f := supervise(t, job.Source{URL: camera.URL(), Username: "u", Password: "wrong"})
	f.until(t, report.Held, fault.CameraLoginHeld)
	if tries := camera.Requests(base.Describe, true); tries != login.MaxTries {
		t.Errorf("%d tries", tries)
	}
	changed := f.config
	changed.Source.LoginRetry = 1
	f.camera.Update(changed)
	waittest.Until(t, "three more tries", func() bool { return camera.Requests(base.Describe, true) == 2*login.MaxTries })
	f.until(t, report.Held, fault.CameraLoginHeld)
	waittest.Until(t, "nothing is published", func() bool { return f.sfu.Living() == 0 })
}

func TestWhatCannotPass(t *testing.T) {
	t.Run("H.265", func(t *testing.T) {
		camera := cameratest.Start(t, cameratest.Options{Medias: []*description.Media{cameratest.H265()}})
		f := supervise(t, job.Source{URL: camera.URL()})
		f.until(t, report.Refused, fault.CodecUnsupported)
		waittest.Until(t, "nothing is published", func() bool { return f.sfu.Living() == 0 })
		if d := f.camera.Status().Delivery; d.Mode != delivery.Refused || !strings.Contains(d.Reason, "H265") {
			t.Errorf("delivery %+v", d)
		}
	})
	t.Run("B-frames announced", func(t *testing.T) {
		medias := []*description.Media{cameratest.H264(cameratest.HighReorderSPS, cameratest.HighPPS)}
		camera := cameratest.Start(t, cameratest.Options{Medias: medias})
		camera.Film("IPBBPBBPBB", interval, 500)
		f := supervise(t, job.Source{URL: camera.URL()})
		f.until(t, report.Refused, fault.CodecBFrames)
		for _, s := range f.sfu.Sessions() {
			if n := keyFrames(s); n != 0 {
				t.Errorf("%d key frames of a stream that cannot pass were sent", n)
			}
		}
	})
	t.Run("B-frames announced and never sent", func(t *testing.T) {
		medias := []*description.Media{cameratest.H264(cameratest.HighReorderSPS, cameratest.HighPPS)}
		camera := cameratest.Start(t, cameratest.Options{Medias: medias})
		camera.Film("IPPPP", interval, 500)
		f := supervise(t, job.Source{URL: camera.URL()})
		waittest.Until(t, "pictures arrive", func() bool { return f.frames() > 20 })
	})
	t.Run("B-frames begin later", func(t *testing.T) {
		medias := []*description.Media{cameratest.H264(cameratest.BaselineSPS, cameratest.BaselinePPS)}
		camera := cameratest.Start(t, cameratest.Options{Medias: medias})
		stop := camera.Film("IPPPP", interval, 500)
		f := supervise(t, job.Source{URL: camera.URL()})
		waittest.Until(t, "pictures arrive", func() bool { return f.frames() > 5 })
		stop()
		camera.Send(interval, cameratest.HighReorderSPS, cameratest.HighPPS, cameratest.Slice(cameratest.I, 500))
		camera.Film("BBPBBP", interval, 500)
		f.until(t, report.Refused, fault.CodecBFrames)
	})
	t.Run("bad address", func(t *testing.T) {
		f := supervise(t, job.Source{URL: "rtsp://u:p@ss@10.0.0.9/x"})
		f.until(t, report.Refused, fault.URLInvalid)
		if posts := len(f.sfu.Posts()); posts != 0 {
			t.Errorf("published %d times", posts)
		}
	})
}

func keyFrames(s *whiptest.Session) (n int) {
	for _, p := range s.Packets() {
		const stapA = 24
		if len(p.Payload) > 0 && p.Payload[0]&0x1f == stapA && p.Marker {
			n++
		}
	}
	return n
}

func TestOneSourceTwoOutputs(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	camera.Film("IPPPP", interval, 500)
	f := supervise(t, job.Source{URL: camera.URL()}, "zone", "own")
	waittest.Until(t, "both publish", func() bool {
		outputs := f.camera.Status().Outputs
		return outputs[0].FramesSent > 10 && outputs[1].FramesSent > 10
	})
	if plays := camera.Requests(base.Play, false); plays != 1 {
		t.Errorf("the camera was pulled %d times", plays)
	}
	if posts := f.sfu.Posts(); len(posts) != 2 {
		t.Errorf("tokens %q", posts)
	}
}

func TestStopsWithinASecond(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{})
	camera.Film("IPPPP", interval, 500)
	f := supervise(t, job.Source{URL: camera.URL()})
	waittest.Until(t, "pictures arrive", func() bool { return f.frames() > 5 })
	begun := time.Now()
	f.stop()
	if took := time.Since(begun); took > time.Second {
		t.Errorf("took %v", took)
	}
	if deletes := len(f.sfu.Deletes()); deletes != 1 {
		t.Errorf("deleted %d times", deletes)
	}
}
