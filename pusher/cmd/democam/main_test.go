package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/base"

	"control-room/pusher/internal/democam"
)

const (
	scenes      = "../../../resources/clips"
	fixtures    = "../../../test/fixtures/clips"
	asDemocam   = "DEMOCAM_TEST_RUN_AS_PROGRAM"
	testingUser = "viewer"
)

// The test binary is also the program under test, so that exit codes and standard streams are the real ones.
func TestMain(m *testing.M) {
	if os.Getenv(asDemocam) != "" {
		os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// process is a running democam.
type process struct {
	*exec.Cmd
	stdin   io.WriteCloser
	stdout  *bufio.Reader
	stderr  *bytes.Buffer
	address string
}

func command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asDemocam+"=1")
	return cmd
}

// launch starts democam, hands it input and waits until it listens.
func launch(t testing.TB, input string, args ...string) *process {
	t.Helper()
	p := &process{Cmd: command(args...), stderr: &bytes.Buffer{}}
	p.Stderr = p.stderr
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.stdin, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.Process.Kill()
		_ = p.Wait()
	})
	if _, err := io.WriteString(p.stdin, input); err != nil {
		t.Fatal(err)
	}
	p.stdout = bufio.NewReader(stdout)
	line, err := p.stdout.ReadBytes('\n')
	if err != nil {
		t.Fatalf("no listening line: %v; %s", err, p.stderr)
	}
	var listening struct {
		Type    string   `json:"type"`
		Address string   `json:"address"`
		Cameras []string `json:"cameras"`
	}
	if err := json.Unmarshal(line, &listening); err != nil || listening.Type != "listening" || len(listening.Cameras) == 0 {
		t.Fatalf("listening line %q: %v", line, err)
	}
	p.address = listening.Address
	return p
}

func describe(t testing.TB, location string) base.StatusCode {
	t.Helper()
	u, err := base.ParseURL(location)
	if err != nil {
		t.Fatal(err)
	}
	protocol := gortsplib.ProtocolTCP
	client := &gortsplib.Client{Scheme: u.Scheme, Host: u.Host, Protocol: &protocol}
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_, response, err := client.Describe(u)
	if response == nil {
		t.Fatal(err)
	}
	return response.StatusCode
}

func TestPasswordThenControlThenEnd(t *testing.T) {
	t.Parallel()
	p := launch(t, "a secret\n", "--clips", fixtures, "--user", testingUser, "--password-stdin", "--control", "--tethered")
	if code := describe(t, "rtsp://"+testingUser+":a%20secret@"+p.address+"/h265"); code != base.StatusOK {
		t.Errorf("the right login is answered with %d", code)
	}
	if code := describe(t, "rtsp://"+testingUser+":other@"+p.address+"/h265"); code != base.StatusUnauthorized {
		t.Errorf("a wrong login is answered with %d", code)
	}
	if _, err := io.WriteString(p.stdin, `{"id":9,"camera":"h265","set":{"running":false}}`+"\n"); err != nil {
		t.Fatal(err)
	}
	line, err := p.stdout.ReadBytes('\n')
	var reply democam.Reply
	if err != nil || json.Unmarshal(line, &reply) != nil || reply.ID != 9 || len(reply.Cameras) != 1 || reply.Cameras[0].Running || reply.LoginsRefused == 0 {
		t.Errorf("reply %q, %v", line, err)
	}
	if err := p.stdin.Close(); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(p.stdout)
	if err != nil || len(rest) != 0 {
		t.Errorf("after the end of input: %q, %v", rest, err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("ended with %v; %s", err, p.stderr)
	}
}

func TestEndsOnSignal(t *testing.T) {
	t.Parallel()
	p := launch(t, "", "--clips", fixtures)
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(p.stdout); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Errorf("ended with %v; %s", err, p.stderr)
	}
}

func TestErrorsAreClear(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	damaged := t.TempDir()
	if err := os.WriteFile(filepath.Join(damaged, "gate.clip.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	none := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		name    string
		args    []string
		code    int
		message string
	}{
		{"port in use", []string{"--clips", fixtures, "--listen", taken.Addr().String()}, exitListen, "address already in use"},
		{"no clip directory", []string{"--clips", none}, exitClips, none},
		{"damaged clip", []string{"--clips", damaged}, exitClips, "gate.clip.json"},
		{"no clips given", nil, exitUsage, "--clips is missing"},
		{"unknown option", []string{"--volume", "3"}, exitUsage, "volume"},
		{"stray argument", []string{"--clips", fixtures, "more"}, exitUsage, `"more"`},
		{"login without password", []string{"--clips", fixtures, "--user", "u"}, exitUsage, "come together"},
		{"unknown login scheme", []string{"--clips", fixtures, "--auth", "none"}, exitUsage, `"none"`},
		{"odd UDP port", []string{"--clips", fixtures, "--udp-port", "5001"}, exitUsage, "even"},
		{"missing password file", []string{"--clips", fixtures, "--user", "u", "--password-file", none}, exitUsage, "password"},
	} {
		cmd := command(c.args...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		stdout, _ := cmd.Output()
		if code := cmd.ProcessState.ExitCode(); code != c.code || !strings.Contains(stderr.String(), c.message) || len(stdout) != 0 {
			t.Errorf("%s: exit code %d, want %d; stdout %q; stderr %q, want %q", c.name, code, c.code, stdout, stderr.String(), c.message)
		}
	}
}
