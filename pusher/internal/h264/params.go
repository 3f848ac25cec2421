package h264

import (
	"bytes"
	"strconv"

	"github.com/bluenviron/mediacommon/v2/pkg/codecs/h264"
)

// ParameterSets keeps the latest parameter sets of a stream, from its SDP and from the stream itself.
type ParameterSets struct {
	sps []byte
	pps []pps
}

type pps struct {
	id   uint32
	nalu []byte
}

// Observe takes in a NAL unit if it is a parameter set and tells whether it was one that had not been known.
func (p *ParameterSets) Observe(nalu []byte) (changed bool) {
	switch TypeOf(nalu) {
	case TypeSPS:
		if bytes.Equal(p.sps, nalu) {
			return false
		}
		// A sequence parameter set invalidates nothing by itself: cameras that change it send all sets again.
		p.sps = bytes.Clone(nalu)
		return true
	case TypePPS:
		id, ok := ppsID(nalu)
		if !ok {
			return false
		}
		for i := range p.pps {
			if p.pps[i].id == id {
				if bytes.Equal(p.pps[i].nalu, nalu) {
					return false
				}
				p.pps[i].nalu = bytes.Clone(nalu)
				return true
			}
		}
		p.pps = append(p.pps, pps{id: id, nalu: bytes.Clone(nalu)})
		return true
	default:
		return false
	}
}

// Complete tells whether a decoder could start with these sets.
func (p *ParameterSets) Complete() bool { return p.sps != nil && len(p.pps) > 0 }

// SPS returns the sequence parameter set, nil before there is one.
func (p *ParameterSets) SPS() []byte { return p.sps }

// AppendTo appends the sets to an access unit in the order decoders need them.
func (p *ParameterSets) AppendTo(accessUnit [][]byte) [][]byte {
	if p.sps != nil {
		accessUnit = append(accessUnit, p.sps)
	}
	for i := range p.pps {
		accessUnit = append(accessUnit, p.pps[i].nalu)
	}
	return accessUnit
}

// Reordering is what a sequence parameter set says about pictures that are shown in another order than they are sent.
type Reordering int

// What a sequence parameter set can say about reordering.
const (
	ReorderingUnknown Reordering = iota
	ReorderingImpossible
	ReorderingAnnounced
)

// Description is what a sequence parameter set tells people.
type Description struct {
	Profile, Level string
	Width, Height  int
	Reordering     Reordering
}

// Describe reads a sequence parameter set.
func Describe(sps []byte) (Description, error) {
	var s h264.SPS
	if err := s.Unmarshal(sps); err != nil {
		return Description{}, err
	}
	return Description{
		Profile:    profileName(&s),
		Level:      levelName(&s),
		Width:      s.Width(),
		Height:     s.Height(),
		Reordering: reordering(&s),
	}, nil
}

// Values of profile_idc (ITU-T H.264, annex A).
const (
	profileBaseline = 66
	profileMain     = 77
	profileExtended = 88
	profileHigh     = 100
	profileHigh10   = 110
	profileHigh422  = 122
	profileHigh444  = 244
)

func profileName(s *h264.SPS) string {
	switch s.ProfileIdc {
	case profileBaseline:
		if s.ConstraintSet1Flag {
			return "Constrained Baseline"
		}
		return "Baseline"
	case profileMain:
		return "Main"
	case profileExtended:
		return "Extended"
	case profileHigh:
		if s.ConstraintSet4Flag && s.ConstraintSet5Flag {
			return "Constrained High"
		}
		return "High"
	case profileHigh10:
		return "High 10"
	case profileHigh422:
		return "High 4:2:2"
	case profileHigh444:
		return "High 4:4:4 Predictive"
	default:
		return "profile " + strconv.Itoa(int(s.ProfileIdc))
	}
}

func levelName(s *h264.SPS) string {
	const level11 = 11
	if s.LevelIdc == level11 && s.ConstraintSet3Flag && s.ProfileIdc <= profileExtended {
		return "1b"
	}
	return strconv.Itoa(int(s.LevelIdc)/10) + "." + strconv.Itoa(int(s.LevelIdc)%10)
}

func reordering(s *h264.SPS) Reordering {
	switch {
	case s.ProfileIdc == profileBaseline:
		return ReorderingImpossible // ITU-T H.264, A.2.1: no B slices
	case s.PicOrderCntType == 2:
		return ReorderingImpossible // ITU-T H.264, 8.2.1.3: output order is decoding order
	case s.VUI == nil || s.VUI.BitstreamRestriction == nil:
		return ReorderingUnknown
	case s.VUI.BitstreamRestriction.MaxNumReorderFrames == 0:
		return ReorderingImpossible
	default:
		return ReorderingAnnounced
	}
}
