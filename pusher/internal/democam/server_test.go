package democam_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/auth"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/bluenviron/gortsplib/v5/pkg/format"
	"github.com/bluenviron/gortsplib/v5/pkg/ntp"

	"control-room/pusher/internal/clip"
	"control-room/pusher/internal/democam"
)

// How late a frame may come on a busy machine under the race detector; a wrong frame would be a whole loop off.
const lateness = 500 * time.Millisecond

func tableOf(v *clip.Video) democam.Timetable {
	return democam.Timetable{LoopMicros: int64(v.LoopSeconds()) * 1_000_000, UnitsPerLoop: int64(v.Frames)}
}

// due tells how long after its moment a frame came: f is the latest occurrence of its place in the loop.
func due(table democam.Timetable, f frame) time.Duration {
	latest := table.Latest(f.at.UnixMicro())
	unit := latest - (latest-int64(f.index))%table.UnitsPerLoop
	return f.at.Sub(time.UnixMicro(table.LeavesAt(unit)))
}

func TestFramesFollowTheClock(t *testing.T) {
	t.Parallel()
	c := clipNamed(t, "h264-baseline")
	table := tableOf(&c.Video)
	server := start(t, nil)
	r := read(t, server, c.Name, c)

	// Longer than the loop, so that its seam is among them.
	previous := next(t, r.frames, "frame")
	for range c.Video.Frames + 5 {
		f := next(t, r.frames, "frame")
		if f.index < 0 || f.index >= c.Video.Frames {
			t.Fatalf("a frame that is not of the loop: %d", f.index)
		}
		if late := due(table, f); late > lateness {
			t.Errorf("frame %d came %v late", f.index, late)
		}
		if f.index != (previous.index+1)%c.Video.Frames {
			t.Errorf("frame %d follows %d", f.index, previous.index)
		}
		if step := f.rtpTime - previous.rtpTime; step != 90000/15 {
			t.Errorf("frame %d: RTP time advanced by %d", f.index, step)
		}
		previous = f
	}
}

func TestReportsCarryTheTrueTime(t *testing.T) {
	t.Parallel()
	c := clipNamed(t, "h264-baseline")
	server := start(t, nil)
	r := read(t, server, c.Name, c)
	check := func(offset time.Duration) bool {
		report := next(t, r.reports, "sender report")
		drain(r.frames)
		f := next(t, r.frames, "frame")
		// The capture time that a receiver derives for the frame, against the moment the timetable gives.
		captured := ntp.Decode(report.NTPTime).Add(time.Duration(int32(f.rtpTime-report.RTPTime)) * time.Second / 90000)
		table := tableOf(&c.Video)
		latest := table.Latest(f.at.UnixMicro())
		moment := time.UnixMicro(table.LeavesAt(latest - (latest-int64(f.index))%table.UnitsPerLoop))
		return (captured.Sub(moment) - offset).Abs() < time.Millisecond
	}
	if !check(0) {
		t.Error("the reports do not tell the true time")
	}
	const shift = -90_000
	offset := int64(shift)
	apply(t, server, c.Name, democam.Change{ClockOffsetMs: &offset})
	for range 3 {
		if check(shift * time.Millisecond) {
			return
		}
	}
	t.Error("the reports do not follow the shifted clock")
}

func TestReorderedFramesAreNeverFromTheFuture(t *testing.T) {
	t.Parallel()
	c := clipNamed(t, "h264-b-frames")
	server := start(t, nil)
	r := read(t, server, c.Name, c)
	report := next(t, r.reports, "sender report")
	drain(r.frames)
	backwards := 0
	previous := next(t, r.frames, "frame")
	for range 2 * c.Video.GOPFrames {
		f := next(t, r.frames, "frame")
		if int32(f.rtpTime-previous.rtpTime) < 0 {
			backwards++
		}
		captured := ntp.Decode(report.NTPTime).Add(time.Duration(int32(f.rtpTime-report.RTPTime)) * time.Second / 90000)
		if captured.After(f.at) {
			t.Errorf("frame %d was captured %v after it came", f.index, captured.Sub(f.at))
		}
		previous = f
	}
	if backwards == 0 {
		t.Error("no frame was sent out of its order")
	}
}

func TestLoadPaths(t *testing.T) {
	t.Parallel()
	clips := allClips(t)
	server := start(t, nil)
	number := len(clips) + 3
	c := clips[3]
	r := read(t, server, fmt.Sprintf("load/%d", number), c)
	table := tableOf(&c.Video)
	table.PhaseMicros = democam.LoadPhaseMicros(number)
	if late := due(table, next(t, r.frames, "frame")); late > lateness {
		t.Errorf("a frame came %v late", late)
	}
	for _, path := range []string{"load/", "load/x", "load/-1", "load/01", "load/10000", "none", "", "h264-baseline/more"} {
		if _, code, _ := describe(t, address(server, path)); code != base.StatusNotFound {
			t.Errorf("%q is answered with %d", path, code)
		}
	}
}

func TestDescriptions(t *testing.T) {
	t.Parallel()
	server := start(t, nil)
	video := func(name string) format.Format {
		desc, _, _ := describe(t, address(server, name))
		for _, m := range desc.Medias {
			if m.Type == description.MediaTypeVideo {
				return m.Formats[0]
			}
		}
		t.Fatalf("%s has no video", name)
		return nil
	}
	if f := video("h264-sets-in-band").(*format.H264); f.SPS != nil || f.PPS != nil {
		t.Error("h264-sets-in-band announces parameter sets")
	}
	if f := video("h264-sets-announced").(*format.H264); f.SPS == nil || f.PPS == nil {
		t.Error("h264-sets-announced announces no parameter sets")
	}
	if f := video("h265").(*format.H265); f.VPS == nil || f.SPS == nil || f.PPS == nil {
		t.Error("h265 announces no parameter sets")
	}
	desc, _, _ := describe(t, address(server, "h264-pcma-first"))
	if desc.Medias[0].Type != description.MediaTypeAudio {
		t.Error("h264-pcma-first: the audio is not first")
	}
}

func TestSound(t *testing.T) {
	t.Parallel()
	server := start(t, nil)
	for name, ticks := range map[string]uint32{"h264-pcma-first": 160, "h264-aac": 1024} {
		c := clipNamed(t, name)
		r := read(t, server, name, c)
		previous := next(t, r.audio, "audio packet")
		for range 60 {
			p := next(t, r.audio, "audio packet")
			if p.Timestamp-previous.Timestamp != ticks || p.SequenceNumber != previous.SequenceNumber+1 {
				t.Fatalf("%s: packet %d at %d follows %d at %d", name, p.SequenceNumber, p.Timestamp, previous.SequenceNumber, previous.Timestamp)
			}
			previous = p
		}
		next(t, r.frames, "frame")
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	for scheme, method := range map[string]auth.VerifyMethod{
		"Digest": auth.VerifyMethodDigestMD5, "Basic": auth.VerifyMethodBasic,
	} {
		server := start(t, func(o *democam.Options) {
			o.Login = democam.Login{User: "viewer", Password: "a secret", Methods: []auth.VerifyMethod{method}}
		})
		_, code, header := describe(t, address(server, "h265"))
		if code != base.StatusUnauthorized || !strings.HasPrefix(strings.Join(header["WWW-Authenticate"], ";"), scheme) {
			t.Errorf("%s: without a login %d, %v", scheme, code, header["WWW-Authenticate"])
		}
		for password, want := range map[string]base.StatusCode{"a%20secret": base.StatusOK, "another": base.StatusUnauthorized} {
			u, err := base.ParseURL("rtsp://viewer:" + password + "@" + server.Address() + "/h265")
			if err != nil {
				t.Fatal(err)
			}
			if _, code, _ := describe(t, u); code != want {
				t.Errorf("%s: password %q is answered with %d", scheme, password, code)
			}
		}
	}
}

func TestAddressInUse(t *testing.T) {
	t.Parallel()
	server := start(t, nil)
	_, err := democam.Start(democam.Options{Address: server.Address(), Clips: allClips(t)})
	if !errors.Is(err, democam.ErrListen) {
		t.Errorf("error %v", err)
	}
}
