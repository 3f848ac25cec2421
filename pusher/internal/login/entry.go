package login

import (
	"bytes"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
)

// hashRounds makes a password costly to guess from the hash and takes about 10 ms.
const (
	hashRounds = 50_000
	saltBytes  = 16
	hashBytes  = 32
)

// entry counts the tries of the last login at one device. It holds a salted hash of the login, never the login.
type entry struct {
	Version int    `json:"version"`
	Salt    []byte `json:"salt"`
	Hash    []byte `json:"hash"`
	Retry   int    `json:"retry"`
	Tries   int    `json:"tries"`
}

const entryVersion = 1

func newEntry(login *credentials) entry {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	return entry{Version: entryVersion, Salt: salt, Hash: login.hash(salt)}
}

func (e *entry) matches(login *credentials) bool {
	return e.Version == entryVersion && subtle.ConstantTimeCompare(e.Hash, login.hash(e.Salt)) == 1
}

// credentials are a login, with its last hash: a try asks for the same one several times.
type credentials struct {
	username, password string
	salt, sum          []byte
}

func (c *credentials) empty() bool { return c.username == "" && c.password == "" }

func (c *credentials) hash(salt []byte) []byte {
	if c.sum != nil && bytes.Equal(c.salt, salt) {
		return c.sum
	}
	sum, err := pbkdf2.Key(sha256.New, c.username+"\x00"+c.password, salt, hashRounds, hashBytes)
	if err != nil {
		return nil
	}
	c.salt, c.sum = bytes.Clone(salt), sum
	return sum
}
