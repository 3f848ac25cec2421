package login

import (
	"os"

	"golang.org/x/sys/windows"
)

// lock waits for the file; closing it gives it back.
func lock(file *os.File) error {
	// Bytes far beyond the end are locked: Windows would keep this process itself from reading the others.
	const offset = 1 << 30
	return windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0,
		&windows.Overlapped{Offset: offset})
}
