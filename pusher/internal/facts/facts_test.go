package facts

import (
	"math"
	"testing"
	"time"

	"control-room/pusher/internal/h264"
)

var begun = time.Unix(1_000_000, 0)

func at(d time.Duration) time.Time { return begun.Add(d) }

func film(c *Collector, pictures, group int, interval time.Duration, bytes int) time.Time {
	var now time.Time
	for i := range pictures {
		now = at(time.Duration(i) * interval)
		c.Unit(Unit{Bytes: bytes, KeyFrame: i%group == 0, Arrival: now})
	}
	return now
}

func TestRates(t *testing.T) {
	c := NewCollector(begun)
	if c.Snapshot(begun) != nil {
		t.Error("facts before the camera described anything")
	}
	c.Described(Stream{Codec: "H264"})
	if f := c.Snapshot(begun); f.FPS != nil || f.BitrateKbps != nil || f.GOPFrames != nil || f.BFrames != nil || f.JitterMs != nil || f.Profile != nil {
		t.Errorf("numbers without a measurement: %+v", f)
	}
	now := film(c, 151, 30, time.Second/15, 1000)
	f := c.Snapshot(now)
	if *f.FPS != 15 || *f.BitrateKbps != 120 {
		t.Errorf("%v pictures a second, %v kbit/s", *f.FPS, *f.BitrateKbps)
	}
	if *f.GOPFrames != 30 || *f.GOPMs < 1999 || *f.GOPMs > 2000 {
		t.Errorf("a group of %v pictures, %v ms", *f.GOPFrames, *f.GOPMs)
	}
	if *f.BFrames {
		t.Error("B-frames")
	}
	if stalled := c.Snapshot(now.Add(2 * time.Second)); *stalled.FPS > 12 {
		t.Errorf("%v pictures a second while nothing came for 2 s", *stalled.FPS)
	}
	if gone := c.Snapshot(now.Add(time.Minute)); gone.FPS != nil {
		t.Errorf("%v pictures a second a minute after the last one", *gone.FPS)
	}
}

func TestBFrames(t *testing.T) {
	for _, c := range []struct {
		name       string
		codec      string
		reordering h264.Reordering
		pictures   int
		bSlices    bool
		want       string
	}{
		{"not yet known", "H264", h264.ReorderingUnknown, 3, false, "unknown"},
		{"impossible", "H264", h264.ReorderingImpossible, 0, false, "no"},
		{"seen enough", "H264", h264.ReorderingAnnounced, enoughPictures, false, "no"},
		{"seen", "H264", h264.ReorderingUnknown, 1, true, "yes"},
		{"another codec", "H265", h264.ReorderingUnknown, 100, false, "unknown"},
	} {
		collector := NewCollector(begun)
		collector.Described(Stream{Codec: c.codec, Picture: &h264.Description{Reordering: c.reordering}})
		for range c.pictures {
			collector.Unit(Unit{Bytes: 1, BSlices: c.bSlices, Arrival: begun})
		}
		got := "unknown"
		if b := collector.Snapshot(begun).BFrames; b != nil {
			got = map[bool]string{true: "yes", false: "no"}[*b]
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPackets(t *testing.T) {
	const clockRate = 90000
	for _, c := range []struct {
		name      string
		sequences []uint16
		received  uint64
		lost      uint64
	}{
		{"none lost", []uint16{1, 2, 3}, 3, 0},
		{"two lost", []uint16{1, 4}, 2, 2},
		{"over the end", []uint16{0xfffe, 0xffff, 0, 2}, 4, 1},
		{"out of order", []uint16{1, 3, 2, 4}, 4, 0},
		{"started anew", []uint16{1, 2, 40000, 40001}, 4, 0},
	} {
		c2 := NewCollector(begun)
		c2.Described(Stream{Codec: "H264"})
		for i, sequence := range c.sequences {
			c2.Packet(sequence, uint32(i)*3000, clockRate, at(time.Duration(i)*time.Second/30))
		}
		f := c2.Snapshot(begun)
		if f.PacketsReceived != c.received || f.PacketsLost != c.lost {
			t.Errorf("%s: %d received, %d lost", c.name, f.PacketsReceived, f.PacketsLost)
		}
		if *f.JitterMs != 0 {
			t.Errorf("%s: jitter %v ms of an even stream", c.name, *f.JitterMs)
		}
	}
}

func TestJitter(t *testing.T) {
	c := NewCollector(begun)
	c.Described(Stream{Codec: "H264"})
	for i := range 500 {
		late := time.Duration(i%2) * 10 * time.Millisecond
		c.Packet(uint16(i), uint32(i)*3000, 90000, at(time.Duration(i)*time.Second/30+late))
	}
	// Each packet comes 10 ms nearer to or farther from the one before than it should: J settles at 10 ms.
	if got := *c.Snapshot(begun).JitterMs; math.Abs(got-10) > 0.1 {
		t.Errorf("jitter %v ms", got)
	}
}

func TestClockLimits(t *testing.T) {
	for offset, plausible := range map[time.Duration]bool{
		0: true, mostAhead: true, mostAhead + time.Millisecond: false, -mostBehind: true, -mostBehind - time.Millisecond: false,
	} {
		c := NewCollector(begun)
		c.Described(Stream{Codec: "H264"})
		if c.ClockPlausible() {
			t.Error("plausible before the first report")
		}
		c.SenderReport(begun.Add(offset), begun)
		if c.ClockPlausible() != plausible {
			t.Errorf("an offset of %v: plausible %v", offset, !plausible)
		}
		if got := *c.Snapshot(begun).ClockOffsetMs; got != float64(offset)/float64(time.Millisecond) {
			t.Errorf("an offset of %v is told as %v ms", offset, got)
		}
	}
}
