// Package supervisor runs the cameras of a job document and tells their state.
package supervisor

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"slices"
	"time"

	"control-room/pusher/internal/camera"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/login"
	"control-room/pusher/internal/redact"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/whip"
)

// shortestStatusInterval bounds how often changes of state are told.
const shortestStatusInterval = 50 * time.Millisecond

// Config is what a supervisor needs.
type Config struct {
	Version string
	// Status takes JSON lines.
	Status io.Writer
	// StatusFile is also kept up to date with the last status, for a health check; empty for none.
	StatusFile string
	Log        *report.Log
	Secrets    *redact.Secrets
}

// Supervisor runs the cameras of one job document at a time.
type Supervisor struct {
	config   Config
	whip     *whip.Client
	changed  chan struct{}
	logins   *login.Ledger
	document *job.Document
	running  []*running
}

type running struct {
	config job.Camera
	camera *camera.Camera
	cancel context.CancelFunc
	done   chan struct{}
}

// New makes a supervisor; Run starts it.
func New(config Config) *Supervisor {
	return &Supervisor{
		config: config, whip: whip.NewClient(userAgent(config.Version)), changed: make(chan struct{}, 1),
	}
}

func userAgent(version string) string { return "control-room-pusher/" + version }

// Run follows the documents until ctx ends, each replacing the one before. When it returns, every publication was
// deleted or grace has passed since ctx ended.
func (s *Supervisor) Run(ctx context.Context, documents <-chan *job.Document, grace time.Duration) {
	interval := time.NewTimer(time.Hour)
	defer interval.Stop()
	var soon <-chan time.Time
	last := time.Time{}
	for {
		select {
		case <-ctx.Done():
			s.stop(grace)
			return
		case document := <-documents:
			s.apply(ctx, document)
			interval.Reset(document.StatusInterval())
			s.tell(false)
			last = time.Now()
		case <-s.changed:
			if soon == nil {
				soon = time.After(max(0, shortestStatusInterval-time.Since(last)))
			}
		case <-soon:
			soon = nil
			s.tell(false)
			last = time.Now()
		case <-interval.C:
			interval.Reset(s.document.StatusInterval())
			s.tell(true)
			last = time.Now()
		}
	}
}

// apply brings the running cameras in line with a document. Unchanged cameras are not touched.
func (s *Supervisor) apply(ctx context.Context, document *job.Document) {
	before := s.document
	s.document = document
	limitParallelism(len(document.Cameras))
	s.config.Secrets.Add(document.Secrets()...)
	if before != nil {
		defer s.config.Secrets.Remove(before.Secrets()...)
	}
	everything := before == nil || before.StateDir != document.StateDir || before.IncludeLoopback != document.IncludeLoopback
	if s.logins == nil || before.StateDir != document.StateDir {
		s.logins = login.NewLedger(document.StateDir, func(err error) { s.config.Log.Warn("-", "state directory: %v", err) })
	}
	var kept, ended []*running
	for _, r := range s.running {
		i := slices.IndexFunc(document.Cameras, func(c job.Camera) bool { return c.ID == r.config.ID })
		if everything || i < 0 || !r.config.SameBesidesSecrets(&document.Cameras[i]) {
			r.cancel()
			ended = append(ended, r)
			continue
		}
		kept = append(kept, r)
	}
	for _, r := range ended {
		<-r.done
	}
	s.running = nil
	for _, config := range document.Cameras {
		i := slices.IndexFunc(kept, func(r *running) bool { return r.config.ID == config.ID })
		if i < 0 {
			s.running = append(s.running, s.start(ctx, config))
			continue
		}
		kept[i].config = config
		kept[i].camera.Update(config)
		s.running = append(s.running, kept[i])
	}
}

func (s *Supervisor) start(ctx context.Context, config job.Camera) *running {
	ctx, cancel := context.WithCancel(ctx)
	r := &running{config: config, cancel: cancel, done: make(chan struct{})}
	r.camera = camera.New(config, camera.Dependencies{
		WHIP: s.whip, Logins: s.logins, Log: s.config.Log, UserAgent: userAgent(s.config.Version),
		IncludeLoopback: s.document.IncludeLoopback,
		Changed: func() {
			select {
			case s.changed <- struct{}{}:
			default:
			}
		},
	})
	go func() {
		defer close(r.done)
		r.camera.Run(ctx)
	}()
	return r
}

func (s *Supervisor) stop(grace time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	for _, r := range s.running {
		select {
		case <-r.done:
		case <-ctx.Done():
			return
		}
	}
	s.whip.Wait(ctx)
}

// tell writes a status line; interval adds the log lines of an interval.
func (s *Supervisor) tell(interval bool) {
	status := report.Status{
		Type: "status", At: time.Now().UTC(), Version: s.config.Version, PID: os.Getpid(),
		Cameras: make([]report.Camera, 0, len(s.running)),
	}
	for _, r := range s.running {
		c := r.camera.Status()
		if c.Detail != nil {
			detail := s.config.Secrets.Text(*c.Detail)
			c.Detail = &detail
		}
		for i := range c.Outputs {
			if c.Outputs[i].Detail != nil {
				detail := s.config.Secrets.Text(*c.Outputs[i].Detail)
				c.Outputs[i].Detail = &detail
			}
		}
		status.Cameras = append(status.Cameras, c)
		r.camera.Tell(c)
		if interval {
			r.camera.TellRate(c)
		}
	}
	line, err := json.Marshal(status)
	if err != nil {
		s.config.Log.Warn("-", "status: %v", err)
		return
	}
	_, _ = s.config.Status.Write(append(line, '\n'))
	if s.config.StatusFile != "" {
		if err := report.WriteStatusFile(s.config.StatusFile, line); err != nil {
			s.config.Log.Warn("-", "status file: %v", err)
		}
	}
}
