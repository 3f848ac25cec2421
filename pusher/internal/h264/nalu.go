// Package h264 reads the little of an H.264 stream that forwarding it needs (ITU-T H.264).
package h264

// Type is a NAL unit type (ITU-T H.264, table 7-1).
type Type uint8

// NAL unit types that matter here.
const (
	TypeSlice        Type = 1
	TypePartitionA   Type = 2
	TypeIDR          Type = 5
	TypeSEI          Type = 6
	TypeSPS          Type = 7
	TypePPS          Type = 8
	TypeDelimiter    Type = 9
	TypeEndOfSeq     Type = 10
	TypeEndOfStream  Type = 11
	TypeFiller       Type = 12
	TypeSTAPA        Type = 24 // RFC 6184, 5.7.1
	TypeFUA          Type = 28 // RFC 6184, 5.8
	typeMask              = 0x1f
	sliceHeaderBytes      = 16 // two Exp-Golomb codes of at most 32 bits, and emulation prevention
)

// TypeOf returns the type of a NAL unit; an empty one has type 0.
func TypeOf(nalu []byte) Type {
	if len(nalu) == 0 {
		return 0
	}
	return Type(nalu[0] & typeMask)
}

// IsBSlice tells whether a NAL unit is a slice of a B picture. The type stands in every slice header, so that one lost
// packet cannot lead to a wrong answer as it does where decoding times are counted.
func IsBSlice(nalu []byte) bool {
	switch TypeOf(nalu) {
	case TypeSlice, TypePartitionA:
	default:
		return false
	}
	r := bitReader{data: nalu[1:min(len(nalu), 1+sliceHeaderBytes)]}
	r.expGolomb() // first_mb_in_slice
	sliceType := r.expGolomb()
	const b, allB = 1, 6 // ITU-T H.264, table 7-6
	return !r.failed && (sliceType == b || sliceType == allB)
}

// ppsID returns pic_parameter_set_id of a picture parameter set.
func ppsID(pps []byte) (uint32, bool) {
	r := bitReader{data: pps[1:min(len(pps), 1+sliceHeaderBytes)]}
	id := r.expGolomb()
	return id, !r.failed
}

// bitReader reads an RBSP, skipping emulation prevention bytes (ITU-T H.264, 7.4.1).
type bitReader struct {
	data   []byte
	at     int
	zeros  int
	bits   uint8
	left   int
	failed bool
}

func (r *bitReader) bit() uint32 {
	if r.left == 0 {
		if r.at < len(r.data) && r.zeros >= 2 && r.data[r.at] == 3 {
			r.at++
			r.zeros = 0
		}
		if r.at >= len(r.data) {
			r.failed = true
			return 0
		}
		r.bits = r.data[r.at]
		r.at++
		if r.bits == 0 {
			r.zeros++
		} else {
			r.zeros = 0
		}
		r.left = 8
	}
	r.left--
	return uint32(r.bits>>r.left) & 1
}

// expGolomb reads ue(v) (ITU-T H.264, 9.1).
func (r *bitReader) expGolomb() uint32 {
	zeros := 0
	for r.bit() == 0 {
		zeros++
		if r.failed || zeros > 31 {
			r.failed = true
			return 0
		}
	}
	var value uint32 = 1
	for range zeros {
		value = value<<1 | r.bit()
	}
	return value - 1
}
