package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/base"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/waittest"
	"control-room/pusher/internal/whiptest"
)

func TestEndsWithinASecondAndDeletes(t *testing.T) {
	for name, end := range map[string]func(*process){
		"TERM":                  func(p *process) { _ = p.cmd.Process.Signal(syscall.SIGTERM) },
		"INT":                   func(p *process) { _ = p.cmd.Process.Signal(syscall.SIGINT) },
		"end of standard input": func(p *process) { _ = p.stdin.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			sfu := whiptest.Start(t)
			p := start(t, nil, "run", "--job", "-", "--tethered")
			p.write(document(sfu, film(t, cameratest.Options{})))
			p.until("it publishes", publishing(1))
			begun := time.Now()
			end(p)
			if code := p.end(); code != exitOK {
				t.Errorf("exit code %d: %s", code, p.stderr.String())
			}
			if took := time.Since(begun); took > time.Second {
				t.Errorf("took %v", took)
			}
			if sfu.Living() != 0 {
				t.Error("the publication is left")
			}
			log := p.stderr.String()
			if !strings.Contains(log, " INFO a Pipeline is PLAYING\n") {
				t.Errorf("the log does not tell that it plays: %s", log)
			}
		})
	}
}

func TestEndsWithinASecondWhileTheSFUHangs(t *testing.T) {
	sfu := whiptest.Start(t)
	sfu.Hold()
	p := start(t, nil, "run", "--job", "-", "--tethered")
	p.write(document(sfu, film(t, cameratest.Options{})))
	waittest.Until(t, "the SFU was asked", func() bool { return len(sfu.Posts()) == 1 })
	begun := time.Now()
	_ = p.stdin.Close()
	if code := p.end(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(begun); took > 1100*time.Millisecond {
		t.Errorf("took %v", took)
	}
}

func TestEnvironment(t *testing.T) {
	sfu := whiptest.Start(t)
	camera := film(t, cameratest.Options{})
	status := filepath.Join(t.TempDir(), "status.json")
	p := start(t, []string{
		"RTSP_URL=" + camera.URL(), "WHIP_ENDPOINT=" + sfu.Endpoint(), "STREAM_KEY=stream-key", statusFileVariable + "=" + status,
	}, "run")
	waittest.Until(t, "the SFU was asked", func() bool { return len(sfu.Posts()) > 0 })
	if posts := sfu.Posts(); posts[0] != "stream-key" {
		t.Errorf("sent the token %q", posts[0])
	}
	p.until("the camera plays", func(s report.Status) bool { return len(s.Cameras) == 1 && s.Cameras[0].Facts != nil })
	health := start(t, []string{statusFileVariable + "=" + status}, "healthcheck")
	if code := health.end(); code != exitOK {
		t.Errorf("health %d: %v", code, health.lines())
	}
}

func TestLinesReplaceTheDocument(t *testing.T) {
	sfu := whiptest.Start(t)
	one, two := film(t, cameratest.Options{}), film(t, cameratest.Options{})
	p := start(t, nil, "run", "--job", "-", "--tethered")
	p.write(document(sfu, one))
	p.until("one publishes", publishing(1))

	p.write(document(sfu, one, two))
	p.until("two publish", publishing(2))
	if plays := one.Requests(base.Play, false); plays != 1 {
		t.Errorf("the unchanged camera was pulled %d times", plays)
	}

	if _, err := p.stdin.Write([]byte("{\"version\":1,\"cameras\":17}\n")); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "the bad line is told", func() bool {
		for _, line := range p.lines() {
			if strings.Contains(line, `"type":"error"`) && strings.Contains(line, string(fault.JobInvalid)) {
				return true
			}
		}
		return false
	})

	changed := document(sfu, one, two)
	changed.Cameras[0].Outputs[0].Token = "renewed"
	p.write(changed)
	p.write(document(sfu, two)) // its id is now that of the first
	p.until("one publishes", publishing(1))
	waittest.Until(t, "the others are deleted", func() bool { return sfu.Living() == 1 })
	if plays := one.Requests(base.Play, false); plays != 1 {
		t.Errorf("the camera with a new token was pulled %d times", plays)
	}
	renewed := false
	for _, token := range sfu.Deletes() {
		renewed = renewed || token == "renewed"
	}
	if !renewed {
		t.Errorf("deleted with %q", sfu.Deletes())
	}
}

func TestBadUse(t *testing.T) {
	for name, args := range map[string][]string{
		"nothing":          {},
		"unknown":          {"fly"},
		"no environment":   {"run"},
		"unknown flag":     {"run", "--fly"},
		"missing file":     {"run", "--job", "/absent.json"},
		"probe of nothing": {"probe"},
		"no status file":   {"healthcheck"},
	} {
		t.Run(name, func(t *testing.T) {
			p := start(t, nil, args...)
			if code := p.end(); code != exitUsage {
				t.Errorf("exit code %d", code)
			}
		})
	}
}
