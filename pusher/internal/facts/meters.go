package facts

import (
	"math"
	"time"
)

// packetMeter counts loss and jitter as RFC 3550, appendix A.3 and A.8, has them.
type packetMeter struct {
	started   bool
	received  uint64
	expected  uint64
	highest   uint16
	clockRate float64
	timestamp uint32
	arrival   time.Time
	jitter    float64 // in units of the RTP clock
	spaced    bool
}

func (m *packetMeter) add(sequence uint16, timestamp uint32, clockRate int, arrival time.Time) {
	m.received++
	if !m.started {
		m.started = true
		m.expected = 1
		m.highest = sequence
		m.timestamp, m.arrival, m.clockRate = timestamp, arrival, float64(clockRate)
		return
	}
	step := int16(sequence - m.highest)
	const largestGap = 3000 // RFC 3550, A.1: MAX_DROPOUT; beyond it the sender has started anew
	switch {
	case step > 0 && step < largestGap:
		m.expected += uint64(step)
		m.highest = sequence
	case step >= largestGap || step < -largestGap:
		m.expected++
		m.highest = sequence
	}
	d := arrival.Sub(m.arrival).Seconds()*m.clockRate - float64(int32(timestamp-m.timestamp))
	m.jitter += (math.Abs(d) - m.jitter) / 16
	m.spaced = true
	m.timestamp, m.arrival = timestamp, arrival
}

func (m *packetMeter) measure() (received, lost uint64, jitterMs *float64) {
	if m.expected > m.received {
		lost = m.expected - m.received
	}
	if m.spaced && m.clockRate > 0 {
		jitter := math.Round(m.jitter/m.clockRate*1e5) / 100
		jitterMs = &jitter
	}
	return m.received, lost, jitterMs
}

// rateWindow is the time over which frame and bit rate are measured.
const rateWindow = 5 * time.Second

// rateMeter measures frame and bit rate over the last rateWindow.
type rateMeter struct {
	pictures []sizedAt
}

type sizedAt struct {
	bytes int
	at    time.Time
}

func (m *rateMeter) add(bytes int, at time.Time) {
	m.drop(at)
	m.pictures = append(m.pictures, sizedAt{bytes, at})
}

func (m *rateMeter) drop(now time.Time) {
	old := 0
	for old < len(m.pictures) && now.Sub(m.pictures[old].at) > rateWindow {
		old++
	}
	if old > 0 {
		m.pictures = m.pictures[:copy(m.pictures, m.pictures[old:])]
	}
}

// measure returns pictures per second and kbit/s; nil before there is half a second to measure. A stream that has
// stopped sinks to 0: the rates are those of the wall clock, not of the last good moment.
func (m *rateMeter) measure(now time.Time) (fps, kbps *float64) {
	m.drop(now)
	const shortest = 500 * time.Millisecond
	n := len(m.pictures)
	if n < 2 {
		return nil, nil
	}
	first, last := m.pictures[0].at, m.pictures[n-1].at
	span := last.Sub(first)
	if idle := now.Sub(last); idle > 2*span/time.Duration(n-1) {
		span += idle
	}
	if span < shortest {
		return nil, nil
	}
	bytes := 0
	for _, p := range m.pictures[1:] {
		bytes += p.bytes
	}
	f := math.Round(float64(n-1)/span.Seconds()*100) / 100
	k := math.Round(float64(bytes)*8/span.Seconds()/100) / 10
	return &f, &k
}

// gopMeter measures the distance of the last two key frames.
type gopMeter struct {
	pictures int
	sinceKey int
	keyAt    time.Time
	frames   int
	length   time.Duration
}

func (m *gopMeter) add(keyFrame bool, at time.Time) {
	m.pictures++
	if !keyFrame {
		m.sinceKey++
		return
	}
	if !m.keyAt.IsZero() {
		m.frames = m.sinceKey + 1
		m.length = at.Sub(m.keyAt)
	}
	m.sinceKey = 0
	m.keyAt = at
}

func (m *gopMeter) measure() (frames *int, ms *float64) {
	if m.frames == 0 {
		return nil, nil
	}
	f, l := m.frames, milliseconds(m.length)
	return &f, &l
}

// A camera's clock is believed if a report can have been written at the time it claims: not later than it arrived,
// give or take what synchronised clocks differ, and not so early that it must have been under way for seconds.
const (
	mostAhead  = 50 * time.Millisecond
	mostBehind = 2 * time.Second
)

// clock compares the camera's clock with ours.
type clock struct {
	known  bool
	offset time.Duration
}

// report takes in a sender report. The offset contains the report's way here, which is short against what matters.
func (c *clock) report(wallClock, arrival time.Time) {
	c.known = true
	c.offset = wallClock.Sub(arrival)
}

func (c *clock) plausible() bool { return c.offset <= mostAhead && c.offset >= -mostBehind }
