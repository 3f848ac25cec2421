package relay

import (
	"bytes"
	"sync"
	"testing"
	"time"

	"github.com/pion/rtp"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/gop"
	"control-room/pusher/internal/h264"
	"control-room/pusher/internal/waittest"
)

// wire keeps what is written.
type wire struct {
	mu      sync.Mutex
	packets []rtp.Packet
	at      []time.Time
}

func (w *wire) WriteRTP(p *rtp.Packet) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	packet := rtp.Packet{Header: p.Clone().Header, Payload: bytes.Clone(p.Payload)}
	w.packets = append(w.packets, packet)
	w.at = append(w.at, time.Now())
	return nil
}

func (w *wire) all() []rtp.Packet {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]rtp.Packet(nil), w.packets...)
}

func (w *wire) count() int { return len(w.all()) }

type film struct {
	relay     *Relay
	assembler h264.Assembler
	timestamp uint32
}

const step = 6000

func newFilm() *film {
	f := &film{relay: &Relay{}}
	f.assembler.Params.Observe(cameratest.BaselineSPS)
	f.assembler.Params.Observe(cameratest.BaselinePPS)
	return f
}

func (f *film) deliver(kind cameratest.Kind, size int) {
	unit := f.assembler.Assemble([][]byte{cameratest.Slice(kind, size)})
	f.timestamp += step
	unit.Timestamp, unit.Arrival = f.timestamp, time.Now()
	f.relay.Deliver(unit)
}

func attach(r *Relay) (*Sender, *wire) {
	w := &wire{}
	s := NewSender(SenderConfig{
		Writer: w, CaptureTimeID: 3, CaptureTime: func(u *h264.AccessUnit) time.Time { return u.Arrival },
	})
	r.Attach(s)
	return s, w
}

// wantInOrder checks that sequence numbers have no gap, that time never runs backwards and ends before the next picture.
func wantInOrder(t *testing.T, packets []rtp.Packet) {
	t.Helper()
	for i := 1; i < len(packets); i++ {
		if packets[i].SequenceNumber != packets[i-1].SequenceNumber+1 {
			t.Errorf("packet %d: sequence number %d after %d", i, packets[i].SequenceNumber, packets[i-1].SequenceNumber)
		}
		moved := int32(packets[i].Timestamp - packets[i-1].Timestamp)
		if moved < 0 {
			t.Errorf("packet %d: time runs back by %d", i, -moved)
		}
		if packets[i-1].Marker && moved == 0 {
			t.Errorf("packet %d: two pictures have the same time", i)
		}
	}
}

func isKey(p rtp.Packet) bool {
	return h264.TypeOf(p.Payload) == h264.TypeSTAPA
}

func keys(packets []rtp.Packet) (n int) {
	for _, p := range packets {
		if isKey(p) {
			n++
		}
	}
	return n
}

func TestStartsWithTheCurrentGroup(t *testing.T) {
	f := newFilm()
	f.deliver(cameratest.I, 500)
	f.deliver(cameratest.P, 100)
	f.deliver(cameratest.P, 100)
	s, w := attach(f.relay)
	waittest.Until(t, "the group is sent", func() bool { return w.count() == 3 })
	waittest.Until(t, "the replay is over", func() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.replay == nil })
	f.deliver(cameratest.P, 100)
	packets := w.all()
	if len(packets) != 4 || !isKey(packets[0]) {
		t.Fatalf("%d packets, first a key frame: %v", len(packets), isKey(packets[0]))
	}
	wantInOrder(t, packets)
	for i, p := range packets {
		if p.GetExtension(3) == nil {
			t.Errorf("packet %d has no capture time", i)
		}
	}
	if first := s.Counters().FirstFrameAt; first.IsZero() {
		t.Error("the first frame was not noted")
	}
}

func TestAnnouncesATrackBeforeTheFirstKeyFrame(t *testing.T) {
	f := newFilm()
	f.relay.Begin([][]byte{cameratest.BaselineSPS, cameratest.BaselinePPS})
	_, w := attach(f.relay)
	packets := w.all()
	if len(packets) != 1 || packets[0].Marker || !isKey(packets[0]) {
		t.Fatalf("announced with %d packets", len(packets))
	}
	f.deliver(cameratest.P, 100)
	f.deliver(cameratest.P, 100)
	waittest.Until(t, "the parameter sets are sent again", func() bool {
		before := keys(w.all())
		f.deliver(cameratest.P, 100)
		return before == 2
	})
	f.deliver(cameratest.I, 500)
	announced := keys(w.all())
	f.deliver(cameratest.P, 100)
	wantInOrder(t, w.all())
	if got := keys(w.all()); got != announced {
		t.Error("announced after the first key frame")
	}
}

func TestOnlyTheFirstViewerGetsAReplay(t *testing.T) {
	f := newFilm()
	s, w := attach(f.relay)
	f.deliver(cameratest.I, 500)
	f.deliver(cameratest.P, 100)
	f.relay.KeyFrameRequested(s)
	waittest.Until(t, "the group is sent again", func() bool { return w.count() == 4 })
	f.deliver(cameratest.P, 100)
	f.relay.KeyFrameRequested(s)
	f.deliver(cameratest.P, 100)
	f.deliver(cameratest.I, 500)
	waittest.Until(t, "everything live was sent", func() bool { return w.count() >= 7 })
	packets := w.all()
	wantInOrder(t, packets)
	if got := keys(packets); got != 3 || len(packets) != 7 {
		t.Errorf("%d key frames in %d packets, want the live two, one replay and 7 packets", got, len(packets))
	}
	if s.Counters().Replays != 1 {
		t.Errorf("%d replays", s.Counters().Replays)
	}
}

func TestFirstViewerWhoGotTheLiveKeyFrameIsProtected(t *testing.T) {
	f := newFilm()
	s, w := attach(f.relay)
	f.relay.KeyFrameRequested(s)
	f.deliver(cameratest.I, 500)
	f.deliver(cameratest.P, 100)
	f.relay.KeyFrameRequested(s)
	if s.Counters().Replays != 0 || keys(w.all()) != 1 {
		t.Error("a second viewer was served at the cost of the first")
	}
}

func TestRequestDuringTheFirstGroupIsAnsweredAfterIt(t *testing.T) {
	f := newFilm()
	f.deliver(cameratest.I, 100_000)
	s, w := attach(f.relay)
	f.relay.KeyFrameRequested(s)
	waittest.Until(t, "the group is sent twice", func() bool { return keys(w.all()) == 2 && s.Counters().Frames == 2 })
	wantInOrder(t, w.all())
}

func TestReplayIsPacedAndLivePicturesWait(t *testing.T) {
	f := newFilm()
	f.deliver(cameratest.I, 100_000)
	s, w := attach(f.relay)
	f.deliver(cameratest.P, 100)
	waittest.Until(t, "all is sent", func() bool { return s.Counters().Frames == 2 })
	packets := w.all()
	wantInOrder(t, packets)
	if !isKey(packets[0]) {
		t.Error("the live picture overtook the group")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	fastest := time.Duration((len(packets)-1)/replayPackets-1) * replayInterval
	if took := w.at[len(w.at)-1].Sub(w.at[0]); took < fastest/2 {
		t.Errorf("%d packets within %v", len(packets), took)
	}
}

func TestLargeGroupIsNotReplayed(t *testing.T) {
	f := newFilm()
	s, w := attach(f.relay)
	f.deliver(cameratest.I, gop.MaxReplayBytes-1000)
	f.deliver(cameratest.P, 2000)
	before := w.count()
	f.relay.KeyFrameRequested(s)
	if s.Counters().Replays != 0 || w.count() != before {
		t.Error("a group over the limit was sent again")
	}
}

func TestInterruptedGroupIsNotReplayed(t *testing.T) {
	f := newFilm()
	s, _ := attach(f.relay)
	f.deliver(cameratest.I, 500)
	f.relay.Interrupted()
	f.deliver(cameratest.P, 100)
	f.relay.KeyFrameRequested(s)
	if s.Counters().Replays != 0 {
		t.Error("a damaged group was sent again")
	}
}

func TestDetachedSenderSendsNothing(t *testing.T) {
	f := newFilm()
	f.deliver(cameratest.I, 100_000)
	s, w := attach(f.relay)
	f.relay.Detach(s)
	before := w.count()
	f.deliver(cameratest.I, 500)
	f.relay.KeyFrameRequested(s)
	if w.count() != before {
		t.Error("a detached sender went on")
	}
}

func TestTwoOutputsGetTheSamePictures(t *testing.T) {
	f := newFilm()
	_, a := attach(f.relay)
	_, b := attach(f.relay)
	f.deliver(cameratest.I, 5000)
	f.deliver(cameratest.P, 100)
	x, y := a.all(), b.all()
	if len(x) != len(y) || len(x) == 0 {
		t.Fatalf("%d and %d packets", len(x), len(y))
	}
	for i := range x {
		if !bytes.Equal(x[i].Payload, y[i].Payload) || x[i].Timestamp != y[i].Timestamp {
			t.Errorf("packet %d differs", i)
		}
	}
}
