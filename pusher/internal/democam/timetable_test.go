package democam_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"control-room/pusher/internal/democam"
)

func TestTimetable(t *testing.T) {
	fifteen := democam.Timetable{LoopMicros: 20_000_000, UnitsPerLoop: 300}
	later := democam.Timetable{LoopMicros: 20_000_000, UnitsPerLoop: 300, PhaseMicros: 250_000}
	for _, c := range []struct {
		name   string
		table  democam.Timetable
		at     int64
		latest int64
	}{
		{"the epoch begins with unit 0", fifteen, 0, 0},
		{"a unit lasts until the next", fifteen, 66_666, 0},
		{"the next one leaves, rounded up", fifteen, 66_667, 1},
		{"every second begins with a unit", fifteen, 1_000_000, 15},
		{"numbers go on over the loop's end", fifteen, 20_000_000, 300},
		{"before the epoch", fifteen, -1, -1},
		{"a phase delays", later, 249_999, -1},
		{"by exactly itself", later, 250_000, 0},
		{"the year 2026", fifteen, 1_795_000_000_000_000, 26_925_000_000},
	} {
		if got := c.table.Latest(c.at); got != c.latest {
			t.Errorf("%s: Latest(%d) = %d, want %d", c.name, c.at, got, c.latest)
		}
	}
}

func TestTimetableIsItsOwnInverse(t *testing.T) {
	source := rand.New(rand.NewPCG(1, 2))
	farthest := time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	for _, table := range []democam.Timetable{
		{LoopMicros: 20_000_000, UnitsPerLoop: 300},
		{LoopMicros: 4_000_000, UnitsPerLoop: 125, PhaseMicros: 618_033},
		{LoopMicros: 3_000_000, UnitsPerLoop: 75, PhaseMicros: 1},
		{LoopMicros: 1_000_000, UnitsPerLoop: 30},
	} {
		for range 20_000 {
			now := source.Int64N(farthest)
			unit := table.Latest(now)
			leaves, next := table.LeavesAt(unit), table.LeavesAt(unit+1)
			if leaves > now || next <= now {
				t.Fatalf("%+v: at %d unit %d leaves at %d and the next at %d", table, now, unit, leaves, next)
			}
			if table.Latest(leaves) != unit || table.Latest(leaves-1) != unit-1 {
				t.Fatalf("%+v: unit %d does not leave at %d", table, unit, leaves)
			}
		}
	}
}

func TestLoadPhasesSpreadKeyframes(t *testing.T) {
	const cameras, slots = 100, 10
	var taken [slots]int
	for number := range cameras {
		phase := democam.LoadPhaseMicros(number)
		if phase < 0 || phase >= 1_000_000 {
			t.Fatalf("camera %d: phase %d", number, phase)
		}
		taken[phase*slots/1_000_000]++
	}
	for slot, count := range taken {
		if count < 9 || count > 11 {
			t.Errorf("%d of %d keyframes fall into tenth %d of the second", count, cameras, slot)
		}
	}
}
