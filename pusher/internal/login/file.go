package login

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// fileStore keeps an entry per file and lets one process at a time change it.
type fileStore struct {
	directory string
	// instead keeps the entries that could not be written.
	instead *memoryStore
	trouble func(error)
}

func (s *fileStore) change(device string, f func(*entry) error) error {
	if s.instead.has(device) {
		return s.instead.change(device, f)
	}
	file, err := s.open(device)
	if err != nil {
		s.tell(err)
		return s.instead.change(device, f)
	}
	defer func() { _ = file.Close() }()
	var e entry
	// A damaged or empty file is one without tries.
	_ = json.NewDecoder(file).Decode(&e)
	if err := f(&e); err != nil {
		return err
	}
	if err := write(file, &e); err != nil {
		s.tell(err)
		s.instead.put(device, e)
	}
	return nil
}

// open opens and locks a device's file; closing it gives it back.
func (s *fileStore) open(device string) (*os.File, error) {
	if err := os.MkdirAll(s.directory, 0o700); err != nil {
		return nil, err
	}
	// The name tells nothing about the site to who can list the directory.
	sum := sha256.Sum256([]byte(device))
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

func write(file *os.File, e *entry) error {
	text, err := json.Marshal(e)
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
