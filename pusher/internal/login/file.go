package login

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// fileStore keeps a device per file and lets one process at a time change it.
type fileStore struct {
	directory string
	// instead keeps the devices that could not be written.
	instead *memoryStore
	trouble func(error)
}

func (s *fileStore) change(name string, f func(*device) error) error {
	if s.instead.has(name) {
		return s.instead.change(name, f)
	}
	file, err := s.open(name)
	if err != nil {
		s.tell(err)
		return s.instead.change(name, f)
	}
	defer func() { _ = file.Close() }()
	var d device
	// A damaged or empty file is one without tries.
	_ = json.NewDecoder(file).Decode(&d)
	if err := f(&d); err != nil {
		return err
	}
	if err := write(file, &d); err != nil {
		s.tell(err)
		s.instead.put(name, d)
	}
	return nil
}

// open opens and locks a device's file; closing it gives it back.
func (s *fileStore) open(name string) (*os.File, error) {
	if err := os.MkdirAll(s.directory, 0o700); err != nil {
		return nil, err
	}
	// The name tells nothing about the site to who can list the directory.
	sum := sha256.Sum256([]byte(name))
	path := filepath.Join(s.directory, "login-"+hex.EncodeToString(sum[:8])+".json")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := lock(file); err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

func write(file *os.File, d *device) error {
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if _, err := file.WriteAt(append(text, '\n'), 0); err != nil {
		return err
	}
	return file.Truncate(int64(len(text) + 1))
}

func (s *fileStore) tell(err error) {
	if s.trouble != nil {
		s.trouble(fmt.Errorf("refused logins are counted in memory only: %w", err))
	}
}
