//go:build unix

package source

import "syscall"

// What the operating system says of a connection.
const (
	errRefused         = syscall.ECONNREFUSED
	errHostUnreachable = syscall.EHOSTUNREACH
	errNetUnreachable  = syscall.ENETUNREACH
	errReset           = syscall.ECONNRESET
)
