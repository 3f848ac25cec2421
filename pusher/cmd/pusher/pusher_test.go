package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5/pkg/base"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/probe"
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

func TestProbe(t *testing.T) {
	camera := film(t, cameratest.Options{Username: "u", Password: "p"})
	request := func(password string) (probe.Result, int) {
		p := start(t, nil, "probe", "--request", "-")
		text, _ := json.Marshal(probe.Request{URL: camera.URL(), Username: "u", Password: password, Seconds: 2})
		_, _ = p.stdin.Write(text)
		_ = p.stdin.Close()
		code := p.end()
		var result probe.Result
		if err := json.Unmarshal([]byte(strings.Join(p.lines(), "\n")), &result); err != nil {
			t.Fatal(err, p.stderr.String())
		}
		return result, code
	}
	result, code := request("p")
	if code != exitOK || !result.OK || result.Facts.Codec != "H264" || result.Facts.Auth != "digest" || *result.Facts.GOPFrames != 5 ||
		result.Facts.TimeToFirstKeyFrameMs == nil || result.Verdict.ReasonCode != "PASS_H264" {
		t.Errorf("exit code %d, %+v", code, result)
	}
	statuses := []int{}
	for _, a := range result.Answers {
		statuses = append(statuses, a.Status)
	}
	if !slices.Equal(statuses, []int{200, 401, 200, 200, 200}) {
		t.Errorf("answers %v", statuses)
	}
	if result, code := request("wrong"); code != exitFailed || result.OK || result.Code != fault.CameraLoginRefused {
		t.Errorf("exit code %d, %+v", code, result)
	}
}

func TestProbeAndRunShareTheLoginBudget(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{Username: "u", Password: "right"})
	state := t.TempDir()
	look := func() fault.Code {
		p := start(t, nil, "probe", "--state-dir", state, "--seconds", "0.2", strings.Replace(camera.URL(), "rtsp://", "rtsp://u:wrong@", 1))
		p.end()
		var result probe.Result
		if err := json.Unmarshal([]byte(strings.Join(p.lines(), "\n")), &result); err != nil {
			t.Fatal(err)
		}
		return result.Code
	}
	for range 3 {
		if code := look(); code != fault.CameraLoginRefused {
			t.Errorf("probe said %s", code)
		}
	}
	if code := look(); code != fault.CameraLoginHeld {
		t.Errorf("the fourth probe said %s", code)
	}
	d := document(whiptest.Start(t), camera)
	d.StateDir = state
	d.Cameras[0].Source.Username, d.Cameras[0].Source.Password = "u", "wrong"
	p := start(t, nil, "run", "--job", "-", "--tethered")
	p.write(d)
	p.until("it is held", func(s report.Status) bool {
		return len(s.Cameras) == 1 && s.Cameras[0].State == report.Held && *s.Cameras[0].Code == fault.CameraLoginHeld
	})
	if tries := camera.Requests(base.Describe, true); tries != 3 {
		t.Errorf("the login was sent %d times", tries)
	}
}

// Secrets of every kind go through every fault that may quote them.
func TestSecretsAreNeverWritten(t *testing.T) {
	const password, token = "canary-p@ss/word", "canary-token"
	const encoded = "canary-p%40ss%2Fword"
	sfu := whiptest.Start(t)
	locked := cameratest.Start(t, cameratest.Options{Username: "u", Password: "another"})
	d := job.Document{Version: 1, IncludeLoopback: true, StatusIntervalMs: 100, StateDir: t.TempDir()}
	for i, url := range []string{
		strings.Replace(locked.URL(), "rtsp://", "rtsp://u:"+encoded+"@", 1),
		"rtsp://u:" + encoded + "@" + cameratest.Unused(t) + "/x?password=" + encoded,
		"rtsp://u:" + password + "@127.0.0.1/x",
		"rtsp://u:" + encoded + "%zz@127.0.0.1/x",
		film(t, cameratest.Options{}).URL(),
	} {
		d.Cameras = append(d.Cameras, job.Camera{
			ID: string(rune('a' + i)), Source: job.Source{URL: url},
			Outputs: []job.Output{
				{ID: "good", Endpoint: sfu.Endpoint(), Token: token},
				{ID: "gone", Endpoint: "http://" + cameratest.Unused(t) + "/w/" + token, Token: token},
			},
		})
	}
	p := start(t, nil, "run", "--job", "-", "--tethered")
	p.write(d)
	p.until("every camera has said what is wrong", func(s report.Status) bool {
		if len(s.Cameras) != len(d.Cameras) {
			return false
		}
		for _, c := range s.Cameras[:4] {
			if c.Code == nil {
				return false
			}
		}
		return s.Cameras[4].Outputs[1].Code != nil && s.Cameras[4].State == report.Publishing
	})
	if _, err := p.stdin.Write([]byte(`{"version":1,"cameras":[{"id":"x","source":{"url":"` + password + `","password":7},"outputs":"` + token + `"}]}` + "\n")); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "the bad line is told", func() bool { return strings.Contains(strings.Join(p.lines(), "\n"), `"type":"error"`) })
	_ = p.stdin.Close()
	p.end()
	written := strings.Join(p.lines(), "\n") + p.stderr.String()
	err := filepath.WalkDir(d.StateDir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			text, readErr := os.ReadFile(path)
			written += string(text)
			err = readErr
		}
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if strings.Contains(written, "canary") {
		t.Errorf("a secret was written:\n%s", written)
	}
}
