package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/liberrors"

	"control-room/pusher/internal/fault"
)

// classify turns an error into a fault, in the words of the camera's address.
func (c *Connection) classify(err error) error {
	f := classifySetup(err)
	if f.Code == fault.CameraLoginRefused && !c.hasLogin() {
		f = fault.New(fault.CameraLoginRefused, "the camera wants a user name and password, and none are given")
	}
	return f
}

func classifySetup(err error) *fault.Error {
	var known *fault.Error
	if errors.As(err, &known) {
		return known
	}
	var status liberrors.ErrClientBadStatusCode
	if errors.As(err, &status) {
		return fault.New(codeOf(status.Code), fmt.Sprintf("RTSP %d %s", int(status.Code), reason(status)))
	}
	var auth liberrors.ErrClientAuthSetup
	if errors.As(err, &auth) {
		return fault.New(fault.CameraLoginRefused, "RTSP 401 and no login scheme that is known here (Digest, Basic)")
	}
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return fault.New(fault.CameraNameUnresolved, name.Error())
	case errors.Is(err, errRefused):
		return fault.New(fault.CameraRefused, err.Error())
	case isTimeout(err), errors.Is(err, errHostUnreachable), errors.Is(err, errNetUnreachable):
		return fault.New(fault.CameraUnreachable, err.Error())
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, errReset),
		errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed):
		return fault.New(fault.CameraClosed, "the camera closed the connection: "+err.Error())
	default:
		return fault.New(fault.CameraRTSPError, err.Error())
	}
}

func isTimeout(err error) bool {
	var network net.Error
	var request liberrors.ErrClientRequestTimedOut
	var silent liberrors.ErrClientTCPTimeout
	return errors.As(err, &request) || errors.As(err, &silent) ||
		errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) ||
		(errors.As(err, &network) && network.Timeout())
}

func codeOf(status base.StatusCode) fault.Code {
	switch status {
	case base.StatusUnauthorized:
		return fault.CameraLoginRefused
	case base.StatusForbidden:
		return fault.CameraForbidden
	case base.StatusNotFound, base.StatusParameterNotUnderstood:
		return fault.CameraPathNotFound
	case base.StatusNotEnoughBandwidth, base.StatusServiceUnavailable:
		return fault.CameraBusy
	case base.StatusUnsupportedTransport:
		return fault.CameraTransportRefused
	default:
		return fault.CameraRTSPError
	}
}

func reason(status liberrors.ErrClientBadStatusCode) string {
	if status.Message != "" {
		return status.Message
	}
	return base.StatusMessages[status.Code]
}

// authScheme names the scheme that is answered to a challenge (RFC 2617): Digest wherever it is offered.
func authScheme(challenges base.HeaderValue) string {
	scheme := "none"
	for _, challenge := range challenges {
		name, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(challenge)), " ")
		switch name {
		case "digest":
			return "digest"
		case "basic":
			scheme = "basic"
		}
	}
	return scheme
}
