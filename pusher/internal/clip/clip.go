// Package clip reads encoded clips that are meant to be looped: an elementary video stream, optionally an audio
// stream, and a JSON sidecar that says how to cut and time them. The format is described in resources/clips/README.md.
package clip

// Video codecs of clips, named as in the sidecar.
const (
	H264 = "H264"
	H265 = "H265"
)

// Audio codecs of clips, named as in the sidecar.
const (
	PCMA = "PCMA" // G.711 A-law, 8 kHz, mono
	AAC  = "AAC"  // AAC-LC
)

// Clip is one loop.
type Clip struct {
	Name  string
	Title string
	Video Video
	Audio *Audio // nil without sound
}

// Video is a loop of Frames pictures, followed by one more group of pictures that repeats the loop's last picture:
// what a camera sends whose sensor is frozen.
type Video struct {
	Codec           string
	Width, Height   int // pixels
	FramesPerSecond int
	Frames          int // length of the loop, a whole number of seconds and of groups of pictures
	GOPFrames       int // every GOPFrames-th access unit is an IDR

	// ParameterSets are VPS, SPS and PPS (H.265) or SPS and PPS (H.264), whichever way they are sent.
	ParameterSets [][]byte
	// Announced tells whether the session description carries the parameter sets.
	Announced bool
	// AccessUnits are Frames + GOPFrames lists of NAL units without start codes, in decoding order. Parameter sets
	// are among them only if the camera is to send them in-band.
	AccessUnits [][][]byte
	// PresentationOrder[i] is the place at which access unit i is shown. Groups of pictures are closed: each holds
	// exactly its own places.
	PresentationOrder []int
	// ReorderFrames is how many frames an access unit is sent after the earliest moment at which it could be shown;
	// 0 without B-frames.
	ReorderFrames int
}

// Audio is a loop of equally long units as long as the video's.
type Audio struct {
	Codec          string
	SampleRate     int // Hz
	Channels       int
	SamplesPerUnit int
	Units          [][]byte // one RTP packet each
	BeforeVideo    bool     // whether the session description names the audio first
}

// LoopSeconds is the duration of the loop.
func (v *Video) LoopSeconds() int {
	return v.Frames / v.FramesPerSecond
}
