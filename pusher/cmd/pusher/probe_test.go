package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/bluenviron/gortsplib/v5/pkg/base"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/probe"
	"control-room/pusher/internal/report"
	"control-room/pusher/internal/whiptest"
)

func TestProbe(t *testing.T) {
	camera := film(t, cameratest.Options{Username: "u", Password: "p"})
	request := func(password string) (probe.Result, int) {
		p := start(t, nil, "probe", "--request", "-")
		text, _ := json.Marshal(probe.Request{URL: camera.URL(), Username: "u", Password: password, Seconds: 2})
		_, _ = p.stdin.Write(text)
		_ = p.stdin.Close()
		code := p.end()
		var result probe.Result
		if err := json.Unmarshal([]byte(strings.Join(p.lines(), "\n")), &result); err != nil {
			t.Fatal(err, p.stderr.String())
		}
		return result, code
	}
	result, code := request("p")
	if code != exitOK || !result.OK || result.Facts.Codec != "H264" || result.Facts.Auth != "digest" || *result.Facts.GOPFrames != 5 ||
		result.Facts.TimeToFirstKeyFrameMs == nil || result.Verdict.ReasonCode != "PASS_H264" {
		t.Errorf("exit code %d, %+v", code, result)
	}
	statuses := []int{}
	for _, a := range result.Answers {
		statuses = append(statuses, a.Status)
	}
	if !slices.Equal(statuses, []int{200, 401, 200, 200, 200}) {
		t.Errorf("answers %v", statuses)
	}
	if result, code := request("wrong"); code != exitFailed || result.OK || result.Code != fault.CameraLoginRefused {
		t.Errorf("exit code %d, %+v", code, result)
	}
}

func TestProbeAndRunShareTheLoginBudget(t *testing.T) {
	camera := cameratest.Start(t, cameratest.Options{Username: "u", Password: "right"})
	state := t.TempDir()
	look := func() fault.Code {
		p := start(t, nil, "probe", "--state-dir", state, "--seconds", "0.2", strings.Replace(camera.URL(), "rtsp://", "rtsp://u:wrong@", 1))
		p.end()
		var result probe.Result
		if err := json.Unmarshal([]byte(strings.Join(p.lines(), "\n")), &result); err != nil {
			t.Fatal(err)
		}
		return result.Code
	}
	for range 3 {
		if code := look(); code != fault.CameraLoginRefused {
			t.Errorf("probe said %s", code)
		}
	}
	if code := look(); code != fault.CameraLoginHeld {
		t.Errorf("the fourth probe said %s", code)
	}
	d := document(whiptest.Start(t), camera)
	d.StateDir = state
	d.Cameras[0].Source.Username, d.Cameras[0].Source.Password = "u", "wrong"
	p := start(t, nil, "run", "--job", "-", "--tethered")
	p.write(d)
	p.until("it is held", func(s report.Status) bool {
		return len(s.Cameras) == 1 && s.Cameras[0].State == report.Held && *s.Cameras[0].Code == fault.CameraLoginHeld
	})
	if tries := camera.Requests(base.Describe, true); tries != 3 {
		t.Errorf("the login was sent %d times", tries)
	}
}
