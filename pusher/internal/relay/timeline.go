package relay

import (
	"time"

	"control-room/pusher/internal/h264"
)

// longestStep is the longest time between two pictures that is believed to be a slow camera and not a new clock.
const longestStep = 10 * time.Second

// longestPause is the most that time moves on while there is no picture. No publication outlives its camera for so long,
// and hours would look like a step back to whoever saw the time before: RTP time turns around every 13 hours.
const longestPause = time.Minute

// timeline turns the camera's RTP time into one that never jumps: a camera that reconnects or resets its clock starts
// at a random number, while a viewer's decoder expects time to go on.
type timeline struct {
	started bool
	// restarted tells that the next picture is the first of a new stream.
	restarted bool
	offset    uint32
	last      uint32
	lastAt    time.Time
}

// restart is called when the camera begins a new stream, whose time has nothing to do with that of the last one.
func (t *timeline) restart() { t.restarted = true }

// now returns the time for a packet that is sent before the next picture. If there was none yet, time begins here: a
// camera's own time may lie half a turn away, and an SFU drops whatever seems older than the first packet it saw.
func (t *timeline) now(at time.Time) uint32 {
	if !t.started {
		t.started = true
		t.restarted = true
		t.lastAt = at
	}
	return t.last
}

// at maps the RTP time of a picture that arrived at arrival. Pictures must come in the order they are shown.
func (t *timeline) at(timestamp uint32, arrival time.Time) uint32 {
	if !t.started {
		t.started = true
	} else {
		step := int32(timestamp + t.offset - t.last)
		if t.restarted || step < 0 || step > int32(longestStep/time.Second)*h264.ClockRate {
			elapsed := min(max(arrival.Sub(t.lastAt), time.Millisecond), longestPause)
			t.offset = t.last + uint32(elapsed.Milliseconds()*h264.ClockRate/1000) - timestamp
		}
	}
	t.restarted = false
	t.last = timestamp + t.offset
	t.lastAt = arrival
	return t.last
}
