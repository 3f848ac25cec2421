// Package camera supervises one camera: its connection, its publications and what is told about both.
package camera

import (
	"context"
	"sync"
	"time"

	"control-room/pusher/internal/backoff"
	"control-room/pusher/internal/delivery"
	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/relay"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/rtspurl"
	"control-room/pusher/internal/source"
	"control-room/pusher/internal/whip"
)

// LoginGates hands out the guard of a device's login.
type LoginGates interface {
	// Gate returns the guard for a device (host:port) and login. retry is the counter a person raises.
	Gate(device, username, password string, retry int) source.LoginGate
}

// Dependencies are what cameras share.
type Dependencies struct {
	WHIP            *whip.Client
	Logins          LoginGates
	Log             *report.Log
	UserAgent       string
	IncludeLoopback bool
	// Changed is called after every change of state. It must not block.
	Changed func()
}

// Camera supervises one camera.
type Camera struct {
	id              string
	log             *report.Log
	logins          LoginGates
	userAgent       string
	includeLoopback bool
	changed         func()
	publish         publisher
	sourceLimits    func(fault.Code) backoff.Limits
	relay           relay.Relay
	demand          demand
	backoff         backoff.Backoff
	retryLogin      chan struct{}

	cameraToArrival, arrivalToDeparture report.Window

	mu        sync.Mutex
	source    job.Source
	outputs   []*output
	state     report.State // of the source alone
	fault     *fault.Error
	overall   report.State // of the source and its outputs, as it was last told
	since     time.Time
	attempt   int
	nextTryAt *time.Time
	restarts  map[fault.Code]int
	collector *facts.Collector
	decision  delivery.Decision
	lingerer  *time.Timer
	playing   bool // what the log was told
}

// New makes the supervisor of a camera; Run starts it.
func New(config job.Camera, d Dependencies) *Camera {
	c := &Camera{
		id: config.ID, source: config.Source,
		log: d.Log, logins: d.Logins, userAgent: d.UserAgent, includeLoopback: d.IncludeLoopback, changed: d.Changed,
		backoff:    backoff.Backoff{HealthyAfter: healthyAfter},
		retryLogin: make(chan struct{}, 1),
		state:      report.Connecting,
		overall:    report.Connecting,
		since:      time.Now(),
		restarts:   map[fault.Code]int{},
		decision:   undecided(),

		sourceLimits: sourceLimits,
	}
	c.publish = func(ctx context.Context, config whip.Config) (publication, error) {
		session, err := d.WHIP.Publish(ctx, config)
		if err != nil {
			return nil, err
		}
		return session, nil
	}
	for _, o := range config.Outputs {
		c.outputs = append(c.outputs, newOutput(c, o))
	}
	return c
}

// Update takes in a changed job for the same source address and login: new tokens and a raised login retry. The set of
// outputs must be the same.
func (c *Camera) Update(config job.Camera) {
	c.mu.Lock()
	retry := config.Source.LoginRetry > c.source.LoginRetry
	c.source = config.Source
	outputs := c.outputs
	c.mu.Unlock()
	for i, o := range outputs {
		o.setToken(config.Outputs[i].Token)
	}
	if retry {
		select {
		case c.retryLogin <- struct{}{}:
		default:
		}
	}
}

// Run supervises the camera until ctx ends. When it returns, nothing is sent any more and the publications are being
// deleted.
func (c *Camera) Run(ctx context.Context) {
	var outputs sync.WaitGroup
	for _, o := range c.outputs {
		outputs.Go(func() { o.run(ctx) })
	}
	defer outputs.Wait()
	defer c.stopLingering()
	for ctx.Err() == nil {
		worked, err := c.pull(ctx)
		if ctx.Err() != nil {
			return
		}
		c.recover(ctx, worked, fault.Of(err, fault.CameraRTSPError))
	}
}

// pull connects once and returns how long pictures flowed.
func (c *Camera) pull(ctx context.Context) (time.Duration, error) {
	c.mu.Lock()
	wanted := c.source
	c.attempt++
	c.decision = undecided()
	// The last fault is told until the camera plays: a retry is no success.
	last := c.fault
	collector := facts.NewCollector(time.Now())
	c.collector = collector
	c.mu.Unlock()
	c.cameraToArrival.Clear()
	c.arrivalToDeparture.Clear()
	c.setState(report.Connecting, last, nil)

	address, err := rtspurl.Parse(wanted.URL)
	if err != nil {
		return 0, err
	}
	username, password := wanted.Username, wanted.Password
	if username == "" && password == "" {
		username, password = address.Username, address.Password
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s := &sink{camera: c, collector: collector, stop: stop}
	connection := source.New(source.Config{
		Address: address, Username: username, Password: password, UserAgent: c.userAgent,
		Login:     c.logins.Gate(address.Host, username, password, wanted.LoginRetry),
		Collector: collector,
	}, s)
	ended := fault.Of(connection.Run(ctx), fault.CameraRTSPError)
	s.close(ended)
	if s.playingSince.IsZero() {
		return 0, ended
	}
	return time.Since(s.playingSince), ended
}

// recover waits before the next try.
func (c *Camera) recover(ctx context.Context, worked time.Duration, f *fault.Error) {
	c.count(f.Code)
	c.backoff.Limits = c.sourceLimits(f.Code)
	wait := c.backoff.Failed(worked)
	next := time.Now().Add(wait)
	var timeout <-chan time.Time
	switch f.Code {
	case fault.URLInvalid:
		c.setState(report.Refused, f, nil)
		c.log.Warn(c.id, "%s", f)
	case fault.CameraLoginHeld:
		c.setState(report.Held, f, nil)
		c.log.Warn(c.id, "%s", f)
	case fault.CodecUnsupported, fault.CodecBFrames, fault.CameraNoVideo:
		c.setState(report.Refused, f, &next)
		c.log.Warn(c.id, "%s; looked at again in %v", f, wait.Round(time.Second))
		timeout = time.After(wait)
	default:
		c.setState(report.Retrying, f, &next)
		c.log.Warn(c.id, "%s; next try in %v", f, wait.Round(time.Millisecond))
		timeout = time.After(wait)
	}
	if f.Code != fault.CameraLoginHeld {
		select { // a retry that was asked for before the login was held has had its effect
		case <-c.retryLogin:
		default:
		}
	}
	select {
	case <-timeout:
	case <-c.retryLogin:
		c.backoff.Reset()
	case <-ctx.Done():
	}
}

// linger ends the publications after a while unless the camera comes back.
func (c *Camera) linger() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lingerer = time.AfterFunc(lingerAfter, func() {
		c.mu.Lock()
		c.lingerer = nil
		c.mu.Unlock()
		c.demand.set(false)
	})
}

func (c *Camera) lingering() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lingerer != nil
}

func (c *Camera) stopLingering() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lingerer != nil {
		c.lingerer.Stop()
		c.lingerer = nil
	}
}

func (c *Camera) mayPass() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.decision.Mode == delivery.Passthrough
}

func (c *Camera) captureTime(unit *h264.AccessUnit) time.Time {
	c.mu.Lock()
	collector := c.collector
	c.mu.Unlock()
	if !unit.Capture.IsZero() && collector.ClockPlausible() {
		return unit.Capture
	}
	return unit.Arrival
}

func (c *Camera) setState(state report.State, f *fault.Error, nextTryAt *time.Time) {
	c.mu.Lock()
	c.state, c.fault, c.nextTryAt = state, f, nextTryAt
	c.mu.Unlock()
	c.changed()
}

func (c *Camera) count(code fault.Code) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.restarts[code]++
}

func undecided() delivery.Decision {
	return delivery.Decision{Mode: delivery.Undecided, Reason: "the camera has not described its video yet"}
}
