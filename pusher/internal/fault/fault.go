// Package fault names what can go wrong between a camera and the SFU.
package fault

import "errors"

// Code names a fault. The list is shared with the application, which owns the sentences shown to people.
type Code string

// Faults of the job document and of the camera's address.
const (
	JobInvalid Code = "JOB_INVALID"
	URLInvalid Code = "URL_INVALID"
)

// Faults of the camera. Numbers are RTSP status codes (RFC 2326, 7.1.1).
const (
	CameraNameUnresolved   Code = "CAMERA_NAME_UNRESOLVED"
	CameraUnreachable      Code = "CAMERA_UNREACHABLE"       // no answer in time
	CameraRefused          Code = "CAMERA_REFUSED"           // connection refused
	CameraLoginRefused     Code = "CAMERA_LOGIN_REFUSED"     // 401
	CameraLoginHeld        Code = "CAMERA_LOGIN_HELD"        // 401 so often that another try might lock the account
	CameraForbidden        Code = "CAMERA_FORBIDDEN"         // 403
	CameraPathNotFound     Code = "CAMERA_PATH_NOT_FOUND"    // 404, 451
	CameraBusy             Code = "CAMERA_BUSY"              // 453, 503
	CameraTransportRefused Code = "CAMERA_TRANSPORT_REFUSED" // 461
	CameraRTSPError        Code = "CAMERA_RTSP_ERROR"        // any other answer
	CameraNoVideo          Code = "CAMERA_NO_VIDEO"
	CameraNoPackets        Code = "CAMERA_NO_PACKETS"
	CameraClosed           Code = "CAMERA_CLOSED"
	CodecUnsupported       Code = "CODEC_UNSUPPORTED"
	CodecBFrames           Code = "CODEC_B_FRAMES"
)

// Faults of the way out. Numbers are HTTP status codes of the WHIP endpoint (RFC 9725).
const (
	WHIPUnreachable  Code = "WHIP_UNREACHABLE"
	WHIPUnauthorised Code = "WHIP_UNAUTHORISED" // 401
	WHIPForbidden    Code = "WHIP_FORBIDDEN"    // 403
	WHIPNotFound     Code = "WHIP_NOT_FOUND"    // 404
	WHIPCapacity     Code = "WHIP_CAPACITY"     // 429
	WHIPUnavailable  Code = "WHIP_UNAVAILABLE"  // 5xx
	WHIPBadAnswer    Code = "WHIP_BAD_ANSWER"
	SFUSilent        Code = "SFU_SILENT" // neither STUN nor RTCP
	SFUClosed        Code = "SFU_CLOSED"
)

// Error is a fault with what was seen. Detail is free text for people and never holds a secret.
type Error struct {
	Code   Code
	Detail string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Detail }

// New makes an error of a code and what was seen.
func New(code Code, detail string) *Error { return &Error{Code: code, Detail: detail} }

// Of finds the fault in err. Anything else is told as an error of the given code.
func Of(err error, otherwise Code) *Error {
	var fault *Error
	if errors.As(err, &fault) {
		return fault
	}
	return New(otherwise, err.Error())
}
