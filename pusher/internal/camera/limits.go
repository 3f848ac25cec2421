package camera

import (
	"time"

	"control-room/pusher/internal/backoff"
	"control-room/pusher/internal/fault"
)

// healthyAfter is how long something must work for its failures to be forgotten.
const healthyAfter = time.Minute

// lingerAfter is how long a publication outlives its camera: a camera that is back by then needs no new one, and after
// that the SFU's room is not kept full of silent tracks.
const lingerAfter = 30 * time.Second

// sourceLimits returns how soon a camera is tried again after a fault.
func sourceLimits(code fault.Code) backoff.Limits {
	switch code {
	case fault.CodecUnsupported, fault.CodecBFrames, fault.CameraNoVideo:
		// Only a change of the camera's settings helps; this finds it.
		return backoff.Limits{First: time.Minute, Longest: time.Minute}
	case fault.CameraLoginRefused:
		return backoff.Limits{First: 5 * time.Second, Longest: 30 * time.Second}
	case fault.CameraForbidden, fault.CameraPathNotFound, fault.CameraBusy:
		return backoff.Limits{First: 2 * time.Second, Longest: time.Minute}
	default:
		// A camera that comes back is wanted on the wall within 5 s; to knock at a door that is shut costs nothing.
		return backoff.Limits{First: 500 * time.Millisecond, Longest: 4 * time.Second}
	}
}

// outputLimits returns how soon a publication is tried again after a fault.
func outputLimits(code fault.Code) backoff.Limits {
	switch code {
	case fault.WHIPUnauthorised, fault.WHIPForbidden:
		return backoff.Limits{First: 5 * time.Second, Longest: time.Minute}
	case fault.WHIPNotFound, fault.WHIPCapacity:
		return backoff.Limits{First: 2 * time.Second, Longest: 30 * time.Second}
	default:
		// An SFU that restarts is back within seconds, and every camera of the site waits for it.
		return backoff.Limits{First: 400 * time.Millisecond, Longest: 4 * time.Second}
	}
}
