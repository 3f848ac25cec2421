package democam

// Timetable says when the units (video frames, audio units) of an endless loop leave. Unit 0 left at the Unix epoch,
// the loop starts again every LoopMicros, so that anybody with a clock knows which unit is on its way:
// unit n of the table is unit n mod UnitsPerLoop of the loop.
type Timetable struct {
	LoopMicros   int64 // microseconds, > 0
	UnitsPerLoop int64 // > 0
	PhaseMicros  int64 // every unit leaves so much later
}

// Latest is the number of the unit that left last at unixMicros, or leaves just then.
func (t Timetable) Latest(unixMicros int64) int64 {
	loop, rest := floorDivide(unixMicros-t.PhaseMicros, t.LoopMicros)
	return loop*t.UnitsPerLoop + rest*t.UnitsPerLoop/t.LoopMicros
}

// LeavesAt is the moment at which a unit leaves, in microseconds since the Unix epoch, rounded up, so that
// Latest(LeavesAt(unit)) is the unit.
func (t Timetable) LeavesAt(unit int64) int64 {
	loop, rest := floorDivide(unit, t.UnitsPerLoop)
	return loop*t.LoopMicros + (rest*t.LoopMicros+t.UnitsPerLoop-1)/t.UnitsPerLoop + t.PhaseMicros
}

// floorDivide returns the quotient rounded down and the remainder, which is never negative.
func floorDivide(a, b int64) (quotient, remainder int64) {
	quotient, remainder = a/b, a%b
	if remainder < 0 {
		return quotient - 1, remainder + b
	}
	return quotient, remainder
}
