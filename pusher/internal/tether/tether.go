// Package tether ties the life of a child process to that of its parent.
package tether

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// Exit codes of Run for a command that never ran, as POSIX shells report them (IEEE Std 1003.1, 2.8.2).
const (
	ExitNotExecutable = 126
	ExitNotFound      = 127
)

// requestsToEnd is how often a child is asked to end within the grace time.
const requestsToEnd = 10

// Options say when the child ends and where its output goes.
type Options struct {
	// Stop ends the child when it is closed.
	Stop <-chan struct{}
	// Grace is the time between asking the child to end and killing its process group.
	Grace time.Duration
	// Stdout and Stderr are handed to the child as they are, so that no byte passes through this process.
	Stdout, Stderr *os.File
}

// Closed returns a channel that is closed once r has reached its end. What r delivers before is dropped.
func Closed(r io.Reader) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(io.Discard, r)
	}()
	return done
}

// Run starts args[0] with the remaining arguments in a process group of its own and waits for it.
// It returns the child's exit code: 128 + the signal's number if a signal ended it (the shells' convention), or one of
// the Exit constants together with an error if it could not be started.
// Whatever is left of the process group afterwards is killed.
func Run(args []string, o Options) (int, error) {
	// The kernel sends the parent-death signal when the THREAD that forked ends, not the process.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = o.Stdout, o.Stderr
	group := newGroup(cmd)
	if err := cmd.Start(); err != nil {
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			return ExitNotFound, err
		}
		return ExitNotExecutable, err
	}
	defer group.kill()
	if err := group.started(); err != nil {
		group.kill()
		_ = cmd.Wait()
		return ExitNotExecutable, err
	}

	ended := make(chan struct{})
	go func() {
		select {
		case <-ended:
			return
		case <-o.Stop:
		}
		grace := time.NewTimer(o.Grace)
		defer grace.Stop()
		// Some servers drain at the first request, for as long as it takes, and end at the second.
		again := time.NewTicker(o.Grace / requestsToEnd)
		defer again.Stop()
		for {
			group.terminate()
			select {
			case <-ended:
				return
			case <-again.C:
			case <-grace.C:
				group.kill()
				return
			}
		}
	}()
	err := cmd.Wait()
	close(ended)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return ExitNotExecutable, err
	}
	return exitCode(cmd.ProcessState), nil
}
