package relay

import (
	"bytes"
	"testing"

	"github.com/bluenviron/gortsplib/v5/pkg/format/rtph264"
	"github.com/pion/rtp"

	"control-room/pusher/internal/cameratest"
)

// roundTrip packetizes NAL units and reads them back with a decoder that is not ours.
func roundTrip(t *testing.T, nalus [][]byte) (read [][]byte, packets int) {
	t.Helper()
	decoder := &rtph264.Decoder{PacketizationMode: 1}
	if err := decoder.Init(); err != nil {
		t.Fatal(err)
	}
	var p packetizer
	ended := false
	err := p.packetize(nalus, func(payload []byte, last bool) error {
		if ended {
			t.Fatal("a payload follows the last one")
		}
		ended = last
		if len(payload) > MaxPayload {
			t.Fatalf("payload of %d bytes", len(payload))
		}
		packet := &rtp.Packet{
			Header:  rtp.Header{Version: 2, SequenceNumber: uint16(packets), Marker: last},
			Payload: bytes.Clone(payload),
		}
		packets++
		unit, err := decoder.Decode(packet)
		if err == nil {
			read = append(read, unit...)
		} else if last {
			t.Fatalf("the last payload does not complete the picture: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !ended {
		t.Fatal("no payload is marked as the last")
	}
	return read, packets
}

func TestPacketize(t *testing.T) {
	slice := func(size int) []byte { return cameratest.Slice(cameratest.P, size) }
	for _, c := range []struct {
		name    string
		nalus   [][]byte
		packets int
	}{
		{"small", [][]byte{slice(10)}, 1},
		{"just fits", [][]byte{slice(MaxPayload)}, 1},
		{"just does not fit", [][]byte{slice(MaxPayload + 1)}, 2},
		{"key frame", [][]byte{cameratest.BaselineSPS, cameratest.BaselinePPS, cameratest.Slice(cameratest.I, 5000)}, 6},
		{"slices together", [][]byte{slice(300), slice(300), slice(300)}, 1},
		{"slices that fill a packet", [][]byte{slice(573), slice(572), slice(2)}, 2},
		{"slices apart", [][]byte{slice(1000), slice(1000)}, 2},
		{"large after small", [][]byte{slice(10), slice(3000), slice(10)}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			read, packets := roundTrip(t, c.nalus)
			if packets != c.packets {
				t.Errorf("%d packets, want %d", packets, c.packets)
			}
			if len(read) != len(c.nalus) {
				t.Fatalf("%d NAL units, want %d", len(read), len(c.nalus))
			}
			for i := range read {
				if !bytes.Equal(read[i], c.nalus[i]) {
					t.Errorf("NAL unit %d changed", i)
				}
			}
		})
	}
}

func FuzzPacketize(f *testing.F) {
	f.Add(uint16(1), uint16(2000), uint16(1150))
	f.Add(uint16(572), uint16(573), uint16(5))
	f.Fuzz(func(t *testing.T, a, b, c uint16) {
		var nalus [][]byte
		total := 0
		for _, size := range []uint16{a, b, c} {
			if size >= 2 {
				nalus = append(nalus, cameratest.Slice(cameratest.P, int(size)))
				total += int(size)
			}
		}
		if len(nalus) == 0 {
			return
		}
		read, packets := roundTrip(t, nalus)
		if !bytes.Equal(bytes.Join(read, nil), bytes.Join(nalus, nil)) {
			t.Fatal("the picture changed")
		}
		if packets > total/1000+2*len(nalus) {
			t.Fatalf("%d packets for %d bytes", packets, total)
		}
	})
}
