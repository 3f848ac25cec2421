package cameratest

import (
	"net"
	"testing"

	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/bluenviron/gortsplib/v5/pkg/format"
)

// H264 is a track with the given parameter sets.
func H264(sps, pps []byte) *description.Media {
	return &description.Media{Type: description.MediaTypeVideo, Formats: []format.Format{
		&format.H264{PayloadTyp: 96, SPS: sps, PPS: pps, PacketizationMode: 1},
	}}
}

// H265 is a track with the parameter sets of this package.
func H265() *description.Media {
	return &description.Media{Type: description.MediaTypeVideo, Formats: []format.Format{
		&format.H265{PayloadTyp: 96, VPS: H265VPS, SPS: H265SPS, PPS: H265PPS},
	}}
}

// PCMA is an audio track.
func PCMA() *description.Media {
	return &description.Media{Type: description.MediaTypeAudio, Formats: []format.Format{
		&format.G711{PayloadTyp: 8, SampleRate: 8000, ChannelCount: 1},
	}}
}

// Unused returns an address on which nothing listens.
func Unused(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
