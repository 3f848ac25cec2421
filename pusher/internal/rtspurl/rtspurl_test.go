package rtspurl

import (
	"errors"
	"strings"
	"testing"

	"control-room/pusher/internal/fault"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		raw  string
		want Address
	}{
		{"rtsp://10.0.0.9/live", Address{URL: "rtsp://10.0.0.9/live", Host: "10.0.0.9:554"}},
		{"RTSP://10.0.0.9:8554/live?x=1&y=2", Address{URL: "rtsp://10.0.0.9:8554/live?x=1&y=2", Host: "10.0.0.9:8554"}},
		{"rtsp://u:p%40ss%3A%2F%23@cam.example/a/b", Address{URL: "rtsp://cam.example/a/b", Host: "cam.example:554", Username: "u", Password: "p@ss:/#", HasLogin: true}},
		{"rtsp://u@cam/a", Address{URL: "rtsp://cam/a", Host: "cam:554", Username: "u", HasLogin: true}},
		{"rtsp://[fe80::1]:554/a", Address{URL: "rtsp://[fe80::1]:554/a", Host: "[fe80::1]:554"}},
		{"rtsp://cam/a@b/c", Address{URL: "rtsp://cam/a@b/c", Host: "cam:554"}},
		{" rtsp://cam ", Address{URL: "rtsp://cam", Host: "cam:554"}},
	} {
		got, err := Parse(c.raw)
		if err != nil || got != c.want {
			t.Errorf("%s: got %+v, %v", c.raw, got, err)
		}
	}
}

func TestParseNamesTheMistake(t *testing.T) {
	const secret = "s3cr3t"
	for _, c := range []struct{ raw, says string }{
		{"rtsp://u:" + secret + "@x@10.0.0.9/live", "unencoded @; write %40"},
		{"rtsp://u:" + secret + ":x@10.0.0.9/live", "unencoded :; write %3A"},
		{"rtsp://u:" + secret + "/x@10.0.0.9/live", "unencoded /; write %2F"},
		{"rtsp://u:" + secret + "#x@10.0.0.9/live", "unencoded #; write %23"},
		{"rtsp://u:" + secret + "?x@10.0.0.9/live", "unencoded ?; write %3F"},
		{"rtsp://admin:12/" + secret + "@10.0.0.9/live", "unencoded /; write %2F"},
		{"rtsp://u:" + secret + "%zz@10.0.0.9/live", "cannot be read"},
		// host:port, path and name@host cannot be told apart from user:password/…@host.
		{"rtsp://cam:554/name@place", "unencoded /; write %2F"},
		{"rtsp://10.0.0.9/live#" + secret, "unencoded #"},
		{"http://10.0.0.9/" + secret, "only rtsp://"},
		{"rtsps://10.0.0.9/" + secret, "only rtsp://"},
		{"10.0.0.9/live", "no scheme"},
		{"rtsp:///live", "names no host"},
		{"rtsp://cam:0/live", "port"},
		{"rtsp://cam:65536/live", "port"},
		{"rtsp://cam/a b", "space"},
		{"", "empty"},
	} {
		_, err := Parse(c.raw)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.URLInvalid {
			t.Errorf("%s: %v", c.raw, err)
			continue
		}
		if !strings.Contains(f.Detail, c.says) {
			t.Errorf("%s: says %q, want %q", c.raw, f.Detail, c.says)
		}
		if strings.Contains(f.Detail, secret) {
			t.Errorf("%s: repeats the password", c.raw)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"rtsp://u:p@h:1/x", "rtsp://u:p@@h", "rtsp://[::1]/", "rtsp://%41", "rtsp://h/#", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		a, err := Parse(raw)
		if err != nil {
			return
		}
		again, err := Parse(a.URL)
		if err != nil {
			t.Fatalf("%q became %q, which is refused: %v", raw, a.URL, err)
		}
		if again.HasLogin || again.Host != a.Host {
			t.Fatalf("%q became %q, read back as %+v", raw, a.URL, again)
		}
	})
}
