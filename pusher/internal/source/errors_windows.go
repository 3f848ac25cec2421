package source

import "golang.org/x/sys/windows"

// What the operating system says of a connection.
const (
	errRefused         = windows.WSAECONNREFUSED
	errHostUnreachable = windows.WSAEHOSTUNREACH
	errNetUnreachable  = windows.WSAENETUNREACH
	errReset           = windows.WSAECONNRESET
)
