package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/waittest"
	"control-room/pusher/internal/whiptest"
)

// The test binary plays the pusher, so that signals, standard streams and exit codes are the real ones.
const playPusher = "PUSHER_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(playPusher) != "" {
		os.Exit(command(os.Args[1:]))
	}
	os.Exit(m.Run())
}

type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stderr bytes.Buffer
	ended  chan struct{}

	mu     sync.Mutex
	stdout []string
}

func start(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, cmd: exec.Command(self, args...), ended: make(chan struct{})}
	// The race detector would hold up every exit by a second.
	p.cmd.Env = append([]string{playPusher + "=1", "GORACE=atexit_sleep_ms=0"}, env...)
	p.cmd.Stderr = &p.stderr
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		lines := bufio.NewScanner(stdout)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			p.mu.Lock()
			p.stdout = append(p.stdout, lines.Text())
			p.mu.Unlock()
		}
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.ended
	})
	return p
}

func (p *process) lines() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.stdout...)
}

// status is the last status line, empty before the first.
func (p *process) status() (s report.Status) {
	lines := p.lines()
	for i := len(lines) - 1; i >= 0; i-- {
		if json.Unmarshal([]byte(lines[i]), &s) == nil && s.Type == "status" {
			return s
		}
	}
	return report.Status{}
}

func (p *process) until(what string, condition func(report.Status) bool) {
	p.t.Helper()
	waittest.Until(p.t, what, func() bool { return condition(p.status()) })
}

func (p *process) write(d job.Document) {
	p.t.Helper()
	line, err := json.Marshal(d)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.stdin.Write(append(line, '\n')); err != nil {
		p.t.Fatal(err)
	}
}

// end waits for the process and returns its exit code.
func (p *process) end() int {
	p.t.Helper()
	timeout := time.NewTimer(waittest.Limit)
	defer timeout.Stop()
	select {
	case <-p.ended:
		return p.cmd.ProcessState.ExitCode()
	case <-timeout.C:
		p.t.Fatal("the process does not end")
		return 0
	}
}

func document(sfu *whiptest.SFU, cameras ...*cameratest.Camera) job.Document {
	d := job.Document{Version: 1, IncludeLoopback: true, StatusIntervalMs: 200}
	for i, c := range cameras {
		d.Cameras = append(d.Cameras, job.Camera{
			ID:      string(rune('a' + i)),
			Source:  job.Source{URL: c.URL()},
			Outputs: []job.Output{{ID: "zone", Endpoint: sfu.Endpoint(), Token: "token"}},
		})
	}
	return d
}

func publishing(n int) func(report.Status) bool {
	return func(s report.Status) bool {
		if len(s.Cameras) != n {
			return false
		}
		for _, c := range s.Cameras {
			if c.State != report.Publishing || c.Outputs[0].FramesSent == 0 {
				return false
			}
		}
		return true
	}
}

func film(t *testing.T, options cameratest.Options) *cameratest.Camera {
	t.Helper()
	camera := cameratest.Start(t, options)
	camera.Film("IPPPP", time.Second/15, 500)
	return camera
}
