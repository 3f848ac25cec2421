package delivery

import (
	"testing"

	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/h264"
)

func TestDecide(t *testing.T) {
	for _, c := range []struct {
		name     string
		evidence Evidence
		mode     Mode
		code     string
	}{
		{"H.264 that says nothing", Evidence{Codec: "H264"}, Passthrough, PassH264},
		{"H.264 that cannot reorder", Evidence{Codec: "H264", Reordering: h264.ReorderingImpossible}, Passthrough, PassH264},
		{"H.264 that may reorder, at first", Evidence{Codec: "H264", Reordering: h264.ReorderingAnnounced, Pictures: picturesToWait - 1}, Undecided, ""},
		{"H.264 that may reorder and does not", Evidence{Codec: "H264", Reordering: h264.ReorderingAnnounced, Pictures: picturesToWait}, Passthrough, PassH264},
		{"B slices", Evidence{Codec: "H264", BSlices: true, Pictures: 3}, Refused, "CODEC_B_FRAMES"},
		{"B slices in the order they are shown", Evidence{Codec: "H264", Reordering: h264.ReorderingImpossible, BSlices: true}, Passthrough, PassH264},
		{"H.265", Evidence{Codec: "H265"}, Refused, "CODEC_UNSUPPORTED"},
		{"MJPEG", Evidence{Codec: "MJPEG"}, Refused, "CODEC_UNSUPPORTED"},
	} {
		d := Decide(c.evidence)
		if d.Mode != c.mode || d.ReasonCode != c.code || d.Reason == "" {
			t.Errorf("%s: %+v", c.name, d)
		}
	}
}

func TestDescribe(t *testing.T) {
	profile, level, kbps, gop, b := "Main", "3.1", 512.4, 1000.0, false
	d := Describe(Decide(Evidence{Codec: "H264"}), &facts.Facts{
		Profile: &profile, Level: &level, BitrateKbps: &kbps, GOPMs: &gop, BFrames: &b,
	})
	if want := "H.264 Main 3.1, no B-frames, 512 kbit/s, GOP 1.0 s"; d.Reason != want {
		t.Errorf("%q", d.Reason)
	}
	if d := Describe(Decide(Evidence{Codec: "H264"}), &facts.Facts{}); d.Reason != "H.264" {
		t.Errorf("%q", d.Reason)
	}
	if d := Describe(Decide(Evidence{Codec: "H265"}), &facts.Facts{Profile: &profile, Level: &level}); d.Mode != Refused {
		t.Errorf("%+v", d)
	}
}
