package camera

import (
	"context"
	"time"

	"control-room/pusher/internal/delivery"
	"control-room/pusher/internal/facts"
	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/h264"
	"control-room/pusher/internal/report"
)

// sink takes the pictures of one connection to the relay, if they may pass.
type sink struct {
	camera       *Camera
	collector    *facts.Collector
	stop         context.CancelCauseFunc
	playingSince time.Time
	evidence     delivery.Evidence
	passing      bool
	// waiting holds the first pictures while it is not decided whether they may pass.
	waiting []*h264.AccessUnit
}

// Connecting begins to publish at the same time, so that the first picture waits for the slower of the two only.
// A camera that has failed before is published once it plays.
func (s *sink) Connecting() {
	s.camera.mu.Lock()
	first := s.camera.attempt == 1
	s.camera.mu.Unlock()
	if first {
		s.camera.demand.set(true)
	}
}

// Described judges what the camera announces.
func (s *sink) Described(stream facts.Stream, parameterSets [][]byte) {
	s.evidence = delivery.Evidence{Codec: stream.Codec}
	if stream.Picture != nil {
		s.evidence.Reordering = stream.Picture.Reordering
	}
	s.camera.relay.Begin(parameterSets)
	s.decide()
}

// Playing publishes, unless it is still to be seen whether the pictures may pass.
func (s *sink) Playing() {
	s.playingSince = time.Now()
	s.camera.stopLingering()
	if s.camera.mayPass() {
		s.camera.demand.set(true)
	}
	s.camera.setState(report.Publishing, nil, nil)
}

// Picture passes a picture on.
func (s *sink) Picture(unit *h264.AccessUnit) {
	s.evidence.Pictures++
	if !unit.Capture.IsZero() && s.collector.ClockPlausible() {
		s.camera.cameraToArrival.Add(unit.Arrival.Sub(unit.Capture))
	}
	if unit.BSlices && !s.evidence.BSlices {
		s.evidence.BSlices = true
		s.passing = false
	}
	if s.passing {
		s.camera.relay.Deliver(unit)
		return
	}
	s.waiting = append(s.waiting, unit)
	if stream := s.collector.Stream(); stream != nil && stream.Picture != nil {
		s.evidence.Reordering = stream.Picture.Reordering
	}
	s.decide()
}

// Interrupted tells the relay that something is missing.
func (s *sink) Interrupted() { s.camera.relay.Interrupted() }

func (s *sink) decide() {
	decision := delivery.Decide(s.evidence)
	s.camera.mu.Lock()
	changed := s.camera.decision.Mode != decision.Mode
	s.camera.decision = decision
	s.camera.mu.Unlock()
	switch decision.Mode {
	case delivery.Passthrough:
		s.passing = true
		if len(s.waiting) > 0 {
			s.camera.demand.set(true)
		}
		for _, unit := range s.waiting {
			s.camera.relay.Deliver(unit)
		}
		s.waiting = nil
	case delivery.Refused:
		s.waiting = nil
		s.stop(fault.New(fault.Code(decision.ReasonCode), decision.Reason))
	case delivery.Undecided:
	}
	if changed {
		s.camera.changed()
	}
}

// close is called when the connection has ended. A publication outlives a short loss of its camera.
func (s *sink) close(f *fault.Error) {
	s.camera.relay.Interrupted()
	switch {
	case needsPerson(f.Code):
		s.camera.stopLingering()
		s.camera.demand.set(false)
	case !s.playingSince.IsZero():
		s.camera.linger()
	case !s.camera.lingering():
		s.camera.demand.set(false)
	}
}

// needsPerson tells whether a camera will not come back by itself.
func needsPerson(code fault.Code) bool {
	switch code {
	case fault.URLInvalid, fault.CameraLoginHeld, fault.CodecUnsupported, fault.CodecBFrames, fault.CameraNoVideo:
		return true
	}
	return false
}
