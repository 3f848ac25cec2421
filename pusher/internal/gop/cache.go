// Package gop keeps the current group of pictures and decides when it is sent again.
package gop

import "control-room/pusher/internal/h264"

// MaxReplayBytes is the largest group that is ever sent again. It bounds the burst on every link behind the SFU.
const MaxReplayBytes = 256 << 10

// Cache holds the pictures since the last key frame. It is not safe for concurrent use.
type Cache struct {
	units []*h264.AccessUnit
	bytes int
	// open tells that the held pictures are a whole beginning: no picture since the key frame is missing.
	open bool
}

// Add takes in the next picture of the stream.
func (c *Cache) Add(unit *h264.AccessUnit) {
	if unit.KeyFrame {
		c.Clear()
		c.open = true
	}
	if !c.open {
		return
	}
	if c.bytes+unit.Bytes > MaxReplayBytes {
		c.Clear()
		return
	}
	c.units = append(c.units, unit)
	c.bytes += unit.Bytes
}

// Clear forgets everything until the next key frame: what comes after a gap cannot be decoded.
func (c *Cache) Clear() {
	clear(c.units)
	c.units = c.units[:0]
	c.bytes = 0
	c.open = false
}

// Units returns a copy of the pictures since the key frame, or nil if they are too many to be sent again.
func (c *Cache) Units() []*h264.AccessUnit {
	if len(c.units) == 0 {
		return nil
	}
	return append([]*h264.AccessUnit(nil), c.units...)
}
