//go:build unix

package login

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock waits for the file; closing it gives it back.
func lock(file *os.File) error { return unix.Flock(int(file.Fd()), unix.LOCK_EX) }
