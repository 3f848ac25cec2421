package democam

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Request is one line that steers the cameras. Without Camera it asks for the state of all.
//
//	{"id":1,"camera":"ticket-hall","set":{"frozen":true}}
type Request struct {
	ID     int64   `json:"id"`
	Camera string  `json:"camera,omitempty"`
	Set    *Change `json:"set,omitempty"`
}

// Change names what is to be different; absent members stay as they are.
type Change struct {
	// Running false closes the camera's readers and answers DESCRIBE with 404.
	Running *bool `json:"running,omitempty"`
	// Muted keeps the connections but sends nothing; sending goes on with a keyframe.
	Muted *bool `json:"muted,omitempty"`
	// Frozen repeats one picture, from the next keyframe on.
	Frozen *bool `json:"frozen,omitempty"`
	// ClockOffsetMs shifts the clock in the sender reports, in milliseconds, not the sending.
	ClockOffsetMs *int64 `json:"clockOffsetMs,omitempty"`
	// Clip is the name of the clip to show; the readers are closed, as its codec may be another.
	Clip *string `json:"clip,omitempty"`
}

// CameraState is what a camera is doing.
type CameraState struct {
	Name          string `json:"name"`
	Clip          string `json:"clip"`
	Running       bool   `json:"running"`
	Muted         bool   `json:"muted"`
	Frozen        bool   `json:"frozen"`
	ClockOffsetMs int64  `json:"clockOffsetMs"`
	Readers       int    `json:"readers"`
}

// Reply answers one Request.
type Reply struct {
	Type    string        `json:"type"` // "reply"
	ID      int64         `json:"id"`
	Error   string        `json:"error,omitempty"`
	Cameras []CameraState `json:"cameras,omitempty"`
	// LoginsRefused counts requests that carried a wrong login.
	LoginsRefused int64 `json:"loginsRefused"`
}

// Control answers requests, one JSON document a line, until the input ends.
func (s *Server) Control(in *bufio.Reader, out io.Writer) error {
	encoder := json.NewEncoder(out)
	for {
		line, err := in.ReadBytes('\n')
		if text := bytes.TrimSpace(line); len(text) != 0 {
			if failed := encoder.Encode(s.answer(text)); failed != nil {
				return failed
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *Server) answer(line []byte) Reply {
	var request Request
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&request); err != nil {
		return Reply{Type: "reply", Error: err.Error()}
	}
	states, err := s.Apply(request)
	reply := Reply{Type: "reply", ID: request.ID, Cameras: states, LoginsRefused: s.loginsRefused.Load()}
	if err != nil {
		reply.Error = err.Error()
	}
	return reply
}

// Apply makes the requested change and returns the state of the camera, or of all cameras if none is named.
func (s *Server) Apply(r Request) ([]CameraState, error) {
	if r.Camera == "" {
		if r.Set != nil {
			return nil, errors.New("a change needs the name of its camera")
		}
		return s.states(), nil
	}
	c := s.camera(r.Camera)
	if c == nil {
		return nil, fmt.Errorf("no camera %q", r.Camera)
	}
	if r.Set != nil {
		var p *program
		if r.Set.Clip != nil {
			if p = s.programNamed(*r.Set.Clip); p == nil {
				return nil, fmt.Errorf("no clip %q", *r.Set.Clip)
			}
		}
		if err := c.apply(r.Set, p); err != nil {
			return nil, err
		}
	}
	return []CameraState{c.state()}, nil
}

func (s *Server) states() []CameraState {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	states := make([]CameraState, 0, len(s.names))
	for _, name := range s.names {
		states = append(states, s.cameras[name].state())
	}
	return states
}

func (s *Server) programNamed(name string) *program {
	for _, p := range s.programs {
		if p.clip.Name == name {
			return p
		}
	}
	return nil
}

func (c *camera) apply(change *Change, p *program) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	defer c.changed()
	if change.Muted != nil {
		c.muted = *change.Muted
	}
	if change.Frozen != nil {
		c.frozen = *change.Frozen
	}
	if change.ClockOffsetMs != nil {
		c.clockOffsetMs = *change.ClockOffsetMs
	}
	running := c.running
	if change.Running != nil {
		running = *change.Running
	}
	if p != nil && p != c.program {
		c.close()
		c.program = p
	}
	if !running {
		c.close()
	} else if c.stream == nil {
		return c.open()
	}
	return nil
}

func (c *camera) state() CameraState {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return CameraState{
		Name: c.name, Clip: c.program.clip.Name, Running: c.running, Muted: c.muted, Frozen: c.frozen,
		ClockOffsetMs: c.clockOffsetMs, Readers: len(c.readers),
	}
}
