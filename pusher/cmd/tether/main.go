// Command tether runs another program and makes sure that it does not outlive whoever started tether.
//
//	tether -- COMMAND [ARGUMENTS…]
//
// The program is ended (TERM, then KILL after 5 s, the whole process group) when tether's standard input reaches its
// end or tether is asked to stop. Standard output, standard error and the exit code are the program's own.
package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"control-room/pusher/internal/tether"
)

const (
	exitUsage   = 2
	termGraceMs = 5000
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin))
}

func run(args []string, stdin io.Reader) int {
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "usage: tether -- COMMAND [ARGUMENTS…]")
		return exitUsage
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, tether.StopSignals()...)

	stop := make(chan struct{})
	go func() {
		select {
		case <-tether.Closed(stdin):
		case <-signals:
		}
		close(stop)
	}()
	code, err := tether.Run(args, tether.Options{
		Stop:   stop,
		Grace:  termGraceMs * time.Millisecond,
		Stdout: os.Stdout,
		Stderr: os.Stderr,
	})
	if err != nil {
		fmt.Fprintf(os.Stderr, "tether: %v\n", err)
	}
	return code
}
