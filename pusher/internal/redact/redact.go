// Package redact keeps secrets out of everything that is written for people or other programs.
package redact

import (
	"regexp"
	"sort"
	"strings"
	"sync"
)

// Mark stands where a secret stood.
const Mark = "[redacted]"

// minimumLength keeps one- and two-letter passwords from tearing every text apart. Such a password gives nothing
// away where it appears inside other words.
const minimumLength = 3

var patterns = []*regexp.Regexp{
	// The login of a URL: everything up to the last @ before white space.
	regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*://)[^\s/]*(?:/[^\s@]*)?@`),
	regexp.MustCompile(`(?i)(\bbearer\s+)[^\s"',]+`),
	regexp.MustCompile(`(?i)((?:^|[?&_\s])(?:password|passwd|pass|pwd|token|secret)=)[^\s&_"']+`),
}

// Secrets is a set of known secrets. The zero value knows none. It is safe for concurrent use.
type Secrets struct {
	mu     sync.RWMutex
	counts map[string]int
	sorted []string
}

// Add makes the set know secrets; each stays known until Remove was called for it as often as Add.
func (s *Secrets) Add(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counts == nil {
		s.counts = map[string]int{}
	}
	for _, secret := range secrets {
		if len(secret) >= minimumLength {
			s.counts[secret]++
		}
	}
	s.sort()
}

// Remove undoes one Add.
func (s *Secrets) Remove(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, secret := range secrets {
		if s.counts[secret] > 1 {
			s.counts[secret]--
		} else {
			delete(s.counts, secret)
		}
	}
	s.sort()
}

// sort puts longer secrets first: a secret that begins with another must not leave its rest behind.
func (s *Secrets) sort() {
	s.sorted = make([]string, 0, len(s.counts))
	for secret := range s.counts {
		s.sorted = append(s.sorted, secret)
	}
	sort.Slice(s.sorted, func(i, j int) bool {
		if len(s.sorted[i]) != len(s.sorted[j]) {
			return len(s.sorted[i]) > len(s.sorted[j])
		}
		return s.sorted[i] < s.sorted[j]
	})
}

// Text returns text without the known secrets, logins of URLs, bearer tokens and values of password parameters.
func (s *Secrets) Text(text string) string {
	s.mu.RLock()
	for _, secret := range s.sorted {
		text = strings.ReplaceAll(text, secret, Mark)
	}
	s.mu.RUnlock()
	for i, pattern := range patterns {
		if i == 0 {
			text = pattern.ReplaceAllString(text, "${1}"+Mark+"@")
			continue
		}
		text = pattern.ReplaceAllString(text, "${1}"+Mark)
	}
	return text
}
