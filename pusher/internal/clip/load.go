package clip

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bluenviron/mediacommon/v2/pkg/codecs/h264"
	"github.com/bluenviron/mediacommon/v2/pkg/codecs/h265"
	"github.com/bluenviron/mediacommon/v2/pkg/codecs/mpeg4audio"
)

const (
	sidecarSuffix = ".clip.json"
	formatVersion = 1
	videoClock    = 90000 // Hz, RFC 6184 and RFC 7798
	pcmaUnitBytes = 160   // 20 ms, the default of RFC 3551
)

type sidecar struct {
	Version int    `json:"version"`
	Name    string `json:"name"`
	Title   string `json:"title"`
	Video   struct {
		File              string `json:"file"`
		Codec             string `json:"codec"`
		Width             int    `json:"width"`
		Height            int    `json:"height"`
		FramesPerSecond   int    `json:"framesPerSecond"`
		Frames            int    `json:"frames"`
		GOPFrames         int    `json:"gopFrames"`
		ParameterSets     string `json:"parameterSets"` // "both", "announced" or "in-band"
		AccessUnitBytes   []int  `json:"accessUnitBytes"`
		PresentationOrder []int  `json:"presentationOrder"` // absent: decoding order
	} `json:"video"`
	Audio *struct {
		File        string `json:"file"`
		Codec       string `json:"codec"`
		BeforeVideo bool   `json:"beforeVideo"`
	} `json:"audio"`
}

// LoadDirectories reads every clip (NAME.clip.json) of the given directories: in their order, each by name.
// A directory without clips, a damaged clip and a name that occurs twice are errors that name the file.
func LoadDirectories(directories []string) ([]*Clip, error) {
	var clips []*Clip
	for _, directory := range directories {
		entries, err := os.ReadDir(directory)
		if err != nil {
			return nil, fmt.Errorf("clip directory: %w", err)
		}
		found := false
		for _, entry := range entries {
			if !strings.HasSuffix(entry.Name(), sidecarSuffix) {
				continue
			}
			found = true
			c, err := load(directory, entry.Name())
			if err != nil {
				return nil, fmt.Errorf("damaged clip %s: %w", filepath.Join(directory, entry.Name()), err)
			}
			if slices.ContainsFunc(clips, func(other *Clip) bool { return other.Name == c.Name }) {
				return nil, fmt.Errorf("clip %q occurs twice, again in %s", c.Name, directory)
			}
			clips = append(clips, c)
		}
		if !found {
			return nil, fmt.Errorf("clip directory %s holds no *%s", directory, sidecarSuffix)
		}
	}
	return clips, nil
}

func load(directory, file string) (*Clip, error) {
	text, err := os.ReadFile(filepath.Join(directory, file))
	if err != nil {
		return nil, err
	}
	var s sidecar
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, err
	}
	if s.Version != formatVersion {
		return nil, fmt.Errorf("format version %d, expected %d", s.Version, formatVersion)
	}
	if s.Name+sidecarSuffix != file {
		return nil, fmt.Errorf("it names itself %q", s.Name)
	}
	c := &Clip{Name: s.Name, Title: s.Title}
	if err := loadVideo(directory, &s, &c.Video); err != nil {
		return nil, fmt.Errorf("%s: %w", s.Video.File, err)
	}
	if s.Audio != nil {
		if c.Audio, err = loadAudio(directory, &s, c.Video.LoopSeconds()); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Audio.File, err)
		}
	}
	return c, nil
}

func loadVideo(directory string, s *sidecar, v *Video) error {
	in := &s.Video
	*v = Video{
		Codec: in.Codec, Width: in.Width, Height: in.Height,
		FramesPerSecond: in.FramesPerSecond, Frames: in.Frames, GOPFrames: in.GOPFrames,
		Announced: in.ParameterSets != "in-band",
	}
	switch {
	case in.Codec != H264 && in.Codec != H265:
		return fmt.Errorf("unknown codec %q", in.Codec)
	case !slices.Contains([]string{"both", "announced", "in-band"}, in.ParameterSets):
		return fmt.Errorf("unknown place of parameter sets %q", in.ParameterSets)
	case in.FramesPerSecond <= 0 || videoClock%in.FramesPerSecond != 0:
		return fmt.Errorf("%d frames per second do not divide the RTP clock", in.FramesPerSecond)
	case in.GOPFrames <= 0 || in.Frames <= 0 || in.Frames%in.FramesPerSecond != 0 || in.Frames%in.GOPFrames != 0:
		return fmt.Errorf("%d frames are no whole number of seconds and of groups of %d", in.Frames, in.GOPFrames)
	case len(in.AccessUnitBytes) != in.Frames+in.GOPFrames:
		return fmt.Errorf("%d access units, expected %d", len(in.AccessUnitBytes), in.Frames+in.GOPFrames)
	}
	stream, err := readPlain(directory, in.File)
	if err != nil {
		return err
	}
	for index, size := range in.AccessUnitBytes {
		if size <= 0 || size > len(stream) {
			return fmt.Errorf("the file ends within access unit %d", index)
		}
		var units h264.AnnexB // H.265 shares the byte stream format
		if err := units.Unmarshal(stream[:size]); err != nil {
			return fmt.Errorf("access unit %d: %w", index, err)
		}
		if isIDR(in.Codec, units) != (index%in.GOPFrames == 0) {
			return fmt.Errorf("access unit %d breaks the groups of %d frames", index, in.GOPFrames)
		}
		if index == 0 {
			v.ParameterSets = slices.DeleteFunc(slices.Clone(units), func(u []byte) bool { return !isParameterSet(in.Codec, u) })
		}
		if in.ParameterSets == "announced" {
			units = slices.DeleteFunc(units, func(u []byte) bool { return isParameterSet(in.Codec, u) })
		}
		v.AccessUnits = append(v.AccessUnits, units)
		stream = stream[size:]
	}
	if len(stream) != 0 {
		return fmt.Errorf("%d bytes follow the last access unit", len(stream))
	}
	if want := map[string]int{H264: 2, H265: 3}[in.Codec]; len(v.ParameterSets) != want {
		return fmt.Errorf("%d parameter sets, expected %d", len(v.ParameterSets), want)
	}
	return order(in.PresentationOrder, v)
}

// order fills in the presentation order and checks that every group of pictures is closed.
func order(presentation []int, v *Video) error {
	if presentation == nil {
		presentation = make([]int, len(v.AccessUnits))
		for index := range presentation {
			presentation[index] = index
		}
	}
	if len(presentation) != len(v.AccessUnits) {
		return fmt.Errorf("presentation order of %d access units, expected %d", len(presentation), len(v.AccessUnits))
	}
	for start := 0; start < len(presentation); start += v.GOPFrames {
		group := slices.Sorted(slices.Values(presentation[start : start+v.GOPFrames]))
		if group[0] != start || len(slices.Compact(group)) != v.GOPFrames || group[v.GOPFrames-1] != start+v.GOPFrames-1 {
			return fmt.Errorf("the group of pictures at access unit %d is not closed", start)
		}
	}
	for index, place := range presentation {
		v.ReorderFrames = max(v.ReorderFrames, place-index)
	}
	v.PresentationOrder = presentation
	return nil
}

func loadAudio(directory string, s *sidecar, loopSeconds int) (*Audio, error) {
	stream, err := readPlain(directory, s.Audio.File)
	if err != nil {
		return nil, err
	}
	a := &Audio{Codec: s.Audio.Codec, BeforeVideo: s.Audio.BeforeVideo}
	switch a.Codec {
	case PCMA:
		a.SampleRate, a.Channels, a.SamplesPerUnit = 8000, 1, pcmaUnitBytes
		a.Units = slices.Collect(slices.Chunk(stream, pcmaUnitBytes))
	case AAC:
		var packets mpeg4audio.ADTSPackets
		if err := packets.Unmarshal(stream); err != nil {
			return nil, err
		}
		a.SampleRate, a.Channels, a.SamplesPerUnit = packets[0].SampleRate, packets[0].ChannelCount, mpeg4audio.SamplesPerAccessUnit
		for _, packet := range packets {
			a.Units = append(a.Units, packet.AU)
		}
	default:
		return nil, fmt.Errorf("unknown codec %q", a.Codec)
	}
	if len(a.Units)*a.SamplesPerUnit != loopSeconds*a.SampleRate {
		return nil, fmt.Errorf("%d units of %d samples at %d Hz do not fill %d s", len(a.Units), a.SamplesPerUnit, a.SampleRate, loopSeconds)
	}
	return a, nil
}

// readPlain reads a file that the sidecar names; it must lie beside it.
func readPlain(directory, file string) ([]byte, error) {
	if file == "" || filepath.Base(file) != file {
		return nil, errors.New("not the name of a file beside the sidecar")
	}
	return os.ReadFile(filepath.Join(directory, file))
}

func isIDR(codec string, units [][]byte) bool {
	return slices.ContainsFunc(units, func(unit []byte) bool {
		if codec == H264 {
			return h264.NALUType(unit[0]&0x1f) == h264.NALUTypeIDR
		}
		kind := h265.NALUType(unit[0] >> 1 & 0x3f)
		return kind == h265.NALUType_IDR_W_RADL || kind == h265.NALUType_IDR_N_LP
	})
}

func isParameterSet(codec string, unit []byte) bool {
	if codec == H264 {
		kind := h264.NALUType(unit[0] & 0x1f)
		return kind == h264.NALUTypeSPS || kind == h264.NALUTypePPS
	}
	kind := h265.NALUType(unit[0] >> 1 & 0x3f)
	return kind == h265.NALUType_VPS_NUT || kind == h265.NALUType_SPS_NUT || kind == h265.NALUType_PPS_NUT
}
