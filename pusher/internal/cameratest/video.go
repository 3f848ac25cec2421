package cameratest

import "encoding/hex"

// Parameter sets written by x264 and x265 for 320x180.
var (
	BaselineSPS = decode("6742c00bd901419f9f011000000300100000030140f142a480")
	BaselinePPS = decode("68cb83cb20")
	// HighReorderSPS announces that pictures are reordered, HighSPS that they are not.
	HighReorderSPS = decode("6764000cacd941419f9f011000000300100000030140f1429960")
	HighSPS        = decode("6764000bacb202833f3e022000000300200000030281e28549")
	HighPPS        = decode("68ebe3cb22c0")
	H265VPS        = decode("40010c01ffff01600000030090000003000003003c959809")
	H265SPS        = decode("42010101600000030090000003000003003ca00a080b9f796566924caf0168080000030008000003005040")
	H265PPS        = decode("4401c172b46240")
)

// Kind is the kind of a picture.
type Kind byte

// Kinds of pictures.
const (
	I Kind = 'I'
	P Kind = 'P'
	B Kind = 'B'
)

// Slice makes a NAL unit of the given size in bytes that has the slice header of its kind and no picture in it.
func Slice(kind Kind, size int) []byte {
	nalu := make([]byte, size)
	// first_mb_in_slice 0 is the bit 1; then slice_type as ue(v): 7 (I) 0001000, 5 (P) 00110, 6 (B) 00111.
	switch kind {
	case I:
		nalu[0], nalu[1] = 0x65, 0b1000_1000
	case P:
		nalu[0], nalu[1] = 0x41, 0b1001_1000
	case B:
		nalu[0], nalu[1] = 0x01, 0b1001_1100
	}
	for i := 2; i < size; i++ {
		nalu[i] = byte(i%250 + 5) // neither start codes nor emulation prevention
	}
	return nalu
}

func decode(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return b
}
