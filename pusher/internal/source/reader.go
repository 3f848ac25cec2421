package source

import (
	"errors"
	"strconv"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/format"
	"github.com/bluenviron/gortsplib/v5/pkg/format/rtph264"
	"github.com/bluenviron/gortsplib/v5/pkg/format/rtph265"
	"github.com/bluenviron/gortsplib/v5/pkg/ntp"
	"github.com/bluenviron/mediacommon/v2/pkg/codecs/h265"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/h264"
)

// reader turns packets into pictures.
type reader struct {
	connection *Connection
	track      *track
	assembler  h264.Assembler
	decode     func(*rtp.Packet) ([][]byte, error)
	isKey      func([][]byte) bool

	// held is the RTP time of the packets that wait in the decoder for the rest of their picture.
	held    uint32
	holding bool
	bytes   int
}

func newReader(c *Connection, t *track) (*reader, error) {
	r := &reader{connection: c, track: t}
	for _, nalu := range t.parameterSets {
		r.assembler.Params.Observe(nalu)
	}
	switch f := t.format.(type) {
	case *format.H264:
		decoder, err := f.CreateDecoder()
		if err != nil {
			return nil, err
		}
		r.decode = decoder.Decode
	case *format.H265:
		decoder, err := f.CreateDecoder()
		if err != nil {
			return nil, err
		}
		r.decode = decoder.Decode
		r.isKey = h265.IsRandomAccess
	}
	return r, nil
}

// packet takes in one RTP packet.
func (r *reader) packet(packet *rtp.Packet) {
	now := time.Now()
	c := r.connection
	c.lastPacket.Store(now.UnixNano())
	c.config.Collector.Packet(packet.SequenceNumber, packet.Timestamp, r.track.format.ClockRate(), now)
	r.bytes += len(packet.Payload)
	if r.decode == nil {
		if packet.Marker {
			c.config.Collector.Unit(facts.Unit{Bytes: r.take(), Arrival: now})
		}
		return
	}
	nalus, err := r.decode(packet)
	switch {
	case err == nil:
		r.picture(nalus, r.timestampOf(packet), now)
	case errors.Is(err, rtph264.ErrMorePacketsNeeded), errors.Is(err, rtph265.ErrMorePacketsNeeded):
		r.hold(packet)
	case errors.Is(err, rtph264.ErrNonStartingPacketAndNoPrevious), errors.Is(err, rtph265.ErrNonStartingPacketAndNoPrevious):
		// A stream that was running before usually begins in the middle of a picture.
	default:
		r.holding = false
		c.sink.Interrupted()
	}
}

func (r *reader) hold(packet *rtp.Packet) {
	if !r.holding {
		r.holding = true
		r.held = packet.Timestamp
	}
}

// timestampOf returns the RTP time of the picture that the decoder returned with packet. Without marker bits that is
// the picture before: the decoder sees its end by the next one's time.
func (r *reader) timestampOf(packet *rtp.Packet) uint32 {
	if r.holding && r.held != packet.Timestamp {
		ended := r.held
		r.held = packet.Timestamp
		return ended
	}
	r.holding = false
	return packet.Timestamp
}

func (r *reader) take() int {
	bytes := r.bytes
	r.bytes = 0
	return bytes
}

func (r *reader) picture(nalus [][]byte, timestamp uint32, now time.Time) {
	c := r.connection
	if r.isKey != nil {
		c.config.Collector.Unit(facts.Unit{Bytes: r.take(), KeyFrame: r.isKey(nalus), Arrival: now})
		return
	}
	before := r.assembler.Params.SPS()
	unit := r.assembler.Assemble(nalus)
	if sps := r.assembler.Params.SPS(); len(sps) > 0 && (len(before) == 0 || &before[0] != &sps[0]) {
		if picture, err := h264.Describe(sps); err == nil {
			c.config.Collector.Picture(picture)
		}
	}
	if unit == nil {
		return
	}
	unit.Timestamp = timestamp
	unit.Arrival = now
	if capture, ok := c.client.PacketNTP(r.track.media, &rtp.Packet{Header: rtp.Header{
		Timestamp: timestamp, PayloadType: r.track.format.PayloadType(),
	}}); ok {
		unit.Capture = capture
	}
	c.config.Collector.Unit(facts.Unit{
		Bytes: r.take(), KeyFrame: unit.KeyFrame, BSlices: unit.BSlices, Arrival: now,
	})
	c.sink.Picture(unit)
}

// control takes in one RTCP packet.
func (r *reader) control(packet rtcp.Packet) {
	if report, ok := packet.(*rtcp.SenderReport); ok && report.NTPTime != 0 {
		r.connection.config.Collector.SenderReport(ntp.Decode(report.NTPTime), time.Now())
	}
}

// describeH265 reads a sequence parameter set of H.265 (ITU-T H.265, 7.3.2.2); nil if it cannot.
func describeH265(sps []byte) *h264.Description {
	var s h265.SPS
	if len(sps) == 0 || s.Unmarshal(sps) != nil {
		return nil
	}
	const (
		main        = 1
		main10      = 2
		levelFactor = 30 // general_level_idc is 30 times the level
	)
	profile := "profile " + strconv.Itoa(int(s.ProfileTierLevel.GeneralProfileIdc))
	switch s.ProfileTierLevel.GeneralProfileIdc {
	case main:
		profile = "Main"
	case main10:
		profile = "Main 10"
	}
	level := float64(s.ProfileTierLevel.GeneralLevelIdc) / levelFactor
	return &h264.Description{
		Profile: profile, Level: strconv.FormatFloat(level, 'f', 1, 64), Width: s.Width(), Height: s.Height(),
	}
}
