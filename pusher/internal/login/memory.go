package login

import "sync"

// store keeps what is counted per device (host:port).
type store interface {
	// change runs f with the device of that name and keeps what f made of it, unless f returns an error.
	change(name string, f func(*device) error) error
}

// memoryStore keeps devices as long as the process lives.
type memoryStore struct {
	mu      sync.Mutex
	devices map[string]device
}

func (m *memoryStore) change(name string, f func(*device) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	d := m.devices[name]
	if err := f(&d); err != nil {
		return err
	}
	m.devices[name] = d
	return nil
}

func (m *memoryStore) has(name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, found := m.devices[name]
	return found
}

func (m *memoryStore) put(name string, d device) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.devices[name] = d
}
