package login

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"time"
)

const (
	// defaultRounds makes a password costly to guess from the hash and takes about 10 ms.
	defaultRounds = 50_000
	mostRounds    = 10_000_000
	saltBytes     = 16
	hashBytes     = 32
)

// mostLogins is how many logins of one device are remembered: its channels may have different ones.
const mostLogins = 8

// device counts the tries of the last logins at one device.
type device struct {
	Version int      `json:"version"`
	Logins  []*entry `json:"logins"`
}

const deviceVersion = 2

// entry counts the tries of one login. It holds a salted hash of the login, never the login.
type entry struct {
	Rounds int    `json:"rounds"`
	Salt   []byte `json:"salt"`
	Hash   []byte `json:"hash"`
	Retry  int    `json:"retry"`
	// Refused is how often the device refused it, or a process died in the middle of a try, since it was last accepted.
	Refused int `json:"refused"`
	// Pending are the beginnings of tries whose end is not known yet, in milliseconds since 1970.
	Pending []int64 `json:"pending,omitempty"`
}

// of returns the login's entry, nil if the device does not remember it.
func (d *device) of(login *credentials) *entry {
	if d.Version != deviceVersion {
		return nil
	}
	for _, e := range d.Logins {
		if e != nil && e.matches(login) {
			return e
		}
	}
	return nil
}

// ofOrNew returns the login's entry; the oldest one gives way to a new one.
func (d *device) ofOrNew(login *credentials, rounds int) *entry {
	if e := d.of(login); e != nil {
		return e
	}
	if d.Version != deviceVersion {
		*d = device{Version: deviceVersion}
	}
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	e := &entry{Rounds: rounds, Salt: salt, Hash: login.hash(salt, rounds)}
	d.Logins = append(d.Logins[max(0, len(d.Logins)-mostLogins+1):], e)
	return e
}

func (e *entry) matches(login *credentials) bool {
	return e.Rounds > 0 && e.Rounds <= mostRounds &&
		subtle.ConstantTimeCompare(e.Hash, login.hash(e.Salt, e.Rounds)) == 1
}

// countLost turns tries that began too long ago (or, by a clock that was set, in the future) into refused ones: whoever
// made them died and may have sent the login.
func (e *entry) countLost(now time.Time, limit time.Duration) {
	before := len(e.Pending)
	e.Pending = slices.DeleteFunc(e.Pending, func(begunMs int64) bool {
		return now.Sub(time.UnixMilli(begunMs)).Abs() > limit
	})
	e.Refused += before - len(e.Pending)
}

// end removes the try that began then; false if it has been counted as lost meanwhile.
func (e *entry) end(begunMs int64) bool {
	i := slices.Index(e.Pending, begunMs)
	if i >= 0 {
		e.Pending = slices.Delete(e.Pending, i, i+1)
	}
	return i >= 0
}

// credentials are a login, with its last hash: a try asks for the same one several times.
type credentials struct {
	username, password string
	salt, sum          []byte
	rounds             int
}

func (c *credentials) empty() bool { return c.username == "" && c.password == "" }

func (c *credentials) hash(salt []byte, rounds int) []byte {
	if c.sum != nil && c.rounds == rounds && bytes.Equal(c.salt, salt) {
		return c.sum
	}
	sum, err := pbkdf2.Key(sha256.New, c.username+"\x00"+c.password, salt, rounds, hashBytes)
	if err != nil {
		return nil
	}
	c.salt, c.rounds, c.sum = bytes.Clone(salt), rounds, sum
	return sum
}
