package source

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/bluenviron/gortsplib/v5/pkg/description"
	"github.com/bluenviron/gortsplib/v5/pkg/format"

	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
)

const (
	codecH264 = "H264"
	codecH265 = "H265"
)

// track is the video that is pulled.
type track struct {
	media         *description.Media
	format        format.Format
	stream        facts.Stream
	parameterSets [][]byte
}

// findVideo takes the first H.264 video wherever it stands among the tracks, or the first video of another kind.
func findVideo(session *description.Session) (*track, error) {
	var found *track
	audio := ""
	for i, media := range session.Medias {
		if media.IsBackChannel || len(media.Formats) == 0 {
			continue
		}
		switch media.Type {
		case description.MediaTypeAudio:
			if audio == "" {
				audio = codecName(media.Formats[0])
			}
		case description.MediaTypeVideo:
			for _, f := range media.Formats {
				_, isH264 := f.(*format.H264)
				if found == nil || (isH264 && found.stream.Codec != codecH264) {
					found = &track{media: media, format: f, stream: facts.Stream{Codec: codecName(f), VideoIndex: i}}
				}
			}
		}
	}
	if found == nil {
		return nil, fault.New(fault.CameraNoVideo, fmt.Sprintf("the camera announces %d tracks and no video", len(session.Medias)))
	}
	found.stream.Audio = audio
	found.readParameterSets()
	return found, nil
}

func (t *track) readParameterSets() {
	switch f := t.format.(type) {
	case *format.H264:
		if f.SPS == nil || f.PPS == nil {
			return
		}
		t.parameterSets = [][]byte{f.SPS, f.PPS}
		if picture, err := h264.Describe(f.SPS); err == nil {
			t.stream.Picture = &picture
		}
	case *format.H265:
		t.stream.Picture = describeH265(f.SPS)
	}
}

// codecName names a format as its RTP map does, without the clock rate.
func codecName(f format.Format) string {
	switch f.(type) {
	case *format.H264:
		return codecH264
	case *format.H265:
		return codecH265
	case *format.MJPEG:
		return "MJPEG"
	case *format.MPEG4Audio, *format.MPEG4AudioLATM:
		return "AAC"
	}
	name, _, _ := strings.Cut(f.RTPMap(), "/")
	if name == "" {
		return "payload type " + strconv.Itoa(int(f.PayloadType()))
	}
	return name
}

// announcedFPS reads a=framerate (RFC 8866, 6.13) of the media at index in an SDP; 0 if there is none.
func announcedFPS(sdp []byte, index int) float64 {
	media := -1
	for _, line := range bytes.Split(sdp, []byte("\n")) {
		text := strings.TrimSpace(string(line))
		if strings.HasPrefix(text, "m=") {
			media++
			continue
		}
		value, found := strings.CutPrefix(text, "a=framerate:")
		if !found || (media != index && media != -1) {
			continue
		}
		fps, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
		if err == nil && fps > 0 && fps < 1000 {
			return fps
		}
	}
	return 0
}
