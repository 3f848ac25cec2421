package report

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"control-room/pusher/internal/redact"
)

// Log writes plain lines: time, level, camera and text. It is safe for concurrent use.
type Log struct {
	mu      sync.Mutex
	writer  io.Writer
	secrets *redact.Secrets
	now     func() time.Time
}

// NewLog makes a log that keeps secrets out.
func NewLog(writer io.Writer, secrets *redact.Secrets) *Log {
	return &Log{writer: writer, secrets: secrets, now: time.Now}
}

// Info writes what goes as it should. subject is a camera's id, or "-" for the program.
func (l *Log) Info(subject, format string, values ...any) { l.line("INFO", subject, format, values) }

// Warn writes what a person may want to look at.
func (l *Log) Warn(subject, format string, values ...any) { l.line("WARN", subject, format, values) }

func (l *Log) line(level, subject, format string, values []any) {
	text := l.secrets.Text(fmt.Sprintf(format, values...))
	// A camera's answer must not be able to forge a line.
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = fmt.Fprintf(l.writer, "%s %s %s %s\n", l.now().UTC().Format("2006-01-02T15:04:05.000Z"), level, subject, text)
}
