package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/redact"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/supervisor"
	"control-room/pusher/internal/tether"
)

// A stop takes less than a second: DELETEs get stopGrace, and whatever hangs then is left to the SFU's own timeouts.
const (
	stopGrace    = 800 * time.Millisecond
	stopDeadline = 950 * time.Millisecond
)

// longestLine bounds a job document on standard input, in bytes: 10,000 cameras.
const longestLine = 16 << 20

func run(args []string) int {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	jobFile := flags.String("job", "", "job document: a file, or - for one document per line on standard input")
	tethered := flags.Bool("tethered", false, "end when standard input ends")
	statusFile := flags.String("status-file", os.Getenv(statusFileVariable), "keep the last status here for healthcheck")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return exitUsage
	}
	secrets := &redact.Secrets{}
	log := report.NewLog(os.Stderr, secrets)
	ctx, stop := signal.NotifyContext(context.Background(), tether.StopSignals()...)
	defer stop()

	documents := make(chan *job.Document, 1)
	stdin := bufio.NewReaderSize(os.Stdin, 64<<10)
	var first *job.Document
	var err error
	switch *jobFile {
	case "":
		first, err = job.FromEnvironment(os.LookupEnv)
	case "-":
		first, err = readLine(ctx, stdin)
	default:
		var text []byte
		if text, err = os.ReadFile(*jobFile); err == nil {
			first, err = job.Parse(text)
		}
	}
	switch {
	case ctx.Err() != nil || (err == io.EOF && *tethered):
		return exitOK
	case err != nil:
		tellJobError(log, err)
		return exitUsage
	}
	documents <- first

	go func() {
		if *jobFile == "-" {
			follow(ctx, stdin, documents, log)
		} else if *tethered {
			<-tether.Closed(stdin)
		}
		if *tethered {
			stop()
		}
	}()
	go func() {
		<-ctx.Done()
		time.AfterFunc(stopDeadline, func() { os.Exit(exitOK) })
	}()
	supervisor.New(supervisor.Config{
		Version: version, Status: os.Stdout, StatusFile: *statusFile, Log: log, Secrets: secrets,
	}).Run(ctx, documents, stopGrace)
	return exitOK
}

// follow hands on every further document. A bad one is told and changes nothing.
func follow(ctx context.Context, stdin *bufio.Reader, documents chan<- *job.Document, log *report.Log) {
	for {
		document, err := readLine(ctx, stdin)
		if err == io.EOF || ctx.Err() != nil {
			return
		}
		if err != nil {
			tellJobError(log, err)
			continue
		}
		select {
		case documents <- document:
		case <-ctx.Done():
			return
		}
	}
}

// readLine reads one document; empty lines are skipped.
func readLine(ctx context.Context, stdin *bufio.Reader) (*job.Document, error) {
	type outcome struct {
		line []byte
		err  error
	}
	read := make(chan outcome, 1)
	go func() {
		line, err := nextLine(stdin)
		read <- outcome{line, err}
	}()
	select {
	case o := <-read:
		if o.err != nil {
			return nil, o.err
		}
		return job.Parse(o.line)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func nextLine(stdin *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := stdin.ReadSlice('\n')
		if len(line)+len(part) > longestLine {
			return nil, io.EOF
		}
		line = append(line, part...)
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case len(trim(line)) > 0:
			return trim(line), nil
		case err != nil:
			return nil, io.EOF
		}
		line = line[:0]
	}
}

func trim(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r' || line[len(line)-1] == ' ') {
		line = line[:len(line)-1]
	}
	return line
}

// tellJobError reports a document that cannot be used, for programs and for people.
func tellJobError(log *report.Log, err error) {
	f := fault.Of(err, fault.JobInvalid)
	line, _ := json.Marshal(map[string]string{"type": "error", "code": string(f.Code), "detail": f.Detail})
	fmt.Println(string(line))
	log.Warn("-", "%s", f)
}
