package whiptest

import (
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// Session is one publication.
type Session struct {
	peer *webrtc.PeerConnection

	mu      sync.Mutex
	ssrc    uint32
	packets []*rtp.Packet
	extID   uint8
}

func (s *Session) read(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	s.mu.Lock()
	s.ssrc = uint32(track.SSRC())
	for _, e := range receiver.GetParameters().HeaderExtensions {
		if e.URI == CaptureTimeURI {
			s.extID = uint8(e.ID)
		}
	}
	s.mu.Unlock()
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.packets = append(s.packets, packet)
		s.mu.Unlock()
	}
}

// Packets are the RTP packets received so far.
func (s *Session) Packets() []*rtp.Packet {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*rtp.Packet(nil), s.packets...)
}

// CaptureTime returns the abs-capture-time of a packet, zero if it has none.
func (s *Session) CaptureTime(packet *rtp.Packet) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	var extension rtp.AbsCaptureTimeExtension
	value := packet.GetExtension(s.extID)
	if value == nil || extension.Unmarshal(value) != nil {
		return time.Time{}
	}
	return extension.CaptureTime()
}

// RequestKeyFrame sends a PLI (RFC 4585, 6.3.1).
func (s *Session) RequestKeyFrame() error {
	s.mu.Lock()
	ssrc := s.ssrc
	s.mu.Unlock()
	return s.peer.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: ssrc}})
}

// Close ends the session as an SFU does that removes a participant.
func (s *Session) Close() { _ = s.peer.Close() }
