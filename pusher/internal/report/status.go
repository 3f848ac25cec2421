// Package report writes what a pusher knows: status lines for programs, log lines for people.
package report

import (
	"time"

	"control-room/pusher/internal/delivery"
	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
)

// Status is one status line. Its JSON schema is status.schema.json beside go.mod. Numbers that were not measured are
// null, never 0.
type Status struct {
	Type    string    `json:"type"` // "status"
	At      time.Time `json:"at"`
	Version string    `json:"version"`
	PID     int       `json:"pid"`
	Cameras []Camera  `json:"cameras"`
}

// State says how far a camera or an output is.
type State string

// States. Held and Refused wait for a person, the others for themselves.
const (
	Connecting State = "connecting"
	Publishing State = "publishing"
	Retrying   State = "retrying"
	Held       State = "held"
	Refused    State = "refused"
)

// Camera is the state of one camera.
type Camera struct {
	ID        string             `json:"id"`
	State     State              `json:"state"`
	Code      *fault.Code        `json:"code"`
	Detail    *string            `json:"detail"`
	Since     time.Time          `json:"since"`
	Attempt   int                `json:"attempt"`
	NextTryAt *time.Time         `json:"nextTryAt"`
	Restarts  map[fault.Code]int `json:"restarts"`
	Facts     *facts.Facts       `json:"facts"`
	Delivery  delivery.Decision  `json:"delivery"`
	Delay     Delay              `json:"delay"`
	Outputs   []Output           `json:"outputs"`
}

// Delay tells how long a picture takes on each leg.
type Delay struct {
	// CaptureClock is whose clock the announced capture times come from: "camera", or "arrival" where the camera's
	// clock is missing or implausible and pictures count from their arrival here.
	CaptureClock string `json:"captureClock"`
	// CameraToArrivalMs is nil where the camera's clock cannot be believed.
	CameraToArrivalMs *Percentiles `json:"cameraToArrivalMs"`
	// ArrivalToDepartureMs is from the last packet in to the last packet out, of pictures that are no key frames.
	ArrivalToDepartureMs *Percentiles `json:"arrivalToDepartureMs"`
	// ToSFUMs is half of the last round trip measured by STUN.
	ToSFUMs *float64 `json:"toSfuMs"`
}

// Percentiles of the last pictures.
type Percentiles struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
}

// Output is the state of one publication.
type Output struct {
	ID            string      `json:"id"`
	State         State       `json:"state"`
	Code          *fault.Code `json:"code"`
	Detail        *string     `json:"detail"`
	FirstFrameAt  *time.Time  `json:"firstFrameAt"`
	RTTMs         *float64    `json:"rttMs"`
	PacketsSent   uint64      `json:"packetsSent"`
	BytesSent     uint64      `json:"bytesSent"`
	FramesSent    uint64      `json:"framesSent"`
	KeyFramesSent uint64      `json:"keyframesSent"`
	NACKs         uint64      `json:"nacks"`
	Retransmits   uint64      `json:"retransmits"`
	PLIs          uint64      `json:"plis"`
	Replays       uint64      `json:"replays"`
	BitrateKbps   *float64    `json:"bitrateKbps"`
	LossPercent   *float64    `json:"lossPercent"`
}
