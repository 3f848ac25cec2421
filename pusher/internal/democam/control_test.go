package democam_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/base"

	"control-room/pusher/internal/democam"
)

func yes() *bool { value := true; return &value }
func no() *bool  { value := false; return &value }

func TestStopAndStart(t *testing.T) {
	t.Parallel()
	c := clipNamed(t, "h264-main")
	server := start(t, nil)
	r := read(t, server, c.Name, c)
	next(t, r.frames, "frame")

	if state := apply(t, server, c.Name, democam.Change{Running: no()}); state.Running {
		t.Error("the camera still runs")
	}
	next(t, r.ended, "end of the session")
	if _, code, _ := describe(t, address(server, c.Name)); code != base.StatusNotFound {
		t.Errorf("a stopped camera answers with %d", code)
	}
	apply(t, server, c.Name, democam.Change{Running: yes()})
	next(t, read(t, server, c.Name, c).frames, "frame after the start")
}

func TestMute(t *testing.T) {
	t.Parallel()
	c, witnessed := clipNamed(t, "h264-main"), clipNamed(t, "h264-high")
	server := start(t, nil)
	r := read(t, server, c.Name, c)
	witness := read(t, server, witnessed.Name, witnessed)
	next(t, r.frames, "frame")
	next(t, witness.frames, "frame of the other camera")

	apply(t, server, c.Name, democam.Change{Muted: yes()})
	// Whatever was under way has come when the other camera has sent for a while.
	count := func() int {
		drain(witness.frames)
		for range 20 {
			next(t, witness.frames, "frame of the other camera")
		}
		return drain(r.frames)
	}
	count()
	if frames := count(); frames != 0 {
		t.Errorf("%d frames came from a muted camera", frames)
	}
	if len(r.ended) != 0 {
		t.Error("muting ended the session")
	}
	apply(t, server, c.Name, democam.Change{Muted: no()})
	if f := next(t, r.frames, "frame after the silence"); f.index%c.Video.GOPFrames != 0 {
		t.Errorf("sending goes on with frame %d, not with a keyframe", f.index)
	}
}

func TestFreeze(t *testing.T) {
	t.Parallel()
	c := clipNamed(t, "h264-main")
	server := start(t, nil)
	r := read(t, server, c.Name, c)
	apply(t, server, c.Name, democam.Change{Frozen: yes()})
	first := r.until(t, "frozen picture", func(f frame) bool { return f.index >= c.Video.Frames })
	if first.index != c.Video.Frames {
		t.Errorf("freezing begins with frame %d", first.index)
	}
	for step := 1; step <= 2*c.Video.GOPFrames; step++ {
		f := next(t, r.frames, "frame of the frozen camera")
		if f.index != c.Video.Frames+step%c.Video.GOPFrames {
			t.Fatalf("frame %d after %d frozen ones", f.index, step)
		}
		if f.rtpTime-first.rtpTime != uint32(step*6000) {
			t.Errorf("RTP time of a frozen frame is %d after the first", f.rtpTime-first.rtpTime)
		}
	}
	apply(t, server, c.Name, democam.Change{Frozen: no()})
	moving := r.until(t, "moving picture", func(f frame) bool { return f.index < c.Video.Frames })
	if moving.index%c.Video.GOPFrames != 0 {
		t.Errorf("moving goes on with frame %d, not with a keyframe", moving.index)
	}
}

func TestSwitchClip(t *testing.T) {
	t.Parallel()
	c := clipNamed(t, "h264-main")
	server := start(t, nil)
	r := read(t, server, c.Name, c)
	next(t, r.frames, "frame")
	other := "h265"
	if state := apply(t, server, c.Name, democam.Change{Clip: &other}); state.Clip != other || !state.Running {
		t.Errorf("state %+v", state)
	}
	next(t, r.ended, "end of the session")
	f := next(t, read(t, server, c.Name, clipNamed(t, other)).frames, "frame of the other clip")
	if f.index < 0 {
		t.Error("the camera does not send the other clip")
	}
}

func TestReadersAreCounted(t *testing.T) {
	t.Parallel()
	c := clipNamed(t, "h264-main")
	server := start(t, nil)
	readers := func() int {
		states, err := server.Apply(democam.Request{Camera: c.Name})
		if err != nil {
			t.Fatal(err)
		}
		return states[0].Readers
	}
	first, second := read(t, server, c.Name, c), read(t, server, c.Name, c)
	a, b := next(t, first.frames, "frame"), next(t, second.frames, "frame")
	if readers() != 2 {
		t.Errorf("%d readers", readers())
	}
	for deadline := time.Now().Add(patience); a.index != b.index; {
		if time.Now().After(deadline) {
			t.Fatal("the two readers have no frame in common")
		}
		if int32(a.rtpTime-b.rtpTime) < 0 {
			a = next(t, first.frames, "frame of the first reader")
		} else {
			b = next(t, second.frames, "frame of the second reader")
		}
	}
	if a.rtpTime != b.rtpTime {
		t.Errorf("two readers get frame %d at %d and %d", a.index, a.rtpTime, b.rtpTime)
	}
	second.client.Close()
	first.until(t, "time at which one reader is left", func(frame) bool { return readers() == 1 })
}

func TestControlLines(t *testing.T) {
	t.Parallel()
	server := start(t, nil)
	input := strings.Join([]string{
		`{"id":1}`,
		``,
		`{"id":2,"camera":"h265","set":{"muted":true,"clockOffsetMs":250}}`,
		`{"id":3,"camera":"none","set":{"muted":true}}`,
		`{"id":4,"camera":"h265","set":{"clip":"none"}}`,
		`{"id":5,"set":{"muted":true}}`,
		`{"id":6,"camera":"h265","set":{"volume":3}}`,
		`not json`,
		`{"id":7,"camera":"h265"}`, // the last line without its end
	}, "\n")
	var output bytes.Buffer
	if err := server.Control(bufio.NewReader(strings.NewReader(input)), &output); err != nil {
		t.Fatal(err)
	}
	var replies []democam.Reply
	for line := range strings.Lines(output.String()) {
		var reply democam.Reply
		if err := json.Unmarshal([]byte(line), &reply); err != nil {
			t.Fatal(err)
		}
		replies = append(replies, reply)
	}
	if len(replies) != 8 {
		t.Fatalf("%d replies: %s", len(replies), output.String())
	}
	if len(replies[0].Cameras) != len(allClips(t)) {
		t.Errorf("%d cameras listed", len(replies[0].Cameras))
	}
	for index, wrong := range map[int]string{2: "no camera", 3: "no clip", 4: "needs the name", 5: "unknown field", 6: "invalid character"} {
		if !strings.Contains(replies[index].Error, wrong) {
			t.Errorf("reply %d: error %q, want %q", index, replies[index].Error, wrong)
		}
	}
	want := democam.CameraState{Name: "h265", Clip: "h265", Running: true, Muted: true, ClockOffsetMs: 250}
	if got := replies[7].Cameras; replies[7].ID != 7 || len(got) != 1 || got[0] != want {
		t.Errorf("state %+v, want %+v", got, want)
	}
}
