package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

// WriteStatusFile replaces the file at path by one status, so that a reader never sees half of one.
func WriteStatusFile(path string, status []byte) error {
	temporary := fmt.Sprintf("%s.%d", path, os.Getpid())
	if err := os.WriteFile(temporary, status, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

// StaleAfter is how old a status may be before its writer is taken for hung.
const StaleAfter = 30 * time.Second

// ReadStatusFile returns the last status as it was written. The error tells why its writer is not well. A camera that
// is lost or held is no illness of the pusher: to restart it would only spend another login.
func ReadStatusFile(path string, now time.Time) ([]byte, error) {
	line, err := os.ReadFile(path)
	if err != nil {
		return nil, errors.New("no status yet")
	}
	var status struct {
		At time.Time `json:"at"`
	}
	if err := json.Unmarshal(line, &status); err != nil {
		return nil, errors.New("the status cannot be read")
	}
	if age := now.Sub(status.At); age > StaleAfter {
		return line, fmt.Errorf("the last status is %v old", age.Round(time.Second))
	}
	return line, nil
}
