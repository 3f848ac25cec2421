// Command pusher pulls cameras by RTSP and publishes them by WHIP.
//
//	pusher run [--job FILE|-] [--tethered] [--status-file FILE]
//	pusher probe [--state-dir DIR] [--seconds N] URL
//	pusher probe --request -
//	pusher healthcheck [--status-file FILE]
//	pusher version
//
// run without --job takes RTSP_URL, WHIP_ENDPOINT and STREAM_KEY from the environment. It writes JSON status lines to
// standard output and log lines to standard error.
package main

import (
	"fmt"
	"os"
)

// version is the product's.
const version = "0.1.0"

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// statusFileVariable names the file that run keeps for healthcheck.
const statusFileVariable = "PUSHER_STATUS_FILE"

func main() { os.Exit(command(os.Args[1:])) }

func command(args []string) int {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	switch name {
	case "run":
		return run(args[1:])
	case "probe":
		return runProbe(args[1:])
	case "healthcheck":
		return healthcheck(args[1:])
	case "version", "--version":
		fmt.Println(version)
		return exitOK
	default:
		fmt.Fprintln(os.Stderr, "usage: pusher run|probe|healthcheck|version")
		return exitUsage
	}
}
