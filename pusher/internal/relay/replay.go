package relay

import (
	"bytes"
	"time"

	"control-room/pusher/internal/h264"
)

// A replay is paced so that it fills no queue on the way: 16 packets of 1200 bytes every 5 ms are 30 Mbit/s.
const (
	replayPackets  = 16
	replayInterval = 5 * time.Millisecond
)

// replaySpan is the RTP time within which a replay is told to have happened, in units of 1/90000 s: less than the
// distance of two pictures, so that decoders show it at once and time never runs backwards.
const replaySpan = 1500

// replay is a group being sent again, and the live pictures that wait behind it.
type replay struct {
	queue []timedUnit
	// payloads are what is left of the first picture in the queue, nil before it was packetized.
	payloads [][]byte
	stop     chan struct{}
}

type timedUnit struct {
	unit      *h264.AccessUnit
	timestamp uint32
	live      bool
}

// startReplay sends units as if they had been taken within replaySpan after base.
func (s *Sender) startReplay(units []*h264.AccessUnit, base uint32) {
	r := &replay{stop: make(chan struct{})}
	for i, unit := range units {
		r.queue = append(r.queue, timedUnit{unit, base + replaySpan*uint32(i+1)/uint32(len(units)), false})
	}
	s.replay = r
	go s.pace(r)
}

// pace empties the queue of a replay.
func (s *Sender) pace(r *replay) {
	ticker := time.NewTicker(replayInterval)
	defer ticker.Stop()
	for {
		if over, again := s.sendSome(r); over {
			if again {
				s.request()
			}
			return
		}
		select {
		case <-r.stop:
			return
		case <-ticker.C:
		}
	}
}

// sendSome sends queued packets until the interval's share is used up. It tells whether the replay is over, and if so
// whether somebody asked for a key frame meanwhile.
func (s *Sender) sendSome(r *replay) (over, again bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.replay != r {
		return true, false
	}
	for share := replayPackets; len(r.queue) > 0; share-- {
		if share == 0 {
			return false, false
		}
		s.sendNextPacket(r)
	}
	s.replay = nil
	again, s.requested = s.requested, false
	return true, again
}

func (s *Sender) sendNextPacket(r *replay) {
	t := r.queue[0]
	if r.payloads == nil {
		s.setCaptureTime(t.unit)
		_ = s.packetizer.packetize(t.unit.NALUs, func(payload []byte, _ bool) error {
			r.payloads = append(r.payloads, bytes.Clone(payload))
			return nil
		})
	}
	last := len(r.payloads) == 1
	err := s.write(r.payloads[0], t.timestamp, last)
	r.payloads = r.payloads[1:]
	if last || err != nil {
		s.sent(t, err)
		r.payloads = nil
		r.queue[0] = timedUnit{}
		r.queue = r.queue[1:]
	}
}
