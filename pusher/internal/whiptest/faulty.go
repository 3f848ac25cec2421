package whiptest

import (
	"net"
	"sync/atomic"
)

// faultyConn can lose packets.
type faultyConn struct {
	net.PacketConn
	frozen  atomic.Bool
	lose    atomic.Int64
	seen    atomic.Int64
	largest atomic.Int64
}

// largePacket tells video from everything else, in bytes.
const largePacket = 500

// ReadFrom drops what is to be lost.
func (c *faultyConn) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, from, err := c.PacketConn.ReadFrom(b)
		if err != nil {
			return n, from, err
		}
		if c.frozen.Load() {
			continue
		}
		c.largest.Store(max(c.largest.Load(), int64(n)))
		if lose := c.lose.Load(); lose > 0 && n > largePacket && c.seen.Add(1)%lose == 0 {
			continue
		}
		return n, from, nil
	}
}

// WriteTo drops everything while the SFU is frozen.
func (c *faultyConn) WriteTo(b []byte, to net.Addr) (int, error) {
	if c.frozen.Load() {
		return len(b), nil
	}
	return c.PacketConn.WriteTo(b, to)
}
