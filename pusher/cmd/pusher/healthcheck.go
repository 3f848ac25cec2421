package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"control-room/pusher/internal/report"
)

// longestHealthOutput is how much of a health check's output Docker keeps, in bytes.
const longestHealthOutput = 4000

// healthcheck prints the last status of run and fails if run no longer writes any.
func healthcheck(args []string) int {
	flags := flag.NewFlagSet("healthcheck", flag.ContinueOnError)
	statusFile := flags.String("status-file", os.Getenv(statusFileVariable), "the file that run keeps")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return exitUsage
	}
	if *statusFile == "" {
		fmt.Fprintln(os.Stderr, "neither --status-file nor "+statusFileVariable+" is set")
		return exitUsage
	}
	status, err := report.ReadStatusFile(*statusFile, time.Now())
	if len(status) > longestHealthOutput {
		status = status[:longestHealthOutput]
	}
	fmt.Println(string(status))
	if err != nil {
		fmt.Println(err)
		return exitFailed
	}
	return exitOK
}
