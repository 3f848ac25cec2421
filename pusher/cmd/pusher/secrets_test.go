package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/job"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/waittest"
	"control-room/pusher/internal/whiptest"
)

// Secrets of every kind go through every fault that may quote them.
func TestSecretsAreNeverWritten(t *testing.T) {
	const password, token = "canary-p@ss/word", "canary-token"
	const encoded = "canary-p%40ss%2Fword"
	sfu := whiptest.Start(t)
	locked := cameratest.Start(t, cameratest.Options{Username: "u", Password: "another"})
	d := job.Document{Version: 1, IncludeLoopback: true, StatusIntervalMs: 100, StateDir: t.TempDir()}
	for i, url := range []string{
		strings.Replace(locked.URL(), "rtsp://", "rtsp://u:"+encoded+"@", 1),
		"rtsp://u:" + encoded + "@" + cameratest.Unused(t) + "/x?password=" + encoded,
		"rtsp://u:" + password + "@127.0.0.1/x",
		"rtsp://u:" + encoded + "%zz@127.0.0.1/x",
		film(t, cameratest.Options{}).URL(),
	} {
		d.Cameras = append(d.Cameras, job.Camera{
			ID: string(rune('a' + i)), Source: job.Source{URL: url},
			Outputs: []job.Output{
				{ID: "good", Endpoint: sfu.Endpoint(), Token: token},
				{ID: "gone", Endpoint: "http://" + cameratest.Unused(t) + "/w/" + token, Token: token},
			},
		})
	}
	p := start(t, nil, "run", "--job", "-", "--tethered")
	p.write(d)
	p.until("every camera has said what is wrong", func(s report.Status) bool {
		if len(s.Cameras) != len(d.Cameras) {
			return false
		}
		for _, c := range s.Cameras[:4] {
			if c.Code == nil {
				return false
			}
		}
		return s.Cameras[4].Outputs[1].Code != nil && s.Cameras[4].State == report.Publishing
	})
	if _, err := p.stdin.Write([]byte(`{"version":1,"cameras":[{"id":"x","source":{"url":"` + password + `","password":7},"outputs":"` + token + `"}]}` + "\n")); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "the bad line is told", func() bool { return strings.Contains(strings.Join(p.lines(), "\n"), `"type":"error"`) })
	_ = p.stdin.Close()
	p.end()
	written := strings.Join(p.lines(), "\n") + p.stderr.String()
	err := filepath.WalkDir(d.StateDir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			text, readErr := os.ReadFile(path)
			written += string(text)
			err = readErr
		}
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if strings.Contains(written, "canary") {
		t.Errorf("a secret was written:\n%s", written)
	}
}
