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
type fileStore struct{ directory string }

func (s *fileStore) change(device string, f func(*entry) error) error {
	if err := os.MkdirAll(s.directory, 0o700); err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	// The name tells nothing about the site to who can list the directory.
	sum := sha256.Sum256([]byte(device))
	path := filepath.Join(s.directory, "login-"+hex.EncodeToString(sum[:8])+".json")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	defer func() { _ = file.Close() }()
	if err := lock(file); err != nil {
		return fmt.Errorf("lock %s: %w", filepath.Base(path), err)
	}
	var e entry
	// A damaged or empty file is one without tries.
	_ = json.NewDecoder(file).Decode(&e)
	if err := f(&e); err != nil {
		return err
	}
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	if _, err := file.WriteAt(append(text, '\n'), 0); err != nil {
		return err
	}
	return file.Truncate(int64(len(text) + 1))
}
