package login

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
)

const (
	// defaultRounds makes a password costly to guess from the hash and takes about 10 ms.
	defaultRounds = 50_000
	mostRounds    = 10_000_000
	saltBytes     = 16
	hashBytes     = 32
)

// entry counts the tries of the last login at one device. It holds a salted hash of the login, never the login.
type entry struct {
	Version int    `json:"version"`
	Rounds  int    `json:"rounds"`
	Salt    []byte `json:"salt"`
	Hash    []byte `json:"hash"`
	Retry   int    `json:"retry"`
	Tries   int    `json:"tries"`
}

const entryVersion = 1

func newEntry(login *credentials, rounds int) entry {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	return entry{Version: entryVersion, Rounds: rounds, Salt: salt, Hash: login.hash(salt, rounds)}
}

func (e *entry) matches(login *credentials) bool {
	return e.Version == entryVersion && e.Rounds > 0 && e.Rounds <= mostRounds &&
		subtle.ConstantTimeCompare(e.Hash, login.hash(e.Salt, e.Rounds)) == 1
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
