package h264

import "time"

// ClockRate is the RTP clock of H.264 in Hz (RFC 6184, 8.2.1).
const ClockRate = 90000

// AccessUnit is one picture on its way from the camera to the outputs. It is never changed once it is made.
type AccessUnit struct {
	// NALUs in decoding order, without start codes. A key frame begins with the parameter sets.
	NALUs [][]byte
	// Bytes is the size of all NAL units.
	Bytes int
	// KeyFrame tells that decoding can start here: an IDR picture with its parameter sets.
	KeyFrame bool
	// BSlices tells that the picture is one of those that are shown earlier than they are sent.
	BSlices bool
	// Timestamp is the camera's RTP time in units of 1/90000 s.
	Timestamp uint32
	// Capture is when the camera took the picture, by its own clock; zero before its first sender report.
	Capture time.Time
	// Arrival is when the last packet of the picture was read.
	Arrival time.Time
}

// Assembler makes access units ready to be forwarded: it keeps the parameter sets, puts them before every IDR picture
// and drops what only an Annex B stream needs.
type Assembler struct {
	Params ParameterSets
}

// Assemble builds an access unit from NAL units as they were received. It returns nil if nothing of a picture is left.
func (a *Assembler) Assemble(received [][]byte) *AccessUnit {
	keyFrame := false
	pictures := 0
	for _, nalu := range received {
		switch TypeOf(nalu) {
		case TypeSPS, TypePPS:
			a.Params.Observe(nalu)
		case TypeIDR:
			keyFrame = true
			pictures++
		case TypeSlice, TypePartitionA:
			pictures++
		}
	}
	if pictures == 0 {
		return nil
	}
	unit := &AccessUnit{}
	unit.NALUs = make([][]byte, 0, len(received)+4)
	if keyFrame {
		unit.KeyFrame = a.Params.Complete()
		unit.NALUs = a.Params.AppendTo(unit.NALUs)
	}
	for _, nalu := range received {
		switch TypeOf(nalu) {
		case 0, TypeSPS, TypePPS, TypeDelimiter, TypeEndOfSeq, TypeEndOfStream, TypeFiller:
			continue
		}
		unit.BSlices = unit.BSlices || IsBSlice(nalu)
		unit.NALUs = append(unit.NALUs, nalu)
	}
	for _, nalu := range unit.NALUs {
		unit.Bytes += len(nalu)
	}
	return unit
}
