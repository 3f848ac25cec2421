package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"control-room/pusher/internal/login"
	"control-room/pusher/internal/probe"
	"control-room/pusher/internal/redact"
	"control-room/pusher/internal/rtspurl"
	"control-room/pusher/internal/tether"
)

// longestRequest bounds a probe request on standard input, in bytes.
const longestRequest = 64 << 10

func runProbe(args []string) int {
	flags := flag.NewFlagSet("probe", flag.ContinueOnError)
	stateDir := flags.String("state-dir", "", "directory with the count of refused logins")
	seconds := flags.Float64("seconds", 0, "how long to measure")
	from := flags.String("request", "", "- reads the request as JSON from standard input")
	if err := flags.Parse(args); err != nil {
		return exitUsage
	}
	var request probe.Request
	switch {
	case *from == "-" && flags.NArg() == 0:
		text, err := io.ReadAll(io.LimitReader(os.Stdin, longestRequest))
		if err == nil {
			err = json.Unmarshal(text, &request)
		}
		if err != nil {
			// The decoder's message may quote a secret.
			fmt.Fprintln(os.Stderr, "the request is no JSON object with url, username, password, stateDir, seconds, loginRetry")
			return exitUsage
		}
	case *from == "" && flags.NArg() == 1:
		request = probe.Request{URL: flags.Arg(0), StateDir: *stateDir, Seconds: *seconds}
	default:
		fmt.Fprintln(os.Stderr, "usage: pusher probe [--state-dir DIR] [--seconds N] URL | pusher probe --request -")
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), tether.StopSignals()...)
	defer stop()
	result := probe.Run(ctx, request, login.NewLedger(request.StateDir, nil), "control-room-pusher/"+version)
	if ctx.Err() != nil {
		return exitFailed
	}
	var secrets redact.Secrets
	secrets.Add(request.Password)
	if address, err := rtspurl.Parse(request.URL); err == nil {
		secrets.Add(address.Password)
	}
	result.Detail = secrets.Text(result.Detail)
	line, err := json.Marshal(result)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFailed
	}
	fmt.Println(string(line))
	if !result.OK {
		return exitFailed
	}
	return exitOK
}
