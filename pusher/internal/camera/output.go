package camera

import (
	"context"
	"sync"
	"time"

	"control-room/pusher/internal/backoff"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/relay"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/whip"
)

// publication is what an output needs of a WHIP session.
type publication interface {
	relay.PacketWriter
	CaptureTimeID() uint8
	Done() <-chan struct{}
	Err() error
	Stats() whip.Stats
	Close()
}

// publisher makes publications.
type publisher func(ctx context.Context, config whip.Config) (publication, error)

// output keeps one publication of a camera alive.
type output struct {
	camera  *Camera
	id      string
	backoff backoff.Backoff
	// tokenChanged wakes an output that waits because its token was refused.
	tokenChanged chan struct{}

	mu       sync.Mutex
	endpoint string
	token    string
	state    report.State
	fault    *fault.Error
	session  publication
	sender   *relay.Sender
	before   totals // of earlier sessions
	first    *time.Time
	rate     bitrate
}

// totals add up over the sessions of an output.
type totals struct {
	packets, bytes, frames, keyFrames, replays uint64
	nacks, retransmits, plis                   uint64
}

func newOutput(c *Camera, config job.Output) *output {
	return &output{
		camera: c, id: config.ID, endpoint: config.Endpoint, token: config.Token, state: report.Connecting,
		backoff:      backoff.Backoff{HealthyAfter: healthyAfter},
		tokenChanged: make(chan struct{}, 1),
	}
}

func (o *output) setToken(token string) {
	o.mu.Lock()
	changed := o.token != token
	o.token = token
	o.mu.Unlock()
	if changed {
		select {
		case o.tokenChanged <- struct{}{}:
		default:
		}
	}
}

func (o *output) currentToken() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.token
}

// run publishes whenever there is a demand, until ctx ends.
func (o *output) run(ctx context.Context) {
	for o.camera.demand.wait(ctx, true) == nil {
		wanted, cancel := o.camera.demand.while(ctx)
		o.setState(report.Connecting, nil)
		worked, err := o.publish(wanted)
		stopped := wanted.Err() != nil
		cancel()
		if stopped {
			o.setState(report.Connecting, nil)
			continue
		}
		o.pause(ctx, worked, fault.Of(err, fault.WHIPUnreachable))
	}
}

// publish keeps one session until it or ctx ends and returns how long it worked.
func (o *output) publish(ctx context.Context) (time.Duration, error) {
	var sender *relay.Sender
	ready := make(chan struct{})
	session, err := o.camera.publish(ctx, whip.Config{
		Endpoint:        o.endpoint,
		Token:           o.currentToken,
		IncludeLoopback: o.camera.includeLoopback,
		KeyFrameRequested: func() {
			select {
			case <-ready:
				o.camera.relay.KeyFrameRequested(sender)
			default: // the session begins with a key frame anyway
			}
		},
	})
	if err != nil {
		return 0, err
	}
	defer session.Close()
	begun := time.Now()
	sender = relay.NewSender(relay.SenderConfig{
		Writer:        session,
		CaptureTimeID: session.CaptureTimeID(),
		CaptureTime:   o.camera.captureTime,
		Departed:      o.departed,
	})
	o.mu.Lock()
	o.session, o.sender = session, sender
	o.mu.Unlock()
	o.setState(report.Publishing, nil)
	o.camera.relay.Attach(sender)
	close(ready)
	defer o.settle()
	defer o.camera.relay.Detach(sender)
	select {
	case <-ctx.Done():
		return time.Since(begun), ctx.Err()
	case <-session.Done():
		return time.Since(begun), session.Err()
	}
}

func (o *output) departed(unit *h264.AccessUnit, at time.Time) {
	if !unit.KeyFrame {
		o.camera.arrivalToDeparture.Add(at.Sub(unit.Arrival))
	}
}

// settle adds a session that ended to the totals.
func (o *output) settle() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.before = o.totals()
	o.session, o.sender = nil, nil
	o.rate = bitrate{}
}

func (o *output) pause(ctx context.Context, worked time.Duration, f *fault.Error) {
	state := report.Retrying
	if f.Code == fault.WHIPUnauthorised || f.Code == fault.WHIPForbidden {
		state = report.Refused
	}
	o.backoff.Limits = outputLimits(f.Code)
	wait := o.backoff.Failed(worked)
	o.setState(state, f)
	o.camera.count(f.Code)
	o.camera.log.Warn(o.camera.id, "output %s: %s; next try in %v", o.id, f, wait.Round(time.Millisecond))
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-o.tokenChanged:
		o.backoff.Reset()
	case <-ctx.Done():
	}
}

func (o *output) setState(state report.State, f *fault.Error) {
	o.mu.Lock()
	changed := o.state != state || !sameFault(o.fault, f)
	o.state, o.fault = state, f
	o.mu.Unlock()
	if changed {
		o.camera.changed()
	}
}

func sameFault(a, b *fault.Error) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
