package gop

import (
	"testing"

	"control-room/pusher/internal/h264"
)

func key(bytes int) *h264.AccessUnit   { return &h264.AccessUnit{Bytes: bytes, KeyFrame: true} }
func slice(bytes int) *h264.AccessUnit { return &h264.AccessUnit{Bytes: bytes} }

func TestCache(t *testing.T) {
	for _, c := range []struct {
		name  string
		units []*h264.AccessUnit
		want  int
	}{
		{"empty", nil, 0},
		{"before the first key frame", []*h264.AccessUnit{slice(1), slice(1)}, 0},
		{"a group", []*h264.AccessUnit{slice(1), key(10), slice(1), slice(1)}, 3},
		{"the next group", []*h264.AccessUnit{key(10), slice(1), key(10), slice(1)}, 2},
		{"just small enough", []*h264.AccessUnit{key(MaxReplayBytes - 1), slice(1)}, 2},
		{"too large", []*h264.AccessUnit{key(MaxReplayBytes - 1), slice(2)}, 0},
		{"too large, and on", []*h264.AccessUnit{key(MaxReplayBytes - 1), slice(2), slice(1)}, 0},
		{"too large, and the next", []*h264.AccessUnit{key(MaxReplayBytes + 1), slice(1), key(1), slice(1)}, 2},
	} {
		var cache Cache
		for _, unit := range c.units {
			cache.Add(unit)
		}
		units := cache.Units()
		if len(units) != c.want || (c.want > 0 && !units[0].KeyFrame) {
			t.Errorf("%s: %d pictures, want %d", c.name, len(units), c.want)
		}
	}
}

func TestClearedCacheWaitsForAKeyFrame(t *testing.T) {
	var cache Cache
	cache.Add(key(1))
	held := cache.Units()
	cache.Clear()
	cache.Add(slice(1))
	if cache.Units() != nil {
		t.Error("a group without its beginning is kept")
	}
	if held[0] == nil {
		t.Error("pictures handed out are changed")
	}
	cache.Add(key(1))
	if len(cache.Units()) != 1 {
		t.Error("the next group is not kept")
	}
}

func TestPolicy(t *testing.T) {
	var p Policy
	p.Connected()
	for i, want := range []bool{true, false, false} {
		if got := p.KeyFrameRequested(); got != want {
			t.Errorf("request %d: %v", i+1, got)
		}
	}
	p.Connected()
	if !p.KeyFrameRequested() {
		t.Error("a new publication has no first viewer")
	}
}
