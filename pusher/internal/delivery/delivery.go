// Package delivery decides how a camera's video may reach viewers, and says why.
package delivery

import (
	"fmt"
	"strings"

	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
)

// Mode is how video is delivered.
type Mode string

// Modes.
const (
	Undecided   Mode = "undecided"
	Passthrough Mode = "passthrough"
	Refused     Mode = "refused"
)

// PassH264 is the reason code of everything that is passed through.
const PassH264 = "PASS_H264"

// Decision is a mode with its reason.
type Decision struct {
	Mode Mode `json:"mode"`
	// ReasonCode is PASS_H264 or a fault code; empty while undecided.
	ReasonCode string `json:"reasonCode"`
	// Reason is a sentence for people.
	Reason string `json:"reason"`
}

// Evidence is what a decision rests on.
type Evidence struct {
	Codec string
	// Reordering is what the parameter sets say.
	Reordering h264.Reordering
	// Pictures is how many pictures were seen, BSlices whether one of them was of the kind that cannot pass.
	Pictures int
	BSlices  bool
}

// picturesToWait is how many pictures are watched when the camera announces that it may reorder: every encoder that
// does so shows it within this number.
const picturesToWait = 16

// Decide judges a stream. Video whose parameter sets do not mention reordering passes at once, so that the first
// picture does not wait; it is refused as soon as it proves otherwise.
func Decide(e Evidence) Decision {
	switch {
	case e.Codec != "H264":
		return Decision{Refused, string(fault.CodecUnsupported),
			e.Codec + " cannot be passed to browsers; set the camera to H.264"}
	case e.BSlices && e.Reordering != h264.ReorderingImpossible:
		return Decision{Refused, string(fault.CodecBFrames),
			"the stream has B-frames, which WebRTC cannot carry; set the camera to Baseline profile or switch B-frames off"}
	case e.Reordering == h264.ReorderingAnnounced && e.Pictures < picturesToWait:
		return Decision{Undecided, "", "the camera announces that it may send B-frames; the first pictures are watched"}
	default:
		return Decision{Passthrough, PassH264, "H.264 in the order it is shown"}
	}
}

// Describe completes the reason of a passthrough decision with what was measured.
func Describe(d Decision, f *facts.Facts) Decision {
	if d.Mode != Passthrough || f == nil {
		return d
	}
	parts := []string{"H.264"}
	if f.Profile != nil {
		parts[0] += " " + *f.Profile + " " + *f.Level
	}
	if f.BFrames != nil && !*f.BFrames {
		parts = append(parts, "no B-frames")
	}
	if f.BitrateKbps != nil {
		parts = append(parts, fmt.Sprintf("%.0f kbit/s", *f.BitrateKbps))
	}
	if f.GOPMs != nil {
		parts = append(parts, fmt.Sprintf("GOP %.1f s", *f.GOPMs/1000))
	}
	d.Reason = strings.Join(parts, ", ")
	return d
}
