package relay

import (
	"encoding/binary"

	"control-room/pusher/internal/h264"
)

// MaxPayload is the largest RTP payload in bytes. With header, extensions, a retransmission's sequence number
// (RFC 4588) and the SRTP tag a packet stays within 1200 bytes, which passes tunnels and IPv6's smallest links.
const MaxPayload = 1150

const (
	stapHeader     = 1
	stapSizeField  = 2
	fuHeader       = 2
	fuStart        = 0x80
	fuEnd          = 0x40
	naluTypeMask   = 0x1f
	naluHeaderMask = 0xe0
	nriMask        = 0x60
)

// packetizer splits access units into RTP payloads (RFC 6184, packetization mode 1). It works in one buffer of its own.
type packetizer struct {
	buffer [MaxPayload]byte
}

// packetize calls emit for each payload in order; last is true for the one that ends the access unit. The payload is
// valid until emit returns. It stops at the first error.
func (p *packetizer) packetize(nalus [][]byte, emit func(payload []byte, last bool) error) error {
	for i := 0; i < len(nalus); {
		n := together(nalus[i:])
		last := i+n == len(nalus)
		var err error
		switch {
		case n > 1:
			err = emit(p.aggregate(nalus[i:i+n]), last)
		case len(nalus[i]) <= MaxPayload:
			err = emit(nalus[i], last)
		default:
			err = p.fragment(nalus[i], last, emit)
		}
		if err != nil {
			return err
		}
		i += n
	}
	return nil
}

// together tells how many of the first NAL units fit into one payload, at least 1.
func together(nalus [][]byte) int {
	size := stapHeader
	for i, nalu := range nalus {
		size += stapSizeField + len(nalu)
		if size > MaxPayload {
			return max(i, 1)
		}
	}
	return len(nalus)
}

// aggregate makes a STAP-A (RFC 6184, 5.7.1).
func (p *packetizer) aggregate(nalus [][]byte) []byte {
	payload := append(p.buffer[:0], 0)
	var nri byte
	for _, nalu := range nalus {
		nri = max(nri, nalu[0]&nriMask)
		payload = binary.BigEndian.AppendUint16(payload, uint16(len(nalu)))
		payload = append(payload, nalu...)
	}
	payload[0] = nri | byte(h264.TypeSTAPA)
	return payload
}

// fragment makes FU-As (RFC 6184, 5.8) of about equal size.
func (p *packetizer) fragment(nalu []byte, lastUnit bool, emit func([]byte, bool) error) error {
	indicator := nalu[0]&naluHeaderMask | byte(h264.TypeFUA)
	kind := nalu[0] & naluTypeMask
	rest := nalu[1:]
	const room = MaxPayload - fuHeader
	pieces := (len(rest) + room - 1) / room
	for i := range pieces {
		size := (len(rest) + pieces - i - 1) / (pieces - i)
		header := kind
		if i == 0 {
			header |= fuStart
		}
		end := i == pieces-1
		if end {
			header |= fuEnd
		}
		payload := append(p.buffer[:0], indicator, header)
		payload = append(payload, rest[:size]...)
		rest = rest[size:]
		if err := emit(payload, lastUnit && end); err != nil {
			return err
		}
	}
	return nil
}
