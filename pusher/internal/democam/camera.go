package democam

import (
	"context"
	"sync"
	"time"

	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/ntp"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

const (
	// A camera that could not send for longer than this (its process was stopped, the clock jumped) does not catch up:
	// it goes on with the next keyframe.
	maxLag = time.Second
	// One sender report a second; as groups of pictures begin with whole seconds, it comes just before a keyframe.
	reportEveryMicros = microsPerSecond
)

// camera is one RTSP path. It sends only while somebody reads it; what it sends depends on the clock alone, so that
// every reader at any time sees the same frame.
type camera struct {
	name        string
	phaseMicros int64
	server      *gortsplib.Server
	wake        chan struct{} // capacity 1: something changed that the sending loop may be waiting for

	mutex         sync.Mutex
	program       *program
	running       bool
	muted         bool
	frozen        bool
	clockOffsetMs int64
	readers       map[*gortsplib.ServerSession]struct{}
	stream        *gortsplib.ServerStream // nil while not running
	tracks        []*sender
}

// sender is a track together with what it has sent on the present stream.
type sender struct {
	*track
	video        bool
	ssrc         uint32
	packets      uint32
	octets       uint32
	awaitKey     bool // video: send nothing before the next keyframe
	showingStill bool // video: the frozen group of pictures is being sent
}

func newCamera(name string, p *program, server *gortsplib.Server, phaseMicros int64) (*camera, error) {
	c := &camera{
		name: name, phaseMicros: phaseMicros, server: server, program: p,
		wake: make(chan struct{}, 1), readers: make(map[*gortsplib.ServerSession]struct{}),
	}
	return c, c.open()
}

// open begins a new stream with new SSRCs, as a camera does that has been restarted.
func (c *camera) open() error {
	stream := &gortsplib.ServerStream{Server: c.server, Desc: c.program.desc}
	if err := stream.Initialize(); err != nil {
		return err
	}
	c.stream, c.running = stream, true
	stats := stream.Stats()
	add := func(m *media, video bool) {
		ssrc := stats.Medias[m.desc].Formats[m.desc.Formats[0]].LocalSSRC
		c.tracks = append(c.tracks, &sender{track: newTrack(m, c.phaseMicros), video: video, ssrc: ssrc})
	}
	c.tracks = nil
	add(&c.program.video, true)
	if c.program.audio != nil {
		add(c.program.audio, false)
	}
	return nil
}

// close ends the stream and with it every reader's connection.
func (c *camera) close() {
	if c.stream != nil {
		c.stream.Close()
	}
	c.stream, c.running = nil, false
}

// current is the stream to be described and read, nil while the camera is not running.
func (c *camera) current() *gortsplib.ServerStream {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.stream
}

func (c *camera) addReader(session *gortsplib.ServerSession) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.readers) == 0 {
		c.rejoinClock(time.Now())
	}
	c.readers[session] = struct{}{}
	c.changed()
}

func (c *camera) removeReader(session *gortsplib.ServerSession) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	delete(c.readers, session)
}

// changed wakes the sending loop.
func (c *camera) changed() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// rejoinClock makes every track go on with the unit that is due next.
func (c *camera) rejoinClock(now time.Time) {
	for _, t := range c.tracks {
		t.next = t.table.Latest(now.UnixMicro()) + 1
	}
}

// run sends what is due until ctx ends.
func (c *camera) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		case <-timer.C:
		}
		if due, ok := c.sendDue(time.Now()); ok {
			timer.Reset(time.Until(due))
		}
	}
}

// sendDue sends every unit whose moment has come. It returns when the next one is due, unless nobody reads.
func (c *camera) sendDue(now time.Time) (next time.Time, ok bool) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.readers) == 0 || c.stream == nil {
		return time.Time{}, false
	}
	var nextMicros int64
	for index, t := range c.tracks {
		c.sendTrack(t, now)
		if due := t.table.LeavesAt(t.next); index == 0 || due < nextMicros {
			nextMicros = due
		}
	}
	return time.UnixMicro(nextMicros), true
}

func (c *camera) sendTrack(t *sender, now time.Time) {
	latest := t.table.Latest(now.UnixMicro())
	lag := now.Sub(time.UnixMicro(t.table.LeavesAt(t.next)))
	if lag > maxLag || lag < -maxLag {
		t.next = latest
		t.awaitKey = t.video
	}
	for ; t.next <= latest; t.next++ {
		if c.muted {
			t.awaitKey = t.video
			continue
		}
		if t.video {
			c.sendVideo(t, t.next)
		} else {
			c.send(t, t.units[mod(t.next, t.unitsPerLoop)], t.next, t.next)
		}
	}
}

// sendVideo sends frame n of the timetable, or its counterpart in the frozen group of pictures.
func (c *camera) sendVideo(t *sender, n int64) {
	v := &c.program.clip.Video
	place := mod(n, int64(v.GOPFrames))
	if place == 0 {
		t.awaitKey, t.showingStill = false, c.frozen
	}
	if t.awaitKey {
		return
	}
	start, index := n-mod(n, int64(v.Frames)), mod(n, int64(v.Frames))
	if t.showingStill {
		start, index = n-place-int64(v.Frames), int64(v.Frames)+place
	}
	captured := start + int64(v.PresentationOrder[index]-v.ReorderFrames)
	c.send(t, t.units[index], n, captured)
}

// send sends one unit that leaves as unit n and was captured when unit `captured` was due.
func (c *camera) send(t *sender, unit []payload, n, captured int64) {
	period := func(unit int64) int64 { return (t.table.LeavesAt(unit) - t.table.PhaseMicros) / reportEveryMicros }
	if t.packets == 0 || period(n) != period(n-1) {
		c.report(t, n)
	}
	moment := time.UnixMicro(t.table.LeavesAt(n))
	for _, part := range unit {
		packet := rtp.Packet{
			Header: rtp.Header{
				Version: 2, Marker: part.marker, PayloadType: t.payloadType,
				SequenceNumber: t.sequence, Timestamp: t.rtpTime(captured),
			},
			Payload: part.bytes,
		}
		t.sequence++
		t.packets++
		t.octets += uint32(len(part.bytes))
		// The only error is a closed stream, and c.stream is not one while the mutex is held.
		_ = c.stream.WritePacketRTPWithNTP(t.desc, &packet, moment)
	}
}

// report ties the track's RTP time to the camera's clock (RFC 3550, 6.4.1).
func (c *camera) report(t *sender, n int64) {
	clock := time.UnixMicro(t.table.LeavesAt(n)).Add(time.Duration(c.clockOffsetMs) * time.Millisecond)
	_ = c.stream.WritePacketRTCP(t.desc, &rtcp.SenderReport{
		SSRC: t.ssrc, NTPTime: ntp.Encode(clock), RTPTime: t.rtpTime(n),
		PacketCount: t.packets, OctetCount: t.octets,
	})
}

func mod(a, b int64) int64 {
	_, remainder := floorDivide(a, b)
	return remainder
}
