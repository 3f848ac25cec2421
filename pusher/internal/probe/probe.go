// Package probe looks at one camera for a few seconds and tells what it found.
package probe

import (
	"context"
	"time"

	"control-room/pusher/internal/delivery"
	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
	"control-room/pusher/internal/rtspurl"
	"control-room/pusher/internal/source"
)

// Request says what to look at.
type Request struct {
	URL string `json:"url"`
	// Username and Password win over those in the URL.
	Username string `json:"username,omitempty"`
	Password string `json:"password,omitempty"`
	// StateDir keeps the count of refused logins, shared with run; empty keeps none.
	StateDir string `json:"stateDir,omitempty"`
	// Seconds is how long the video is measured; 0 means 5.
	Seconds float64 `json:"seconds,omitempty"`
	// LoginRetry is raised by a person to try a held login again.
	LoginRetry int `json:"loginRetry,omitempty"`
}

// Bounds of the time measured.
const (
	defaultMeasure = 5 * time.Second
	longestMeasure = 5 * time.Minute
)

// Result is what was found. Its JSON schema is probe.schema.json beside go.mod.
type Result struct {
	Type string `json:"type"` // "probe"
	OK   bool   `json:"ok"`
	// Code and Detail tell why not.
	Code   fault.Code `json:"code,omitempty"`
	Detail string     `json:"detail,omitempty"`
	// Facts and Verdict are there if the camera could be measured.
	Facts   *Facts             `json:"facts,omitempty"`
	Verdict *delivery.Decision `json:"verdict,omitempty"`
	Answers []source.Answer    `json:"answers"`
}

// Facts are the stream's facts and those that only matter once.
type Facts struct {
	facts.Facts
	TimeToFirstKeyFrameMs *float64 `json:"timeToFirstKeyframeMs"`
	VideoIndex            int      `json:"videoIndex"`
	SDPFPS                *float64 `json:"sdpFps"`
	Server                *string  `json:"server"`
}

// Logins hands out the guard of a device's login.
type Logins interface {
	Gate(device, username, password string, retry int) source.LoginGate
}

// Run looks at a camera.
func Run(ctx context.Context, request Request, logins Logins, userAgent string) Result {
	result := Result{Type: "probe", Answers: []source.Answer{}}
	address, err := rtspurl.Parse(request.URL)
	if err != nil {
		return result.failed(err)
	}
	username, password := request.Username, request.Password
	if username == "" && password == "" {
		username, password = address.Username, address.Password
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	collector := facts.NewCollector(time.Now())
	w := &watcher{measure: duration(request.Seconds), enough: cancel}
	connection := source.New(source.Config{
		Address: address, Username: username, Password: password, UserAgent: userAgent, MeasureOnly: true,
		Login:     logins.Gate(address.Host, username, password, request.LoginRetry),
		Collector: collector,
	}, w)
	err = connection.Run(ctx)
	result.Answers = connection.Answers()
	if context.Cause(ctx) != errEnough {
		return result.failed(err)
	}
	if collector.Snapshot(time.Now()).PacketsReceived == 0 {
		return result.failed(fault.New(fault.CameraNoPackets, "the camera agreed to play and sent no video"))
	}
	result.describe(collector)
	return result
}

func duration(seconds float64) time.Duration {
	if seconds <= 0 {
		return defaultMeasure
	}
	return min(time.Duration(seconds*float64(time.Second)), longestMeasure)
}

func (r Result) failed(err error) Result {
	f := fault.Of(err, fault.CameraRTSPError)
	r.Code, r.Detail = f.Code, f.Detail
	return r
}

func (r *Result) describe(collector *facts.Collector) {
	r.OK = true
	stream := collector.Stream()
	measured := collector.Snapshot(time.Now())
	found := &Facts{Facts: *measured, VideoIndex: stream.VideoIndex}
	if stream.AnnouncedFPS > 0 {
		found.SDPFPS = &stream.AnnouncedFPS
	}
	if stream.Server != "" {
		found.Server = &stream.Server
	}
	if took := collector.TimeToFirstKeyFrame(); took != nil {
		ms := float64(took.Microseconds()/10) / 100
		found.TimeToFirstKeyFrameMs = &ms
	}
	evidence := delivery.Evidence{Codec: stream.Codec, BSlices: measured.BFrames != nil && *measured.BFrames}
	if stream.Picture != nil {
		evidence.Reordering = stream.Picture.Reordering
	}
	evidence.Pictures = collector.Pictures()
	verdict := delivery.Describe(delivery.Decide(evidence), measured)
	r.Facts, r.Verdict = found, &verdict
}

type enough struct{}

func (enough) Error() string { return "measured long enough" }

var errEnough error = enough{}

// watcher ends the measurement in time.
type watcher struct {
	measure time.Duration
	enough  context.CancelCauseFunc
}

// Connecting is of no interest here.
func (w *watcher) Connecting() {}

// Described is of no interest here: the collector keeps it.
func (w *watcher) Described(facts.Stream, [][]byte) {}

// Playing starts the clock.
func (w *watcher) Playing() { time.AfterFunc(w.measure, func() { w.enough(errEnough) }) }

// Picture is of no interest here.
func (w *watcher) Picture(*h264.AccessUnit) {}

// Interrupted is of no interest here.
func (w *watcher) Interrupted() {}
