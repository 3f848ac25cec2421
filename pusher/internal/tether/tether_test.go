//go:build unix

package tether

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary plays the tether, its child and its grandchild by turns.
const roleVariable = "TETHER_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "":
		os.Exit(m.Run())
	case "tether":
		_ = os.Setenv(roleVariable, os.Args[2])
		code, err := Run([]string{os.Args[1]}, Options{
			Stop: Closed(os.Stdin), Grace: 300 * time.Millisecond, Stdout: os.Stdout, Stderr: os.Stderr,
		})
		if err != nil {
			println(err.Error())
		}
		os.Exit(code)
	case "obedient":
		announce()
		block()
	case "stubborn":
		signal.Ignore(syscall.SIGTERM)
		announce()
		block()
	case "family":
		_ = os.Setenv(roleVariable, "stubborn")
		child := exec.Command(os.Args[0])
		child.Stdout = os.Stdout
		if child.Start() != nil {
			os.Exit(1)
		}
		_ = child.Process.Release()
		announce()
		block()
	case "seven":
		announce()
		os.Exit(7)
	}
}

func announce() { _, _ = os.Stdout.WriteString(strconv.Itoa(os.Getpid()) + "\n") }

func block() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGUSR1)
	<-end
}

type tethered struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	pids  []int
	out   *os.File
}

func start(t *testing.T, role string, processes int) *tethered {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, self, role)
	cmd.Env = append(os.Environ(), roleVariable+"=tether")
	cmd.Stdout, cmd.Stderr = write, os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	p := &tethered{cmd: cmd, stdin: stdin, out: read}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		for _, pid := range p.pids {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		_ = read.Close()
	})
	lines := bufio.NewScanner(read)
	for range processes {
		if !lines.Scan() {
			t.Fatalf("child said nothing: %v", lines.Err())
		}
		pid, err := strconv.Atoi(strings.TrimSpace(lines.Text()))
		if err != nil {
			t.Fatal(err)
		}
		p.pids = append(p.pids, pid)
	}
	return p
}

// allGone waits for the end of the pipe that every process of the family holds open.
func (p *tethered) allGone(t *testing.T) {
	t.Helper()
	if err := p.out.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, p.out); err != nil {
		t.Fatalf("a process is left: %v", err)
	}
}

func (p *tethered) code(t *testing.T) int {
	t.Helper()
	err := p.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return exitCode(p.cmd.ProcessState)
}

func TestEndsTheChildWhenStdinCloses(t *testing.T) {
	for _, c := range []struct {
		role      string
		processes int
		code      int
	}{
		{"obedient", 1, 128 + int(syscall.SIGTERM)},
		{"stubborn", 1, 128 + int(syscall.SIGKILL)},
		{"family", 2, 128 + int(syscall.SIGTERM)},
	} {
		t.Run(c.role, func(t *testing.T) {
			p := start(t, c.role, c.processes)
			_ = p.stdin.Close()
			p.allGone(t)
			if code := p.code(t); code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
		})
	}
}

func TestPassesTheExitCodeOn(t *testing.T) {
	p := start(t, "seven", 1)
	if code := p.code(t); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
}

func TestKilledTetherTakesTheChildAlong(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux binds a child to its parent's death")
	}
	p := start(t, "stubborn", 1)
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.allGone(t)
	_ = p.cmd.Wait()
}

func TestCommandThatCannotRun(t *testing.T) {
	never := make(chan struct{})
	code, err := Run([]string{t.TempDir() + "/absent"}, Options{Stop: never})
	if code != ExitNotFound || err == nil {
		t.Errorf("absent: code %d, error %v", code, err)
	}
	code, err = Run([]string{t.TempDir()}, Options{Stop: never})
	if code != ExitNotExecutable || err == nil {
		t.Errorf("directory: code %d, error %v", code, err)
	}
}
