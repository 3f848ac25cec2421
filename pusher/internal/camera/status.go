package camera

import (
	"math"
	"time"

	"control-room/pusher/internal/delivery"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/relay"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/whip"
)

// Status returns what is known now.
func (c *Camera) Status() report.Camera {
	now := time.Now()
	outputs := make([]report.Output, 0, len(c.outputs))
	var roundTrip *float64
	for _, o := range c.outputs {
		status := o.status(now)
		outputs = append(outputs, status)
		if roundTrip == nil {
			roundTrip = status.RTTMs
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	status := report.Camera{
		ID: c.id, Attempt: c.attempt, Restarts: map[fault.Code]int{}, Outputs: outputs,
		Delivery: c.decision,
		Delay: report.Delay{
			CaptureClock:         "arrival",
			CameraToArrivalMs:    c.cameraToArrival.Milliseconds(),
			ArrivalToDepartureMs: c.arrivalToDeparture.Milliseconds(),
		},
	}
	for code, n := range c.restarts {
		status.Restarts[code] = n
	}
	if c.nextTryAt != nil {
		next := c.nextTryAt.UTC()
		status.NextTryAt = &next
	}
	if c.collector != nil {
		status.Facts = c.collector.Snapshot(now)
		status.Delivery = delivery.Describe(c.decision, status.Facts)
		if c.collector.ClockPlausible() {
			status.Delay.CaptureClock = "camera"
		} else {
			status.Delay.CameraToArrivalMs = nil
		}
	}
	if roundTrip != nil {
		half := round(*roundTrip/2, 100)
		status.Delay.ToSFUMs = &half
	}
	status.State, status.Code, status.Detail = c.judge(outputs)
	if c.overall != status.State {
		c.overall, c.since = status.State, now
	}
	status.Since = c.since.UTC()
	return status
}

// judge returns the camera's own state while it does not play, and the best of its outputs' afterwards.
func (c *Camera) judge(outputs []report.Output) (report.State, *fault.Code, *string) {
	if c.state != report.Publishing {
		code, detail := told(c.fault)
		return c.state, code, detail
	}
	var worst *report.Output
	for i := range outputs {
		o := &outputs[i]
		if o.State == report.Publishing {
			return report.Publishing, nil, nil
		}
		if worst == nil || (worst.Code == nil && o.Code != nil) {
			worst = o
		}
	}
	if worst == nil {
		return report.Publishing, nil, nil
	}
	return worst.State, worst.Code, worst.Detail
}

func told(f *fault.Error) (*fault.Code, *string) {
	if f == nil {
		return nil, nil
	}
	code, detail := f.Code, f.Detail
	return &code, &detail
}

func (o *output) status(now time.Time) report.Output {
	o.mu.Lock()
	defer o.mu.Unlock()
	t := o.totals()
	status := report.Output{
		ID: o.id, State: o.state, FirstFrameAt: o.first,
		PacketsSent: t.packets, BytesSent: t.bytes, FramesSent: t.frames, KeyFramesSent: t.keyFrames,
		NACKs: t.nacks, Retransmits: t.retransmits, PLIs: t.plis, Replays: t.replays,
	}
	status.Code, status.Detail = told(o.fault)
	if o.session != nil {
		stats := o.session.Stats()
		status.LossPercent = stats.LossPercent
		if stats.RoundTrip != nil {
			ms := round(float64(*stats.RoundTrip)/float64(time.Millisecond), 100)
			status.RTTMs = &ms
		}
		status.BitrateKbps = o.rate.at(now, t.bytes)
	}
	return status
}

// totals adds the running session to the ended ones. The lock must be held.
func (o *output) totals() totals {
	t := o.before
	if o.sender == nil {
		return t
	}
	sent, stats := o.sender.Counters(), o.session.Stats()
	t.add(sent, stats)
	if o.first == nil && !sent.FirstFrameAt.IsZero() {
		first := sent.FirstFrameAt.UTC()
		o.first = &first
	}
	return t
}

func (t *totals) add(sent relay.Counters, stats whip.Stats) {
	t.packets += sent.Packets
	t.bytes += sent.Bytes
	t.frames += sent.Frames
	t.keyFrames += sent.KeyFrames
	t.replays += sent.Replays
	t.nacks += stats.NACKs
	t.retransmits += stats.Retransmits
	t.plis += stats.KeyFrameRequests
}

// bitrate measures a growing number of bytes.
type bitrate struct {
	since time.Time
	bytes uint64
	kbps  *float64
}

// shortestRate keeps status lines that follow a change from showing the rate of a few packets.
const shortestRate = time.Second

func (b *bitrate) at(now time.Time, bytes uint64) *float64 {
	span := now.Sub(b.since)
	switch {
	case b.since.IsZero():
		b.since, b.bytes = now, bytes
	case span >= shortestRate:
		kbps := round(float64(bytes-b.bytes)*8/span.Seconds()/1000, 10)
		b.since, b.bytes, b.kbps = now, bytes, &kbps
	}
	return b.kbps
}

func round(value, parts float64) float64 { return math.Round(value*parts) / parts }

// Tell writes the log line of an interval.
func (c *Camera) Tell(status report.Camera) {
	playing := status.State == report.Publishing
	c.mu.Lock()
	began := playing && !c.playing
	c.playing = playing
	c.mu.Unlock()
	if began {
		c.log.Info(c.id, "Pipeline is PLAYING")
	}
}

// TellRate writes how much is sent.
func (c *Camera) TellRate(status report.Camera) {
	for _, o := range status.Outputs {
		if o.State == report.Publishing && o.BitrateKbps != nil {
			c.log.Info(c.id, "Pushing packets to LiveKit at %.2f Mbps", *o.BitrateKbps/1000)
		}
	}
}
