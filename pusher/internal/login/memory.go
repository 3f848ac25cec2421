package login

import "sync"

// store keeps one entry per device.
type store interface {
	// change runs f with the device's entry and keeps what f made of it, unless f returns an error.
	change(device string, f func(*entry) error) error
}

// memoryStore keeps entries as long as the process lives.
type memoryStore struct {
	mu      sync.Mutex
	entries map[string]entry
}

func (m *memoryStore) change(device string, f func(*entry) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.entries[device]
	if err := f(&e); err != nil {
		return err
	}
	m.entries[device] = e
	return nil
}

func (m *memoryStore) has(device string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, found := m.entries[device]
	return found
}

func (m *memoryStore) put(device string, e entry) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[device] = e
}
