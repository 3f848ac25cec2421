package relay

import (
	"testing"
	"time"
)

func TestTimeline(t *testing.T) {
	begun := time.Unix(1000, 0)
	type picture struct {
		timestamp uint32
		afterMs   int
		restart   bool
		wantStep  uint32
	}
	for name, pictures := range map[string][]picture{
		"steady":             {{1000, 0, false, 0}, {7000, 66, false, 6000}, {13000, 133, false, 6000}},
		"wraps":              {{0xffffff00, 0, false, 0}, {0x00001000, 66, false, 0x1100}},
		"same time twice":    {{1000, 0, false, 0}, {1000, 1, false, 0}},
		"jumps back":         {{900000, 0, false, 0}, {1000, 100, false, 9000}, {7000, 166, false, 6000}},
		"jumps ahead":        {{1000, 0, false, 0}, {90_000_000, 100, false, 9000}},
		"a long pause":       {{1000, 0, false, 0}, {1000 + 9*90000, 9000, false, 9 * 90000}},
		"a lost night":       {{1000, 0, false, 0}, {2000, 8 * 3_600_000, true, 60 * 90000}, {8000, 8*3_600_000 + 66, false, 6000}},
		"the camera is back": {{1000, 0, false, 0}, {2000, 3000, true, 3 * 90000}, {8000, 3066, false, 6000}},
	} {
		t.Run(name, func(t *testing.T) {
			var line timeline
			var last uint32
			for i, p := range pictures {
				if p.restart {
					line.restart()
				}
				got := line.at(p.timestamp, begun.Add(time.Duration(p.afterMs)*time.Millisecond))
				if i > 0 && got-last != p.wantStep {
					t.Errorf("picture %d: %d later, want %d", i, got-last, p.wantStep)
				}
				last = got
			}
		})
	}
}

func TestTimeBeginsWithWhatIsSentBeforeTheFirstPicture(t *testing.T) {
	begun := time.Unix(1000, 0)
	for _, first := range []uint32{0, 1000, 0x7fffffff, 0x80000000, 0xffffffff} {
		var line timeline
		announced := line.now(begun)
		if again := line.now(begun.Add(time.Millisecond)); again != announced {
			t.Errorf("announced at %d and at %d", announced, again)
		}
		if step := line.at(first, begun.Add(200*time.Millisecond)) - announced; step != 200*90 {
			t.Errorf("first picture at %#x: %d later, want %d", first, step, 200*90)
		}
		if step := line.at(first+6000, begun.Add(266*time.Millisecond)) - announced; step != 200*90+6000 {
			t.Errorf("second picture after %#x: %d later", first, step)
		}
	}
}
