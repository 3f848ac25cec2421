package whip

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"control-room/pusher/internal/fault"
)

// connectTimeout bounds the time from the SFU's answer to the first encrypted packet.
const connectTimeout = 8 * time.Second

// Config says where and how to publish.
type Config struct {
	Endpoint string
	// Token returns the bearer token; it is asked again for the DELETE, which may come days later.
	Token           func() string
	IncludeLoopback bool
	// KeyFrameRequested is called for each PLI or FIR. It must not block.
	KeyFrameRequested func()
}

// Stats are what the SFU told about the way to it.
type Stats struct {
	NACKs, Retransmits, KeyFrameRequests uint64
	// LossPercent is the share of packets the SFU's last receiver report missed; nil before the first report.
	LossPercent *float64
	// RoundTrip is the last one measured by STUN; nil before the first.
	RoundTrip *time.Duration
}

// Session is one publication.
type Session struct {
	client   *Client
	config   Config
	peer     *webrtc.PeerConnection
	track    *webrtc.TrackLocalStaticRTP
	sender   *webrtc.RTPSender
	resource string

	connected chan struct{}
	done      chan struct{}
	endOnce   sync.Once
	endErr    error

	nacks, retransmits, keyFrameRequests atomic.Uint64
	lossPercent                          atomic.Uint64 // math.Float64bits, NaN before the first report
}

// Publish makes a session and returns when packets can be sent. If ctx ends or the SFU refuses, nothing is left there.
// No STUN or TURN server is ever asked.
func (c *Client) Publish(ctx context.Context, config Config) (*Session, error) {
	s := &Session{client: c, config: config, connected: make(chan struct{}), done: make(chan struct{})}
	s.lossPercent.Store(math.Float64bits(math.NaN()))
	if err := s.open(); err != nil {
		return nil, fault.New(fault.WHIPBadAnswer, "this machine cannot make an offer: "+err.Error())
	}
	offer, err := s.offer(ctx)
	if err != nil {
		s.abandon()
		return nil, err
	}
	made, err := c.create(ctx, config.Endpoint, config.Token, offer)
	if err != nil {
		s.abandon()
		return nil, err
	}
	s.resource = made.url
	answer := webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: made.answer}
	if err := s.peer.SetRemoteDescription(answer); err != nil {
		s.Close()
		return nil, fault.New(fault.WHIPBadAnswer, err.Error())
	}
	go s.readFeedback()
	timeout := time.NewTimer(connectTimeout)
	defer timeout.Stop()
	select {
	case <-s.connected:
		return s, nil
	case <-s.done:
		err = s.endErr
	case <-timeout.C:
		err = fault.New(fault.SFUSilent, "the SFU answered by HTTP but no UDP path to it was found within "+connectTimeout.String())
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.Close()
	return nil, err
}

func (s *Session) open() error {
	api, err := newAPI(s.config.IncludeLoopback, &s.retransmits)
	if err != nil {
		return err
	}
	s.peer, err = api.NewPeerConnection(webrtc.Configuration{BundlePolicy: webrtc.BundlePolicyMaxBundle})
	if err != nil {
		return err
	}
	s.track, err = webrtc.NewTrackLocalStaticRTP(capability, "video", "camera")
	if err != nil {
		s.abandon()
		return err
	}
	transceiver, err := s.peer.AddTransceiverFromTrack(s.track,
		webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		s.abandon()
		return err
	}
	s.sender = transceiver.Sender()
	s.peer.OnConnectionStateChange(s.stateChanged)
	return nil
}

func (s *Session) offer(ctx context.Context) (string, error) {
	offer, err := s.peer.CreateOffer(nil)
	if err != nil {
		return "", fault.New(fault.WHIPBadAnswer, "offer: "+err.Error())
	}
	gathered := webrtc.GatheringCompletePromise(s.peer)
	if err := s.peer.SetLocalDescription(offer); err != nil {
		return "", fault.New(fault.WHIPBadAnswer, "offer: "+err.Error())
	}
	select {
	case <-gathered:
		return s.peer.LocalDescription().SDP, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (s *Session) stateChanged(state webrtc.PeerConnectionState) {
	switch state {
	case webrtc.PeerConnectionStateConnected:
		select {
		case <-s.connected:
		default:
			close(s.connected)
		}
	case webrtc.PeerConnectionStateDisconnected:
		s.finish(fault.New(fault.SFUSilent, "neither STUN nor RTCP from the SFU for "+silentAfter.String()))
	case webrtc.PeerConnectionStateFailed:
		s.finish(fault.New(fault.SFUSilent, "no working UDP path to the SFU"))
	case webrtc.PeerConnectionStateClosed:
		s.finish(fault.New(fault.SFUClosed, "the SFU ended the session"))
	}
}

func (s *Session) finish(err error) {
	s.endOnce.Do(func() {
		s.endErr = err
		close(s.done)
	})
}

// readFeedback reads RTCP until the connection is closed.
func (s *Session) readFeedback() {
	for {
		packets, _, err := s.sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			switch p := packet.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				s.keyFrameRequests.Add(1)
				s.config.KeyFrameRequested()
			case *rtcp.TransportLayerNack:
				for i := range p.Nacks {
					s.nacks.Add(uint64(len(p.Nacks[i].PacketList())))
				}
			case *rtcp.ReceiverReport:
				for _, r := range p.Reports {
					const fractions = 256 // RFC 3550, 6.4.1
					s.lossPercent.Store(math.Float64bits(float64(r.FractionLost) * 100 / fractions))
				}
			}
		}
	}
}

// WriteRTP sends a packet.
func (s *Session) WriteRTP(packet *rtp.Packet) error { return s.track.WriteRTP(packet) }

// CaptureTimeID is the negotiated id of the abs-capture-time extension, 0 if the SFU does not take it.
func (s *Session) CaptureTimeID() uint8 {
	for _, e := range s.sender.GetParameters().HeaderExtensions {
		if e.URI == captureTimeURI {
			return uint8(e.ID)
		}
	}
	return 0
}

// Done is closed when the SFU is lost; Err then tells why.
func (s *Session) Done() <-chan struct{} { return s.done }

// Err is the reason for the end, a *fault.Error. It must not be called before Done is closed.
func (s *Session) Err() error { return s.endErr }

// Stats returns what is known about the way to the SFU.
func (s *Session) Stats() Stats {
	stats := Stats{
		NACKs: s.nacks.Load(), Retransmits: s.retransmits.Load(), KeyFrameRequests: s.keyFrameRequests.Load(),
	}
	if loss := math.Float64frombits(s.lossPercent.Load()); !math.IsNaN(loss) {
		stats.LossPercent = &loss
	}
	if pair, ok := s.sender.Transport().ICETransport().GetSelectedCandidatePairStats(); ok && pair.ResponsesReceived > 0 {
		roundTrip := time.Duration(pair.CurrentRoundTripTime * float64(time.Second))
		stats.RoundTrip = &roundTrip
	}
	return stats
}

// Close ends the session at the SFU and here. The DELETE goes on in the background: see Client.Wait.
func (s *Session) Close() {
	s.finish(fault.New(fault.SFUClosed, "ended here"))
	s.client.pending.Add(1)
	go func() {
		defer s.client.pending.Done()
		// First the DELETE: an SFU that sees the connection close takes the session apart in its own time.
		s.client.remove(s.resource, s.config.Token)
		s.abandon()
	}()
}

// abandon closes what is here.
func (s *Session) abandon() { _ = s.peer.Close() }
