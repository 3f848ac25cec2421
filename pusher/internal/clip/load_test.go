package clip_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"control-room/pusher/internal/clip"
)

const (
	scenes   = "../../../resources/clips"
	fixtures = "../../../test/fixtures/clips"
)

func load(t *testing.T, directories ...string) map[string]*clip.Clip {
	t.Helper()
	clips, err := clip.LoadDirectories(directories)
	if err != nil {
		t.Fatal(err)
	}
	named := make(map[string]*clip.Clip)
	for _, c := range clips {
		named[c.Name] = c
	}
	return named
}

func TestDemoScenes(t *testing.T) {
	clips := load(t, scenes)
	for _, name := range []string{"platform-east", "ticket-hall", "loading-dock", "vehicle-gate", "car-park", "north-junction"} {
		c := clips[name]
		if c == nil {
			t.Errorf("no scene %s", name)
			continue
		}
		v := c.Video
		if v.Codec != clip.H264 || v.Width != 640 || v.Height != 360 || v.FramesPerSecond != 15 || v.GOPFrames != 15 || v.ReorderFrames != 0 {
			t.Errorf("%s: %s %dx%d, %d fps, GOP %d, reorder %d", name, v.Codec, v.Width, v.Height, v.FramesPerSecond, v.GOPFrames, v.ReorderFrames)
		}
		if seconds := v.LoopSeconds(); seconds < 10 || seconds > 20 {
			t.Errorf("%s: %d s long", name, seconds)
		}
		// Constrained Baseline (ITU-T H.264 A.2.1.1) is what every WebRTC receiver takes.
		if sps := v.ParameterSets[0]; sps[1] != 66 || sps[2]&0x40 == 0 {
			t.Errorf("%s: profile %d, constraints %08b", name, sps[1], sps[2])
		}
		size := 0
		for _, unit := range v.AccessUnits[:v.Frames] {
			size += len(bytes.Join(unit, nil))
		}
		if kbps := size * 8 / v.LoopSeconds() / 1000; kbps > 500 {
			t.Errorf("%s: %d kbit/s", name, kbps)
		}
	}
	if len(clips) != 6 {
		t.Errorf("%d scenes", len(clips))
	}
}

func TestOddClips(t *testing.T) {
	clips := load(t, fixtures)
	if v := clips["h264-b-frames"].Video; v.ReorderFrames == 0 {
		t.Error("h264-b-frames: frames are in order")
	}
	if v := clips["h265"].Video; v.Codec != clip.H265 || len(v.ParameterSets) != 3 {
		t.Errorf("h265: %s with %d parameter sets", v.Codec, len(v.ParameterSets))
	}
	if v := clips["h264-sets-announced"].Video; !v.Announced || len(v.AccessUnits[0]) != 1 {
		t.Errorf("h264-sets-announced: announced %v, %d units in the first frame", v.Announced, len(v.AccessUnits[0]))
	}
	if v := clips["h264-sets-in-band"].Video; v.Announced || len(v.AccessUnits[0]) != 3 {
		t.Errorf("h264-sets-in-band: announced %v, %d units in the first frame", v.Announced, len(v.AccessUnits[0]))
	}
	if v := clips["h264-gop-10s"].Video; v.GOPFrames != 10*v.FramesPerSecond {
		t.Errorf("h264-gop-10s: %d frames", v.GOPFrames)
	}
	if a := clips["h264-pcma-first"].Audio; a == nil || a.Codec != clip.PCMA || !a.BeforeVideo {
		t.Errorf("h264-pcma-first: %+v", a)
	}
	if a := clips["h264-aac"].Audio; a == nil || a.Codec != clip.AAC || a.SampleRate != 32000 || a.BeforeVideo {
		t.Errorf("h264-aac: %+v", a)
	}
}

func TestDamagedClips(t *testing.T) {
	edit := func(path string, change func(map[string]any)) func(*testing.T, string) {
		return func(t *testing.T, directory string) {
			file := filepath.Join(directory, "h264-baseline.clip.json")
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var sidecar map[string]any
			if err := json.Unmarshal(text, &sidecar); err != nil {
				t.Fatal(err)
			}
			inner := sidecar
			if path != "" {
				inner = sidecar[path].(map[string]any)
			}
			change(inner)
			text, err = json.Marshal(sidecar)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	stream := func(change func([]byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, directory string) {
			file := filepath.Join(directory, "h264-baseline.h264")
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, change(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name, message string
		damage        func(*testing.T, string)
	}{
		{"cut off", "ends within access unit", stream(func(b []byte) []byte { return b[:len(b)-100] })},
		{"grown", "follow the last access unit", stream(func(b []byte) []byte { return append(b, 0, 0, 0, 1, 9) })},
		{"overwritten", "access unit 0", stream(func(b []byte) []byte { return append(make([]byte, 8), b[8:]...) })},
		{"of a later version", "format version 2", edit("", func(m map[string]any) { m["version"] = 2 })},
		{"renamed", "names itself", edit("", func(m map[string]any) { m["name"] = "another" })},
		{"of unknown codec", `unknown codec "VP8"`, edit("video", func(m map[string]any) { m["codec"] = "VP8" })},
		{"with wrong GOP", "groups of", edit("video", func(m map[string]any) { m["gopFrames"] = 14 })},
		{"with half a second", "no whole number", edit("video", func(m map[string]any) { m["frames"] = 52 })},
		{"with a missing file", "no such file", edit("video", func(m map[string]any) { m["file"] = "none.h264" })},
		{"pointing elsewhere", "not the name of a file", edit("video", func(m map[string]any) { m["file"] = "../x.h264" })},
	} {
		t.Run(c.name, func(t *testing.T) {
			directory := t.TempDir()
			for _, file := range []string{"h264-baseline.clip.json", "h264-baseline.h264"} {
				content, err := os.ReadFile(filepath.Join(fixtures, file))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(directory, file), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			load(t, directory)
			c.damage(t, directory)
			_, err := clip.LoadDirectories([]string{directory})
			if err == nil || !strings.Contains(err.Error(), c.message) || !strings.Contains(err.Error(), "h264-baseline.clip.json") {
				t.Errorf("error %v, want one with the file's name and %q", err, c.message)
			}
		})
	}
}

func TestDirectories(t *testing.T) {
	if _, err := clip.LoadDirectories([]string{filepath.Join(t.TempDir(), "none")}); err == nil {
		t.Error("a directory that does not exist was read")
	}
	if _, err := clip.LoadDirectories([]string{t.TempDir()}); err == nil || !strings.Contains(err.Error(), "holds no") {
		t.Errorf("an empty directory: %v", err)
	}
	if _, err := clip.LoadDirectories([]string{fixtures, fixtures}); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("the same clips twice: %v", err)
	}
}
