package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"control-room/pusher/internal/delivery"
	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/redact"
	"control-room/pusher/internal/schematest"
)

func TestSchema(t *testing.T) {
	defs := schematest.Read(t, "../../status.schema.json").Defs
	schematest.Compare(t, "status", Status{}, defs["status"])
	schematest.Compare(t, "camera", Camera{}, defs["camera"])
	schematest.Compare(t, "output", Output{}, defs["output"])
	schematest.Compare(t, "delay", Delay{}, defs["delay"])
	schematest.Compare(t, "facts", facts.Facts{}, defs["facts"])
	schematest.Compare(t, "delivery", delivery.Decision{}, defs["delivery"])
}

func TestUnmeasuredIsNull(t *testing.T) {
	text, err := json.Marshal(Camera{Outputs: []Output{{}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"facts", "nextTryAt", "code", "cameraToArrivalMs", "arrivalToDepartureMs", "toSfuMs", "rttMs", "bitrateKbps", "lossPercent", "firstFrameAt"} {
		if !strings.Contains(string(text), `"`+field+`":null`) {
			t.Errorf("%s is not null in %s", field, text)
		}
	}
}

func TestWindow(t *testing.T) {
	var w Window
	if w.Milliseconds() != nil {
		t.Error("percentiles of nothing")
	}
	for i := 1; i <= 100; i++ {
		w.Add(time.Duration(i) * time.Millisecond)
	}
	if p := w.Milliseconds(); p.P50 != 50 || p.P95 != 95 {
		t.Errorf("%+v", p)
	}
	for range windowSize {
		w.Add(time.Millisecond)
	}
	if p := w.Milliseconds(); p.P95 != 1 {
		t.Errorf("old values are kept: %+v", p)
	}
	w.Clear()
	if w.Milliseconds() != nil {
		t.Error("not cleared")
	}
}

func TestLogLine(t *testing.T) {
	var b strings.Builder
	var secrets redact.Secrets
	secrets.Add("hunter2")
	l := NewLog(&b, &secrets)
	l.now = func() time.Time { return time.Unix(0, 0) }
	l.Warn("gate-1", "camera said %q at %s", "hunter2", "a\nb")
	if want := "1970-01-01T00:00:00.000Z WARN gate-1 camera said \"[redacted]\" at a b\n"; b.String() != want {
		t.Errorf("%q", b.String())
	}
}

func TestStatusFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "status.json")
	now := time.Unix(1_000_000, 0).UTC()
	if _, err := ReadStatusFile(path, now); err == nil {
		t.Error("well without a status")
	}
	line, err := json.Marshal(Status{Type: "status", At: now})
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteStatusFile(path, line); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadStatusFile(path, now.Add(StaleAfter)); err != nil || string(got) != string(line) {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := ReadStatusFile(path, now.Add(StaleAfter+time.Second)); err == nil {
		t.Error("well with an old status")
	}
	if err := os.WriteFile(path, []byte(`{"at":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadStatusFile(path, now); err == nil {
		t.Error("well with half a status")
	}
}
