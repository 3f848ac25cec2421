// Package source pulls one camera's video by RTSP (RFC 2326) over TCP.
package source

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"

	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
	"control-room/pusher/internal/rtspurl"
)

// SilentAfter is how long a camera may send no video before its connection is given up.
const SilentAfter = 5 * time.Second

const (
	answerTimeout = 5 * time.Second
	watchInterval = 500 * time.Millisecond
	maxAnswers    = 32
)

// Config says what to pull.
type Config struct {
	Address            rtspurl.Address
	Username, Password string
	UserAgent          string
	// MeasureOnly also pulls video that cannot be forwarded.
	MeasureOnly bool
	// Login guards the camera's account; nil lets every try pass.
	Login LoginGate
	// Collector measures the connection.
	Collector *facts.Collector
}

// LoginGate counts tries with a login.
type LoginGate interface {
	// Reserve counts a try in advance, waiting while others try the same login. It returns a *fault.Error with code
	// CAMERA_LOGIN_HELD if no try is left, or ctx's cause.
	Reserve(ctx context.Context) error
	// Accepted, Refused and Unused tell how the try ended.
	Accepted()
	Refused()
	Unused()
}

// Sink takes what comes from the camera. Picture and Interrupted are called from one goroutine, the others from Run's.
type Sink interface {
	// Connecting is called before the camera is dialled, unless its login is held.
	Connecting()
	// Described is called before the first picture, with the parameter sets of the SDP.
	Described(stream facts.Stream, parameterSets [][]byte)
	// Playing is called when the camera has begun to send.
	Playing()
	// Picture is called for each picture of an H.264 stream.
	Picture(unit *h264.AccessUnit)
	// Interrupted is called when something was lost.
	Interrupted()
}

// Answer is one answer of the camera.
type Answer struct {
	Method string  `json:"method"`
	Status int     `json:"status"`
	Ms     float64 `json:"ms"`
}

// Connection is one try to pull the camera.
type Connection struct {
	config Config
	sink   Sink
	client *gortsplib.Client

	mu          sync.Mutex
	answers     []Answer
	requested   string
	requestedAt time.Time
	auth        string
	authTried   bool
	server      string

	lastPacket atomic.Int64 // Unix time in ns
}

// New makes a connection; Run uses it once.
func New(config Config, sink Sink) *Connection {
	return &Connection{config: config, sink: sink, auth: "none"}
}

// Answers returns the camera's answers so far, in order.
func (c *Connection) Answers() []Answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Answer{}, c.answers...)
}

// Run pulls until the camera is lost or ctx ends. The error is a *fault.Error, or ctx's cause.
func (c *Connection) Run(ctx context.Context) error {
	if err := c.reserve(ctx); err != nil {
		return err
	}
	c.sink.Connecting()
	tcp := gortsplib.ProtocolTCP
	c.client = &gortsplib.Client{
		Scheme:            "rtsp",
		Host:              c.config.Address.Host,
		Protocol:          &tcp,
		ReadTimeout:       answerTimeout,
		WriteTimeout:      answerTimeout,
		UserAgent:         c.config.UserAgent,
		DialContext:       (&net.Dialer{Timeout: answerTimeout}).DialContext,
		OnRequest:         c.onRequest,
		OnResponse:        c.onResponse,
		OnPacketsLost:     func(uint64) { c.sink.Interrupted() },
		OnDecodeError:     func(error) {},
		OnTransportSwitch: func(error) {},
	}
	if err := c.client.Start(); err != nil {
		return fault.New(fault.CameraRTSPError, err.Error())
	}
	defer c.client.Close()
	stop := context.AfterFunc(ctx, c.client.Close)
	defer stop()

	err := c.play()
	c.settleLogin(err)
	if err == nil {
		c.sink.Playing()
		err = c.watch(ctx)
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return c.classify(err)
}

func (c *Connection) hasLogin() bool { return c.config.Username != "" || c.config.Password != "" }

func (c *Connection) reserve(ctx context.Context) error {
	if c.config.Login == nil {
		return nil
	}
	return c.config.Login.Reserve(ctx)
}

// settleLogin tells how the reserved try ended. Only the first login of a connection counts: a camera that refuses a
// login it has just accepted has another trouble, such as an outdated nonce.
func (c *Connection) settleLogin(err error) {
	if c.config.Login == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	accepted := false
	challenged := false
	for _, a := range c.answers {
		switch {
		case a.Status == int(base.StatusUnauthorized):
			challenged = true
		case challenged && a.Status < 300:
			accepted = true
		}
	}
	switch {
	case accepted:
		c.config.Login.Accepted()
	case challenged && isUnauthorized(err):
		c.config.Login.Refused()
	default:
		c.config.Login.Unused()
	}
}

// play goes through DESCRIBE, SETUP and PLAY.
func (c *Connection) play() error {
	target, err := c.target()
	if err != nil {
		return err
	}
	session, response, err := c.client.Describe(target)
	if err != nil {
		return err
	}
	if server := response.Header["Server"]; len(server) > 0 {
		c.mu.Lock()
		c.server = server[0]
		c.mu.Unlock()
	}
	track, err := findVideo(session)
	if err != nil {
		return err
	}
	stream := track.stream
	stream.AnnouncedFPS = announcedFPS(response.Body, track.stream.VideoIndex)
	c.mu.Lock()
	stream.Auth, stream.Server = c.auth, c.server
	c.mu.Unlock()
	c.config.Collector.Described(stream)
	c.sink.Described(stream, track.parameterSets)
	if stream.Codec != codecH264 && !c.config.MeasureOnly {
		return fault.New(fault.CodecUnsupported, "the camera sends "+stream.Codec+", not H.264")
	}
	return c.start(session, track)
}

func (c *Connection) start(session *description.Session, track *track) error {
	if _, err := c.client.Setup(session.BaseURL, track.media, 0, 0); err != nil {
		return err
	}
	reader, err := newReader(c, track)
	if err != nil {
		return fault.New(fault.CodecUnsupported, err.Error())
	}
	c.lastPacket.Store(time.Now().UnixNano())
	c.client.OnPacketRTP(track.media, track.format, reader.packet)
	c.client.OnPacketRTCP(track.media, reader.control)
	_, err = c.client.Play(nil)
	return err
}

func (c *Connection) target() (*base.URL, error) {
	target, err := base.ParseURL(c.config.Address.URL)
	if err != nil {
		return nil, fault.New(fault.URLInvalid, "the address cannot be read")
	}
	if c.hasLogin() {
		target.User = url.UserPassword(c.config.Username, c.config.Password)
	}
	return target, nil
}

// watch returns when the connection ends or no video has come for SilentAfter.
func (c *Connection) watch(ctx context.Context) error {
	ended := make(chan error, 1)
	go func() { ended <- c.client.Wait() }()
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-ended:
			if isTimeout(err) {
				return noPackets()
			}
			return fault.New(fault.CameraClosed, "the camera ended the connection: "+err.Error())
		case now := <-ticker.C:
			if now.UnixNano()-c.lastPacket.Load() >= int64(SilentAfter) {
				return noPackets()
			}
		}
	}
}

func noPackets() error {
	return fault.New(fault.CameraNoPackets, fmt.Sprintf("no video packet for %v", SilentAfter))
}

func (c *Connection) onRequest(request *base.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requested, c.requestedAt = string(request.Method), time.Now()
}

func (c *Connection) onResponse(response *base.Response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if response.StatusCode == base.StatusUnauthorized {
		c.auth = authScheme(response.Header["WWW-Authenticate"])
	}
	if len(c.answers) < maxAnswers {
		took := time.Since(c.requestedAt)
		c.answers = append(c.answers, Answer{
			Method: c.requested, Status: int(response.StatusCode), Ms: float64(took.Microseconds()/10) / 100,
		})
	}
}

func isUnauthorized(err error) bool {
	var f *fault.Error
	return err != nil && errors.As(classifySetup(err), &f) && f.Code == fault.CameraLoginRefused
}
