package whip

import (
	"sync/atomic"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/logging"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// captureTimeURI is the abs-capture-time header extension of the WebRTC project.
const captureTimeURI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"

const (
	payloadTypeH264 = 102
	payloadTypeRTX  = 103
	// nackHistory is how many packets can be sent again: 2 s at 2 Mbit/s. It must be a power of two.
	nackHistory = 512
)

// ICE timing. A connected SFU that lets nothing be heard for silentAfter is taken for dead.
const (
	silentAfter       = 3 * time.Second
	iceFailedAfter    = 5 * time.Second
	keepAliveInterval = time.Second
)

// capability is what is offered. Level asymmetry lets the SFU take any level; browsers decode higher profiles under
// this name as well, and a camera's own profile is not known while the offer is made.
var capability = webrtc.RTPCodecCapability{
	MimeType:    webrtc.MimeTypeH264,
	ClockRate:   90000,
	SDPFmtpLine: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
	RTCPFeedback: []webrtc.RTCPFeedback{
		{Type: webrtc.TypeRTCPFBNACK},
		{Type: webrtc.TypeRTCPFBNACK, Parameter: "pli"},
		{Type: webrtc.TypeRTCPFBCCM, Parameter: "fir"},
		{Type: webrtc.TypeRTCPFBTransportCC},
	},
}

// newAPI sets up pion for sending one H.264 track and nothing else.
func newAPI(includeLoopback bool, retransmits *atomic.Uint64) (*webrtc.API, error) {
	media := &webrtc.MediaEngine{}
	for _, codec := range []webrtc.RTPCodecParameters{
		{RTPCodecCapability: capability, PayloadType: payloadTypeH264},
		{RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeRTX, ClockRate: 90000, SDPFmtpLine: "apt=102",
		}, PayloadType: payloadTypeRTX},
	} {
		if err := media.RegisterCodec(codec, webrtc.RTPCodecTypeVideo); err != nil {
			return nil, err
		}
	}
	extension := webrtc.RTPHeaderExtensionCapability{URI: captureTimeURI}
	if err := media.RegisterHeaderExtension(extension, webrtc.RTPCodecTypeVideo); err != nil {
		return nil, err
	}

	// The first one added is the closest to the network.
	interceptors := &interceptor.Registry{}
	interceptors.Add(&retransmitCounter{count: retransmits})
	responder, err := nack.NewResponderInterceptor(nack.ResponderSize(nackHistory))
	if err != nil {
		return nil, err
	}
	interceptors.Add(responder)
	senderReports, err := report.NewSenderInterceptor()
	if err != nil {
		return nil, err
	}
	interceptors.Add(senderReports)
	if err := webrtc.ConfigureTWCCHeaderExtensionSender(media, interceptors); err != nil {
		return nil, err
	}

	settings := webrtc.SettingEngine{LoggerFactory: silentLoggers{}}
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6})
	settings.SetIncludeLoopbackCandidate(includeLoopback)
	settings.SetICETimeouts(silentAfter, iceFailedAfter, keepAliveInterval)
	settings.SetSRTPProtectionProfiles(
		dtls.SRTP_AEAD_AES_128_GCM, dtls.SRTP_AEAD_AES_256_GCM, dtls.SRTP_AES128_CM_HMAC_SHA1_80)
	return webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(interceptors),
		webrtc.WithSettingEngine(settings)), nil
}

// retransmitCounter counts packets on the retransmission stream (RFC 4588).
type retransmitCounter struct {
	interceptor.NoOp
	count *atomic.Uint64
}

// NewInterceptor makes the counter its own factory: there is one per connection.
func (r *retransmitCounter) NewInterceptor(string) (interceptor.Interceptor, error) { return r, nil }

// BindLocalStream counts what is not the stream itself.
func (r *retransmitCounter) BindLocalStream(info *interceptor.StreamInfo, writer interceptor.RTPWriter) interceptor.RTPWriter {
	return interceptor.RTPWriterFunc(func(header *rtp.Header, payload []byte, a interceptor.Attributes) (int, error) {
		if header.SSRC != info.SSRC {
			r.count.Add(1)
		}
		return writer.Write(header, payload, a)
	})
}

// silentLoggers keeps pion from writing to standard error: what matters is reported as a fault.
type silentLoggers struct{}

// NewLogger makes a logger that writes nothing.
func (silentLoggers) NewLogger(scope string) logging.LeveledLogger {
	return logging.NewDefaultLeveledLoggerForScope(scope, logging.LogLevelDisabled, nil)
}
