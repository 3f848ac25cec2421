package democam

import (
	"fmt"
	"math/rand/v2"

	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/bluenviron/gortsplib/v5/pkg/format"
	"github.com/bluenviron/mediacommon/v2/pkg/codecs/mpeg4audio"
	"github.com/pion/rtp"

	"control-room/pusher/internal/clip"
)

const (
	videoPayloadType = 96
	aacPayloadType   = 97
	pcmaPayloadType  = 8 // static, RFC 3551
	microsPerSecond  = 1_000_000
)

// program is a clip made ready for sending: cut into RTP payloads once, however many cameras show it.
type program struct {
	clip  *clip.Clip
	desc  *description.Session
	video media
	audio *media // nil without sound
}

// media is one medium of a program.
type media struct {
	desc         *description.Media
	payloadType  uint8
	clockRate    int64 // Hz
	unitsPerLoop int64
	loopMicros   int64
	ticksPerUnit int64       // RTP clock ticks
	units        [][]payload // for video also the frozen group of pictures
}

// payload is what follows the RTP header.
type payload struct {
	bytes  []byte
	marker bool
}

func newProgram(c *clip.Clip) (*program, error) {
	p := &program{clip: c}
	var err error
	if p.video, err = videoMedia(&c.Video); err != nil {
		return nil, fmt.Errorf("clip %s: %w", c.Name, err)
	}
	p.desc = &description.Session{Title: c.Title, Medias: []*description.Media{p.video.desc}}
	if c.Audio == nil {
		return p, nil
	}
	audio, err := audioMedia(c.Audio, c.Video.LoopSeconds())
	if err != nil {
		return nil, fmt.Errorf("clip %s: %w", c.Name, err)
	}
	p.audio = &audio
	if c.Audio.BeforeVideo {
		p.desc.Medias = []*description.Media{audio.desc, p.video.desc}
	} else {
		p.desc.Medias = append(p.desc.Medias, audio.desc)
	}
	return p, nil
}

func videoMedia(v *clip.Video) (media, error) {
	var encode func([][]byte) ([]*rtp.Packet, error)
	var forma format.Format
	if v.Codec == clip.H265 {
		f := &format.H265{PayloadTyp: videoPayloadType}
		if v.Announced {
			f.VPS, f.SPS, f.PPS = v.ParameterSets[0], v.ParameterSets[1], v.ParameterSets[2]
		}
		encoder, err := f.CreateEncoder()
		if err != nil {
			return media{}, err
		}
		forma, encode = f, encoder.Encode
	} else {
		f := &format.H264{PayloadTyp: videoPayloadType, PacketizationMode: 1}
		if v.Announced {
			f.SPS, f.PPS = v.ParameterSets[0], v.ParameterSets[1]
		}
		encoder, err := f.CreateEncoder()
		if err != nil {
			return media{}, err
		}
		forma, encode = f, encoder.Encode
	}
	m := media{
		desc:         &description.Media{Type: description.MediaTypeVideo, Formats: []format.Format{forma}},
		payloadType:  videoPayloadType,
		clockRate:    int64(forma.ClockRate()),
		unitsPerLoop: int64(v.Frames),
		loopMicros:   int64(v.LoopSeconds()) * microsPerSecond,
		ticksPerUnit: int64(forma.ClockRate() / v.FramesPerSecond),
	}
	for index, unit := range v.AccessUnits {
		packets, err := encode(unit)
		if err != nil {
			return media{}, fmt.Errorf("access unit %d: %w", index, err)
		}
		m.units = append(m.units, payloads(packets))
	}
	return m, nil
}

func audioMedia(a *clip.Audio, loopSeconds int) (media, error) {
	m := media{
		clockRate:    int64(a.SampleRate),
		unitsPerLoop: int64(len(a.Units)),
		loopMicros:   int64(loopSeconds) * microsPerSecond,
		ticksPerUnit: int64(a.SamplesPerUnit),
	}
	var forma format.Format
	if a.Codec == clip.AAC {
		f := &format.MPEG4Audio{
			PayloadTyp: aacPayloadType, SizeLength: 13, IndexLength: 3, IndexDeltaLength: 3,
			Config: &mpeg4audio.AudioSpecificConfig{
				Type: mpeg4audio.ObjectTypeAACLC, SampleRate: a.SampleRate, ChannelCount: a.Channels,
			},
		}
		encoder, err := f.CreateEncoder()
		if err != nil {
			return media{}, err
		}
		for index, unit := range a.Units {
			packets, err := encoder.Encode([][]byte{unit})
			if err != nil {
				return media{}, fmt.Errorf("audio unit %d: %w", index, err)
			}
			m.units = append(m.units, payloads(packets))
		}
		forma = f
	} else {
		forma = &format.G711{PayloadTyp: pcmaPayloadType, SampleRate: a.SampleRate, ChannelCount: a.Channels}
		for _, unit := range a.Units {
			m.units = append(m.units, []payload{{bytes: unit}})
		}
	}
	m.payloadType = forma.PayloadType()
	m.desc = &description.Media{Type: description.MediaTypeAudio, Formats: []format.Format{forma}}
	return m, nil
}

func payloads(packets []*rtp.Packet) []payload {
	out := make([]payload, len(packets))
	for index, packet := range packets {
		out[index] = payload{bytes: packet.Payload, marker: packet.Marker}
	}
	return out
}

// track is one medium of one camera being sent: its own SSRC (the stream's), sequence numbers and time offset.
type track struct {
	*media
	table      Timetable
	sequence   uint16
	timeOffset uint32 // RTP time of unit 0; random (RFC 3550, 5.1)
	next       int64  // unit that leaves next
}

func newTrack(m *media, phaseMicros int64) *track {
	return &track{
		media:      m,
		table:      Timetable{LoopMicros: m.loopMicros, UnitsPerLoop: m.unitsPerLoop, PhaseMicros: phaseMicros},
		sequence:   uint16(rand.Uint32()),
		timeOffset: rand.Uint32(),
	}
}

// rtpTime is the RTP timestamp of a unit.
func (t *track) rtpTime(unit int64) uint32 {
	return t.timeOffset + uint32(unit*t.ticksPerUnit)
}
