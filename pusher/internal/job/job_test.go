package job

import (
	"errors"
	"strings"
	"testing"
	"time"

	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/schematest"
)

const whole = `{"version":1,"stateDir":"/state","includeLoopback":true,"statusIntervalMs":2000,"cameras":[
	{"id":"gate-1~2","source":{"url":"rtsp://h/x","username":"u","password":"hunter2","transport":"tcp","loginRetry":3},
	 "policy":"auto","outputs":[{"id":"zone","endpoint":"http://127.0.0.1:7880/whip/v1","token":"tok"}]}]}`

func TestParse(t *testing.T) {
	d, err := Parse([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	c := d.Cameras[0]
	if d.StateDir != "/state" || !d.IncludeLoopback || d.StatusInterval() != 2*time.Second || c.ID != "gate-1~2" ||
		c.Source != (Source{"rtsp://h/x", "u", "hunter2", "tcp", 3}) || c.Outputs[0].Token != "tok" {
		t.Errorf("%+v", d)
	}
	least, err := Parse([]byte(`{"version":1,"cameras":[{"id":"a","source":{"url":""},"outputs":[]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if least.StatusInterval() != 5*time.Second || least.Cameras[0].Policy != PolicyAuto || least.Cameras[0].Source.Transport != "tcp" {
		t.Errorf("defaults %+v", least)
	}
}

func TestParseNamesTheField(t *testing.T) {
	const secret = "hunter2"
	camera := func(text string) string { return `{"version":1,"cameras":[` + text + `]}` }
	good := `{"id":"a","source":{"url":"rtsp://h"},"outputs":[]}`
	for _, c := range []struct{ text, says string }{
		{``, "ends too early"},
		{`{"version":1,`, "ends too early"},
		{`nonsense`, "byte 2"},
		{whole + "{}", "follows"},
		{`{"version":2,"cameras":[]}`, "version"},
		{`{"version":1,"cameras":[],"extra":1}`, "extra"},
		{`{"version":1,"cameras":{"a":"` + secret + `"}}`, "cameras must be"},
		{`{"version":1,"statusIntervalMs":5,"cameras":[]}`, "statusIntervalMs"},
		{camera(`{"id":"","source":{"url":"x"},"outputs":[]}`), "cameras[0].id"},
		{camera(`{"id":"a b","source":{"url":"x"},"outputs":[]}`), "cameras[0].id"},
		{camera(good + "," + good), "twice"},
		{camera(`{"id":"a","source":{"url":"x","transport":"udp"},"outputs":[]}`), "transport"},
		{camera(`{"id":"a","source":{"url":"x"},"policy":"magic","outputs":[]}`), "policy"},
		{camera(`{"id":"a","source":{"url":"x","password":["` + secret + `"]},"outputs":[]}`), "password must be"},
		{camera(`{"id":"a","source":{"url":"x"},"outputs":[{"id":"o","endpoint":"ftp://` + secret + `"}]}`), "endpoint"},
		{camera(`{"id":"a","source":{"url":"x"},"outputs":[{"id":"","endpoint":"http://h"}]}`), "outputs[0].id"},
		{camera(`{"id":"a","source":{"url":"x"},"outputs":[{"id":"o","endpoint":"http://h"},{"id":"o","endpoint":"http://h"}]}`), "twice"},
	} {
		_, err := Parse([]byte(c.text))
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.JobInvalid || !strings.Contains(f.Detail, c.says) {
			t.Errorf("%s: %v, want %q", c.text, err, c.says)
			continue
		}
		if strings.Contains(f.Detail, secret) {
			t.Errorf("%s: repeats a secret", c.text)
		}
	}
}

func TestFromEnvironment(t *testing.T) {
	env := map[string]string{"RTSP_URL": "rtsp://u:p%40ss@h/x", "WHIP_ENDPOINT": "http://h:8080/w", "STREAM_KEY": "key", "STATE_DIR": "/s"}
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	d, err := FromEnvironment(lookup)
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Cameras[0]; c.Source.URL != env["RTSP_URL"] || c.Outputs[0] != (Output{"whip", "http://h:8080/w", "key"}) || d.StateDir != "/s" {
		t.Errorf("%+v", d)
	}
	secrets := strings.Join(d.Secrets(), " ")
	for _, secret := range []string{"p@ss", "p%40ss", "key"} {
		if !strings.Contains(secrets, secret) {
			t.Errorf("%s is not known as a secret", secret)
		}
	}
	for _, name := range []string{"RTSP_URL", "WHIP_ENDPOINT", "STREAM_KEY"} {
		value := env[name]
		delete(env, name)
		if _, err := FromEnvironment(lookup); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
		env[name] = value
	}
}

func TestSameBesidesSecrets(t *testing.T) {
	parse := func(old, new string) *Camera {
		d, err := Parse([]byte(strings.Replace(whole, old, new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		return &d.Cameras[0]
	}
	before := parse("", "")
	for _, c := range []struct {
		old, new string
		same     bool
	}{
		{"", "", true},
		{`"tok"`, `"other"`, true},
		{`"loginRetry":3`, `"loginRetry":4`, true},
		{"hunter2", "hunter3", false},
		{"rtsp://h/x", "rtsp://h/y", false},
		{"7880", "7881", false},
		{`"id":"zone"`, `"id":"other"`, false},
		{`"policy":"auto"`, `"policy":"passthrough"`, false},
	} {
		if got := before.SameBesidesSecrets(parse(c.old, c.new)); got != c.same {
			t.Errorf("%s → %s: same %v", c.old, c.new, got)
		}
	}
}

func TestSchema(t *testing.T) {
	schema := schematest.Read(t, "../../job.schema.json")
	schematest.Compare(t, "document", Document{}, schema)
	schematest.Compare(t, "camera", Camera{}, schema.Defs["camera"])
	schematest.Compare(t, "source", Source{}, schema.Defs["source"])
	schematest.Compare(t, "output", Output{}, schema.Defs["output"])
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(`{"version":1,"cameras":null}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := Parse(text)
		if err != nil {
			return
		}
		d.Secrets()
		if d.StatusInterval() < 100*time.Millisecond {
			t.Error("a status line would be written without end")
		}
		for i := range d.Cameras {
			if !d.Cameras[i].SameBesidesSecrets(&d.Cameras[i]) {
				t.Error("a camera differs from itself")
			}
		}
	})
}
