// Package facts measures what a camera's stream is: codec, rates, groups of pictures, loss, jitter and clock.
package facts

import (
	"sync"
	"time"

	"control-room/pusher/internal/h264"
)

// Stream is what the camera announced about itself before the first packet.
type Stream struct {
	// Codec is the video codec's name: "H264", "H265", "MJPEG"…
	Codec string
	// Picture is what the parameter sets of the SDP tell; nil if there were none.
	Picture *h264.Description
	// Audio is the codec name of the first audio track, empty if there is none.
	Audio string
	// Auth is "digest", "basic" or "none".
	Auth string
	// Server is the camera's Server header, empty if it sent none.
	Server string
	// VideoIndex is the position of the video among the tracks of the SDP.
	VideoIndex int
	// AnnouncedFPS is a=framerate of the SDP (RFC 8866, 6.13); 0 if it says none.
	AnnouncedFPS float64
}

// Unit is one picture as it was received.
type Unit struct {
	Bytes    int
	KeyFrame bool
	BSlices  bool
	Arrival  time.Time
}

// Facts are what is known at one moment. Pointers are nil where nothing was measured.
type Facts struct {
	Codec           string   `json:"codec"`
	Profile         *string  `json:"profile"`
	Level           *string  `json:"level"`
	Width           *int     `json:"width"`
	Height          *int     `json:"height"`
	FPS             *float64 `json:"fps"`
	GOPFrames       *int     `json:"gopFrames"`
	GOPMs           *float64 `json:"gopMs"`
	BFrames         *bool    `json:"bFrames"`
	BitrateKbps     *float64 `json:"bitrateKbps"`
	Audio           *string  `json:"audio"`
	Auth            string   `json:"auth"`
	ClockOffsetMs   *float64 `json:"clockOffsetMs"`
	ClockPlausible  *bool    `json:"clockPlausible"`
	PacketsReceived uint64   `json:"packetsReceived"`
	PacketsLost     uint64   `json:"packetsLost"`
	JitterMs        *float64 `json:"jitterMs"`
}

// Collector measures one connection to a camera. It is safe for concurrent use.
type Collector struct {
	mu       sync.Mutex
	stream   *Stream
	packets  packetMeter
	clock    clock
	rates    rateMeter
	gop      gopMeter
	bFrames  bool
	started  time.Time
	firstKey *time.Duration
}

// NewCollector makes a collector for a connection that was begun at the given time.
func NewCollector(started time.Time) *Collector { return &Collector{started: started} }

// Described takes in what the camera announced.
func (c *Collector) Described(stream Stream) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stream = &stream
}

// Picture takes in a parameter set that came with the stream itself.
func (c *Collector) Picture(picture h264.Description) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stream != nil {
		c.stream.Picture = &picture
	}
}

// Packet takes in one RTP packet of the video.
func (c *Collector) Packet(sequence uint16, timestamp uint32, clockRate int, arrival time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.packets.add(sequence, timestamp, clockRate, arrival)
}

// SenderReport takes in the wall clock time of an RTCP sender report and when it arrived.
func (c *Collector) SenderReport(wallClock, arrival time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock.report(wallClock, arrival)
}

// ClockPlausible tells whether the camera's clock can be believed; false before its first sender report.
func (c *Collector) ClockPlausible() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.clock.known && c.clock.plausible()
}

// Unit takes in one picture.
func (c *Collector) Unit(u Unit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rates.add(u.Bytes, u.Arrival)
	c.gop.add(u.KeyFrame, u.Arrival)
	c.bFrames = c.bFrames || u.BSlices
	if u.KeyFrame && c.firstKey == nil {
		took := u.Arrival.Sub(c.started)
		c.firstKey = &took
	}
}

// Stream returns what the camera announced, nil before it did.
func (c *Collector) Stream() *Stream {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stream == nil {
		return nil
	}
	stream := *c.stream
	return &stream
}

// Pictures is how many pictures came.
func (c *Collector) Pictures() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gop.pictures
}

// TimeToFirstKeyFrame is the time from the beginning to the first key frame, nil before it.
func (c *Collector) TimeToFirstKeyFrame() *time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.firstKey
}

// Snapshot returns what is known at the given time, nil before the camera announced anything.
func (c *Collector) Snapshot(now time.Time) *Facts {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.stream == nil {
		return nil
	}
	f := &Facts{Codec: c.stream.Codec, Auth: c.stream.Auth}
	if c.stream.Audio != "" {
		audio := c.stream.Audio
		f.Audio = &audio
	}
	if p := c.stream.Picture; p != nil {
		picture := *p
		f.Profile, f.Level, f.Width, f.Height = &picture.Profile, &picture.Level, &picture.Width, &picture.Height
	}
	f.FPS, f.BitrateKbps = c.rates.measure(now)
	f.GOPFrames, f.GOPMs = c.gop.measure()
	f.BFrames = c.hasBFrames()
	f.PacketsReceived, f.PacketsLost, f.JitterMs = c.packets.measure()
	if c.clock.known {
		offset, plausible := milliseconds(c.clock.offset), c.clock.plausible()
		f.ClockOffsetMs, f.ClockPlausible = &offset, &plausible
	}
	return f
}

// enoughPictures is how many pictures must have come without a B slice to say that there are none: more than any
// encoder puts between two others.
const enoughPictures = 16

func (c *Collector) hasBFrames() *bool {
	if c.stream.Codec != "H264" {
		return nil
	}
	impossible := c.stream.Picture != nil && c.stream.Picture.Reordering == h264.ReorderingImpossible
	if !c.bFrames && !impossible && c.gop.pictures < enoughPictures {
		return nil
	}
	b := c.bFrames
	return &b
}

func milliseconds(d time.Duration) float64 {
	const perMs = float64(time.Millisecond)
	return float64(int64(float64(d)/perMs*100)) / 100
}
