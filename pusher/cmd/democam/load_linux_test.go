package main

import (
	"fmt"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/bluenviron/gortsplib/v5/pkg/format"
	"github.com/pion/rtp"
)

// BenchmarkHundredCameras reads 100 cameras over TCP at once and reports what that costs the democam process:
//
//	go test -run '^$' -bench HundredCameras -benchtime 300x ./cmd/democam
//
// An operation is one frame of every camera: 300 are 20 s. cpu-% is of one core, the start of the process included;
// frames/s is the mean of all cameras, MB the largest resident set.
func BenchmarkHundredCameras(b *testing.B) {
	const cameras = 100
	p := launch(b, "", "--clips", scenes, "--tethered")
	var frames atomic.Int64
	enough := make(chan struct{})
	for number := range cameras {
		count(b, fmt.Sprintf("rtsp://%s/load/%d", p.address, number), func() {
			if frames.Add(1) == int64(b.N)*cameras {
				close(enough)
			}
		})
	}
	frames.Store(0)
	b.ResetTimer()
	<-enough
	elapsed := b.Elapsed()
	b.StopTimer()
	if err := p.stdin.Close(); err != nil {
		b.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		b.Fatal(err)
	}
	cpu := p.ProcessState.UserTime() + p.ProcessState.SystemTime()
	b.ReportMetric(100*cpu.Seconds()/elapsed.Seconds(), "cpu-%")
	b.ReportMetric(float64(b.N)/elapsed.Seconds(), "frames/s")
	b.ReportMetric(float64(p.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)/1024, "MB")
	b.ReportMetric(0, "ns/op")
}

// count reads a camera and calls each for every frame.
func count(b *testing.B, location string, each func()) {
	b.Helper()
	u, err := base.ParseURL(location)
	if err != nil {
		b.Fatal(err)
	}
	protocol := gortsplib.ProtocolTCP
	client := &gortsplib.Client{Scheme: u.Scheme, Host: u.Host, Protocol: &protocol, ReadTimeout: 10 * time.Second}
	if err := client.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.Close)
	desc, _, err := client.Describe(u)
	if err != nil {
		b.Fatal(err)
	}
	if err := client.SetupAll(desc.BaseURL, desc.Medias); err != nil {
		b.Fatal(err)
	}
	client.OnPacketRTPAny(func(_ *description.Media, _ format.Format, packet *rtp.Packet) {
		if packet.Marker {
			each()
		}
	})
	if _, err := client.Play(nil); err != nil {
		b.Fatal(err)
	}
}
