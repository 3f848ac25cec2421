// Package relay hands the pictures of one camera to its outputs as RTP packets.
package relay

import (
	"slices"
	"sync"
	"time"

	"control-room/pusher/internal/gop"
	"control-room/pusher/internal/h264"
)

// Relay joins one source with any number of senders. It is safe for concurrent use.
type Relay struct {
	mu       sync.Mutex
	cache    gop.Cache
	timeline timeline
	params   [][]byte
	senders  []*Sender
}

// Deliver sends a picture to every sender.
func (r *Relay) Deliver(unit *h264.AccessUnit) {
	r.mu.Lock()
	defer r.mu.Unlock()
	timestamp := r.timeline.at(unit.Timestamp, unit.Arrival)
	r.cache.Add(unit)
	for _, s := range r.senders {
		s.deliver(unit, timestamp)
	}
}

// Begin announces a new connection to the camera with the parameter sets of its SDP.
func (r *Relay) Begin(parameterSets [][]byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.params = parameterSets
	r.cache.Clear()
	r.timeline.restart()
}

// Interrupted is called when pictures were lost: what follows cannot be decoded before the next key frame.
func (r *Relay) Interrupted() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cache.Clear()
}

// Attach starts a sender. Nobody can be watching a publication that begins now, so it starts with the current group
// of pictures.
func (r *Relay) Attach(s *Sender) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.senders = append(r.senders, s)
	s.begin(r.cache.Units(), r.params, r.timeline.now(time.Now()), func() { r.KeyFrameRequested(s) })
}

// Detach stops a sender.
func (r *Relay) Detach(s *Sender) {
	r.mu.Lock()
	r.senders = slices.DeleteFunc(r.senders, func(other *Sender) bool { return other == s })
	r.mu.Unlock()
	s.end()
}

// KeyFrameRequested answers a viewer's request for a key frame (RFC 4585 PLI, RFC 5104 FIR) to a sender.
func (r *Relay) KeyFrameRequested(s *Sender) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Contains(r.senders, s) {
		return
	}
	s.keyFrameRequested(r.cache.Units())
}
