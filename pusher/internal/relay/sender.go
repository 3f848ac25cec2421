package relay

import (
	"math/rand/v2"
	"sync"
	"time"

	"github.com/pion/rtp"

	"control-room/pusher/internal/gop"
	"control-room/pusher/internal/h264"
)

// PacketWriter sends RTP packets. It may change the header's extensions and must not keep the payload.
type PacketWriter interface {
	WriteRTP(packet *rtp.Packet) error
}

// SenderConfig is what a sender needs of its publication.
type SenderConfig struct {
	Writer PacketWriter
	// CaptureTimeID is the negotiated id of the abs-capture-time header extension, 0 if there is none.
	CaptureTimeID uint8
	// CaptureTime returns the capture time to announce for a picture.
	CaptureTime func(*h264.AccessUnit) time.Time
	// Departed is called when the last packet of a live picture has left.
	Departed func(unit *h264.AccessUnit, at time.Time)
}

// Counters count what a sender has sent.
type Counters struct {
	Packets, Bytes, Frames, KeyFrames, Replays, WriteErrors uint64
	// FirstFrameAt is when the first decodable picture had left; zero before.
	FirstFrameAt time.Time
}

// Sender sends one camera's pictures to one publication.
type Sender struct {
	config SenderConfig

	mu         sync.Mutex
	packetizer packetizer
	packet     rtp.Packet
	policy     gop.Policy
	counters   Counters
	replay     *replay
	// requested remembers a request for a key frame that came during a replay.
	requested bool
	ended     bool
	last      uint32
	// request asks the relay for another replay.
	request func()
	// params are the parameter sets known before the first key frame.
	params      [][]byte
	announcedAt time.Time
}

// NewSender makes a sender; Relay.Attach starts it.
func NewSender(config SenderConfig) *Sender {
	s := &Sender{config: config}
	s.packet.Version = 2
	s.packet.SequenceNumber = uint16(rand.Uint32())
	return s
}

// Counters returns what was sent so far.
func (s *Sender) Counters() Counters {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counters
}

func (s *Sender) begin(units []*h264.AccessUnit, params [][]byte, newest uint32, request func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.request = request
	s.policy.Connected()
	if len(units) > 0 {
		s.startReplay(units, newest-replaySpan)
		return
	}
	s.params = params
	s.announce(newest)
}

// announceInterval is less than the second after which LiveKit asks for a key frame on its own account.
const announceInterval = 400 * time.Millisecond

// announce sends the parameter sets alone, now and then until the camera's first key frame. An SFU announces a track
// when it sees its first packet, so that viewers can subscribe meanwhile; and one that has seen parameter sets takes
// them for a key frame and asks for none, so that the first request for one is a viewer's.
func (s *Sender) announce(timestamp uint32) {
	if len(s.params) == 0 || s.counters.KeyFrames > 0 || time.Since(s.announcedAt) < announceInterval {
		return
	}
	s.announcedAt = time.Now()
	_ = s.packetizer.packetize(s.params, func(payload []byte, _ bool) error {
		return s.write(payload, timestamp, false)
	})
}

func (s *Sender) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	if s.replay != nil {
		close(s.replay.stop)
		s.replay = nil
	}
}

func (s *Sender) deliver(unit *h264.AccessUnit, timestamp uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.replay != nil {
		s.replay.queue = append(s.replay.queue, timedUnit{unit, timestamp, true})
		return
	}
	s.send(timedUnit{unit, timestamp, true})
}

func (s *Sender) keyFrameRequested(units []*h264.AccessUnit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	if s.replay != nil {
		s.requested = true
		return
	}
	if !s.policy.KeyFrameRequested() || len(units) == 0 {
		return
	}
	s.counters.Replays++
	s.startReplay(units, s.last)
}

// send packetizes and writes one picture.
func (s *Sender) send(t timedUnit) {
	if !t.unit.KeyFrame {
		s.announce(t.timestamp)
	}
	s.setCaptureTime(t.unit)
	err := s.packetizer.packetize(t.unit.NALUs, func(payload []byte, last bool) error {
		return s.write(payload, t.timestamp, last)
	})
	s.sent(t, err)
}

// sent counts a picture whose last packet was written.
func (s *Sender) sent(t timedUnit, err error) {
	s.last = t.timestamp
	if err != nil {
		return
	}
	s.counters.Frames++
	if t.unit.KeyFrame {
		s.counters.KeyFrames++
		if s.counters.FirstFrameAt.IsZero() {
			s.counters.FirstFrameAt = time.Now()
		}
	}
	if t.live && s.config.Departed != nil {
		s.config.Departed(t.unit, time.Now())
	}
}

// setCaptureTime puts the abs-capture-time extension on the next packet.
func (s *Sender) setCaptureTime(unit *h264.AccessUnit) {
	s.clearExtensions()
	if s.config.CaptureTimeID == 0 {
		return
	}
	capture := s.config.CaptureTime(unit)
	if capture.IsZero() {
		return
	}
	value, err := rtp.NewAbsCaptureTimeExtension(capture).Marshal()
	if err == nil {
		_ = s.packet.SetExtension(s.config.CaptureTimeID, value)
	}
}

func (s *Sender) clearExtensions() {
	s.packet.Extension = false
	s.packet.Extensions = s.packet.Extensions[:0]
}

func (s *Sender) write(payload []byte, timestamp uint32, last bool) error {
	s.packet.Timestamp = timestamp
	s.packet.Marker = last
	s.packet.Payload = payload
	err := s.config.Writer.WriteRTP(&s.packet)
	s.packet.SequenceNumber++
	s.clearExtensions()
	if err != nil {
		s.counters.WriteErrors++
		return err
	}
	s.counters.Packets++
	s.counters.Bytes += uint64(len(payload))
	return nil
}
