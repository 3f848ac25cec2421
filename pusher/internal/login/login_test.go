package login

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"control-room/pusher/internal/fault"
)

// testLedger spends little time on hashes and does not wait for other tries.
func testLedger(directory string) *Ledger {
	l := NewLedger(directory, nil)
	l.rounds = 2
	l.waitAtMost = 0
	return l
}

// later is the ledger after a time in which every try has come to its end.
func later(l *Ledger, begun int) *Ledger {
	l.now = func() time.Time { return time.Now().Add(time.Duration(begun) * 2 * lostAfter) }
	return l
}

func isHeld(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Code == fault.CameraLoginHeld
}

// try makes one try and tells whether it was let through.
func try(t *testing.T, l *Ledger, password string, retry int, end func(interface {
	Accepted()
	Refused()
	Unused()
})) bool {
	t.Helper()
	g := l.Gate("10.0.0.9:554", "admin", password, retry)
	if err := g.Reserve(context.Background()); err != nil {
		if !isHeld(err) {
			t.Fatal(err)
		}
		return false
	}
	end(g)
	return true
}

type ending = interface {
	Accepted()
	Refused()
	Unused()
}

func accepted(e ending) { e.Accepted() }
func refused(e ending)  { e.Refused() }
func unused(e ending)   { e.Unused() }
func crashed(ending)    {}

func TestLedger(t *testing.T) {
	type step struct {
		password string
		retry    int
		end      func(ending)
		through  bool
	}
	for name, steps := range map[string][]step{
		"three refusals": {{"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, refused, false}},
		"another login":  {{"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, refused, true}, {"b", 0, refused, true}, {"b", 0, refused, true}, {"b", 0, refused, true}, {"b", 0, refused, false}},
		"a person retries": {{"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 1, refused, true}, {"a", 1, refused, true}, {"a", 1, refused, true},
			{"a", 1, refused, false}, {"a", 0, refused, false}, {"a", 2, refused, true}},
		"an unreachable camera costs nothing": {{"a", 0, refused, true}, {"a", 0, unused, true}, {"a", 0, unused, true}, {"a", 0, unused, true}, {"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, refused, false}},
		"success forgets":                     {{"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, accepted, true}, {"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, refused, true}, {"a", 0, refused, false}},
		"a login stays held beside another one that is accepted": {{"a", 0, refused, true}, {"b", 0, accepted, true}, {"a", 0, refused, true}, {"b", 0, accepted, true}, {"a", 0, refused, true},
			{"b", 0, accepted, true}, {"a", 0, refused, false}, {"b", 0, accepted, true}},
		"a crash counts": {{"a", 0, crashed, true}, {"a", 0, crashed, true}, {"a", 0, crashed, true}, {"a", 0, refused, false}},
	} {
		for _, kept := range []string{"memory", "file"} {
			t.Run(name+" in "+kept, func(t *testing.T) {
				directory := ""
				if kept == "file" {
					directory = t.TempDir()
				}
				l := testLedger(directory)
				for i, s := range steps {
					if kept == "file" {
						l = testLedger(directory) // as after a restart
					}
					later(l, i)
					if got := try(t, l, s.password, s.retry, s.end); got != s.through {
						t.Fatalf("step %d: let through %v", i+1, got)
					}
				}
			})
		}
	}
}

func TestNoLoginIsNeverHeld(t *testing.T) {
	l := testLedger(t.TempDir())
	for range 5 {
		g := l.Gate("10.0.0.9:554", "", "", 0)
		if err := g.Reserve(context.Background()); err != nil {
			t.Fatal(err)
		}
		g.Refused()
	}
}

func TestDevicesCountApart(t *testing.T) {
	l := testLedger(t.TempDir())
	for range MaxTries {
		try(t, l, "a", 0, refused)
	}
	if err := l.Gate("10.0.0.10:554", "admin", "a", 0).Reserve(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestNeverMoreTriesUnderWayThanMayBeRefused(t *testing.T) {
	directory := t.TempDir()
	var through, busy atomic.Int64
	var group sync.WaitGroup
	for range 12 {
		group.Go(func() {
			err := testLedger(directory).Gate("10.0.0.9:554", "admin", "a", 0).Reserve(context.Background())
			var f *fault.Error
			switch {
			case err == nil:
				through.Add(1)
			case errors.As(err, &f) && f.Code == fault.CameraBusy:
				busy.Add(1)
			}
		})
	}
	group.Wait()
	if through.Load() != MaxTries || busy.Load() != 12-MaxTries {
		t.Errorf("%d let through, %d told to come again", through.Load(), busy.Load())
	}
}

func TestManyChannelsOfOneRecorderAllGetIn(t *testing.T) {
	directory := t.TempDir()
	var group sync.WaitGroup
	for range 24 {
		group.Go(func() {
			l := testLedger(directory)
			l.waitAtMost = waitAtMost
			g := l.Gate("10.0.0.9:554", "admin", "a", 0)
			if err := g.Reserve(context.Background()); err != nil {
				t.Error(err)
			}
			g.Accepted()
		})
	}
	group.Wait()
}

func TestWaitingEndsWithItsContext(t *testing.T) {
	l := NewLedger("", nil)
	l.rounds = 2
	for range MaxTries {
		if err := l.Gate("10.0.0.9:554", "admin", "a", 0).Reserve(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if err := l.Gate("10.0.0.9:554", "admin", "a", 0).Reserve(ended); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestFileHoldsNoLogin(t *testing.T) {
	const user, password = "operator-name", "canary-password"
	directory := filepath.Join(t.TempDir(), "state")
	if err := testLedger(directory).Gate("10.0.0.9:554", user, password, 0).Reserve(context.Background()); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(directory)
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	text, err := os.ReadFile(filepath.Join(directory, files[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{user, password, "10.0.0.9"} {
		if strings.Contains(files[0].Name()+string(text), secret) {
			t.Errorf("%s can be read", secret)
		}
	}
	info, err := files[0].Info()
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestDamagedFileIsNoReasonToStop(t *testing.T) {
	directory := t.TempDir()
	gate := testLedger(directory).Gate("10.0.0.9:554", "admin", "a", 0)
	if err := gate.Reserve(context.Background()); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(directory, "*"))
	if err := os.WriteFile(files[0], []byte(`{"version":1,"tries":`), 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range MaxTries + 1 {
		if got := try(t, testLedger(directory), "a", 0, refused); got != (i < MaxTries) {
			t.Errorf("try %d: let through %v", i+1, got)
		}
	}
}

func TestUnusableDirectoryStillCounts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	told := 0
	l := NewLedger(filepath.Join(file, "state"), func(error) { told++ })
	l.rounds = 2
	for i := range MaxTries + 1 {
		if got := try(t, l, "a", 0, refused); got != (i < MaxTries) {
			t.Errorf("try %d: let through %v", i+1, got)
		}
	}
	if told == 0 {
		t.Error("nobody was told")
	}
}
