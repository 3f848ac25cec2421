// Package cameratest is an RTSP camera whose every answer and picture a test decides.
package cameratest

import (
	"sync"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/auth"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/bluenviron/gortsplib/v5/pkg/format"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
)

// Options shape a camera. The zero value is an H.264 camera with baseline profile that anyone may see.
type Options struct {
	// Medias are the tracks of the SDP; nil is one H.264 track with the baseline parameter sets.
	Medias []*description.Media
	// Username and Password are wanted if not empty, by one of Methods (nil: Digest and Basic).
	Username, Password string
	Methods            []auth.VerifyMethod
	// Statuses answer a method with something else than 200.
	Statuses map[base.Method]base.StatusCode
}

// Camera serves one path to anyone who asks.
type Camera struct {
	t       testing.TB
	options Options
	server  *gortsplib.Server
	stream  *gortsplib.ServerStream
	media   *description.Media
	encode  func([][]byte) ([]*rtp.Packet, error)

	mu        sync.Mutex
	conns     map[*gortsplib.ServerConn]bool
	requests  []base.Request
	playing   int
	timestamp uint32
}

// Start starts a camera; it ends with the test.
func Start(t testing.TB, options Options) *Camera {
	t.Helper()
	if options.Medias == nil {
		options.Medias = []*description.Media{H264(BaselineSPS, BaselinePPS)}
	}
	c := &Camera{t: t, options: options, conns: map[*gortsplib.ServerConn]bool{}, timestamp: 1000}
	c.server = &gortsplib.Server{Handler: c, RTSPAddress: "127.0.0.1:0", AuthMethods: options.Methods, DisableRTCPSenderReports: true}
	if err := c.server.Start(); err != nil {
		t.Fatal(err)
	}
	stream := &gortsplib.ServerStream{Server: c.server, Desc: &description.Session{Medias: options.Medias}}
	if err := stream.Initialize(); err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	c.stream = stream
	c.mu.Unlock()
	c.chooseEncoder()
	t.Cleanup(c.Stop)
	return c
}

func (c *Camera) chooseEncoder() {
	for _, m := range c.options.Medias {
		switch f := m.Formats[0].(type) {
		case *format.H264:
			encoder, err := f.CreateEncoder()
			if err != nil {
				c.t.Fatal(err)
			}
			c.media, c.encode = m, encoder.Encode
			return
		case *format.H265:
			encoder, err := f.CreateEncoder()
			if err != nil {
				c.t.Fatal(err)
			}
			c.media, c.encode = m, encoder.Encode
		}
	}
}

// URL is the camera's address without a login.
func (c *Camera) URL() string { return "rtsp://" + c.Address() + "/live" }

// Address is host:port.
func (c *Camera) Address() string { return c.server.NetListener().Addr().String() }

// Stop ends the server.
func (c *Camera) Stop() { c.server.Close() }

// Disconnect closes every connection; the server goes on.
func (c *Camera) Disconnect() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.conns {
		conn.Close()
	}
}

// Viewers is how many sessions play.
func (c *Camera) Viewers() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.playing
}

// Requests counts the requests of a method; withLogin counts only those that carry a login.
func (c *Camera) Requests(method base.Method, withLogin bool) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for i := range c.requests {
		if c.requests[i].Method == method && (!withLogin || len(c.requests[i].Header["Authorization"]) > 0) {
			n++
		}
	}
	return n
}

// Send sends one picture made of NAL units, step later than the one before by the camera's RTP clock.
func (c *Camera) Send(step time.Duration, nalus ...[]byte) uint32 {
	c.t.Helper()
	packets, err := c.encode(nalus)
	if err != nil {
		c.t.Fatal(err)
	}
	c.mu.Lock()
	c.timestamp += uint32(step.Milliseconds() * 90)
	timestamp := c.timestamp
	c.mu.Unlock()
	for _, p := range packets {
		p.Timestamp = timestamp
		if err := c.stream.WritePacketRTP(c.media, p); err != nil {
			c.t.Fatal(err)
		}
	}
	return timestamp
}

// SendPacket sends one RTP packet as it is.
func (c *Camera) SendPacket(p *rtp.Packet) {
	if err := c.stream.WritePacketRTP(c.media, p); err != nil {
		c.t.Fatal(err)
	}
}

// Report sends a sender report that maps the last picture's time to the given wall clock.
func (c *Camera) Report(wallClock time.Time) {
	c.mu.Lock()
	timestamp := c.timestamp
	c.mu.Unlock()
	ssrc := uint32(1)
	for _, m := range c.stream.Stats().Medias {
		for _, f := range m.Formats {
			ssrc = f.LocalSSRC
		}
	}
	const toUnix = 2208988800 // seconds between the epochs of NTP and Unix (RFC 868)
	seconds := uint64(wallClock.Unix()+toUnix) << 32
	fraction := uint64(wallClock.Nanosecond()) << 32 / uint64(time.Second)
	err := c.stream.WritePacketRTCP(c.media, &rtcp.SenderReport{SSRC: ssrc, NTPTime: seconds | fraction, RTPTime: timestamp})
	if err != nil {
		c.t.Fatal(err)
	}
}

// Film sends pictures at a steady rate until the test ends or the returned function is called. pattern is repeated,
// such as "IPPP"; parameter sets go before every I picture if inBand.
func (c *Camera) Film(pattern string, interval time.Duration, size int) (stop func()) {
	end := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for i := 0; ; i++ {
			kind := Kind(pattern[i%len(pattern)])
			bytes := size
			if kind == I {
				bytes *= 4
			}
			c.Send(interval, Slice(kind, bytes))
			select {
			case <-ticker.C:
			case <-end:
				return
			}
		}
	}()
	var once sync.Once
	stop = func() {
		once.Do(func() { close(end) })
		<-done
	}
	c.t.Cleanup(stop)
	return stop
}
