// Package job reads the document that tells a pusher what to do: a list of cameras, each with a list of outputs.
// Its JSON schema is job.schema.json beside go.mod.
package job

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"time"

	"control-room/pusher/internal/fault"
	"control-room/pusher/internal/rtspurl"
)

// Version is the version of the document this program reads.
const Version = 1

// Bounds and defaults of the interval between two status lines, in milliseconds.
const (
	defaultStatusIntervalMs = 5000
	minStatusIntervalMs     = 100
	maxStatusIntervalMs     = 600_000
)

// Document is a whole job.
type Document struct {
	Version int `json:"version"`
	// StateDir keeps what must survive a restart; empty keeps it in memory only.
	StateDir string `json:"stateDir,omitempty"`
	// IncludeLoopback offers the SFU candidates on loopback, for a site that lives on one machine.
	IncludeLoopback  bool     `json:"includeLoopback,omitempty"`
	StatusIntervalMs int      `json:"statusIntervalMs,omitempty"`
	Cameras          []Camera `json:"cameras"`
}

// Camera is one video source and where it is published.
type Camera struct {
	ID      string   `json:"id"`
	Source  Source   `json:"source"`
	Policy  Policy   `json:"policy,omitempty"`
	Outputs []Output `json:"outputs"`
}

// Source is the camera's RTSP address and login.
type Source struct {
	URL string `json:"url"`
	// Username and Password win over those in the URL.
	Username string `json:"username,omitempty"`
	Password string `json:"password,omitempty"`
	// Transport is "tcp", the only one there is.
	Transport string `json:"transport,omitempty"`
	// LoginRetry is raised by a person to try a held login again.
	LoginRetry int `json:"loginRetry,omitempty"`
}

// Policy says how a camera's video may be delivered.
type Policy string

// Policies.
const (
	PolicyAuto        Policy = "auto"
	PolicyPassthrough Policy = "passthrough"
)

// Output is one WHIP publication.
type Output struct {
	ID       string `json:"id"`
	Endpoint string `json:"endpoint"`
	// Token is sent as bearer token (RFC 6750); empty sends none.
	Token string `json:"token,omitempty"`
}

// StatusInterval is the time between two status lines.
func (d *Document) StatusInterval() time.Duration {
	return time.Duration(d.StatusIntervalMs) * time.Millisecond
}

// Secrets lists everything in the document that must never be written anywhere.
func (d *Document) Secrets() []string {
	var secrets []string
	for _, c := range d.Cameras {
		secrets = append(secrets, c.Source.Password)
		if a, err := rtspurl.Parse(c.Source.URL); err == nil && a.Password != "" {
			secrets = append(secrets, a.Password, url.QueryEscape(a.Password), url.PathEscape(a.Password))
		}
		for _, o := range c.Outputs {
			secrets = append(secrets, o.Token)
		}
	}
	return secrets
}

// Parse reads one document. The error, a *fault.Error with code JOB_INVALID, names the field that is wrong.
func Parse(data []byte) (*Document, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var d Document
	if err := decoder.Decode(&d); err != nil {
		return nil, invalid("%s", describe(err))
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, invalid("something follows the document")
	}
	if err := d.complete(); err != nil {
		return nil, err
	}
	return &d, nil
}

// describe leaves out the values that encoding/json quotes in some messages: they may be secrets.
func describe(err error) string {
	var syntax *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("no JSON, at byte %d", syntax.Offset)
	case errors.As(err, &wrongType):
		return fmt.Sprintf("%s must be of type %s", wrongType.Field, wrongType.Type)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the document ends too early"
	default:
		return err.Error()
	}
}

var idPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$`)

func (d *Document) complete() error {
	if d.Version != Version {
		return invalid("version is %d, this program reads version %d", d.Version, Version)
	}
	if d.StatusIntervalMs == 0 {
		d.StatusIntervalMs = defaultStatusIntervalMs
	}
	if d.StatusIntervalMs < minStatusIntervalMs || d.StatusIntervalMs > maxStatusIntervalMs {
		return invalid("statusIntervalMs must be from %d to %d", minStatusIntervalMs, maxStatusIntervalMs)
	}
	seen := map[string]bool{}
	for i := range d.Cameras {
		c := &d.Cameras[i]
		if !idPattern.MatchString(c.ID) {
			return invalid("cameras[%d].id must be 1 to 64 letters, digits or . _ ~ -", i)
		}
		if seen[c.ID] {
			return invalid("camera id %s appears twice", c.ID)
		}
		seen[c.ID] = true
		if err := c.complete(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Camera) complete() error {
	// A wrong address concerns one camera, which reports it; the others of the document must run.
	switch c.Source.Transport {
	case "":
		c.Source.Transport = "tcp"
	case "tcp":
	default:
		return invalid("camera %s: transport must be tcp", c.ID)
	}
	switch c.Policy {
	case "":
		c.Policy = PolicyAuto
	case PolicyAuto, PolicyPassthrough:
	default:
		return invalid("camera %s: policy must be auto or passthrough", c.ID)
	}
	seen := map[string]bool{}
	for i, o := range c.Outputs {
		if !idPattern.MatchString(o.ID) {
			return invalid("camera %s: outputs[%d].id must be 1 to 64 letters, digits or . _ ~ -", c.ID, i)
		}
		if seen[o.ID] {
			return invalid("camera %s: output id %s appears twice", c.ID, o.ID)
		}
		seen[o.ID] = true
		u, err := url.Parse(o.Endpoint)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
			return invalid("camera %s: endpoint of output %s must be an http:// or https:// URL", c.ID, o.ID)
		}
	}
	return nil
}

// FromEnvironment makes a document for one camera from RTSP_URL, WHIP_ENDPOINT and STREAM_KEY.
// STATE_DIR may name a directory for what must survive a restart.
func FromEnvironment(lookup func(string) (string, bool)) (*Document, error) {
	values := map[string]string{}
	for _, name := range []string{"RTSP_URL", "WHIP_ENDPOINT", "STREAM_KEY"} {
		value, found := lookup(name)
		if !found || value == "" {
			return nil, invalid("the environment variable %s is missing", name)
		}
		values[name] = value
	}
	stateDir, _ := lookup("STATE_DIR")
	d := &Document{
		Version:  Version,
		StateDir: stateDir,
		Cameras: []Camera{{
			ID:      "camera",
			Source:  Source{URL: values["RTSP_URL"]},
			Outputs: []Output{{ID: "whip", Endpoint: values["WHIP_ENDPOINT"], Token: values["STREAM_KEY"]}},
		}},
	}
	if err := d.complete(); err != nil {
		return nil, err
	}
	return d, nil
}

func invalid(format string, values ...any) error {
	return fault.New(fault.JobInvalid, fmt.Sprintf(format, values...))
}

// SameBesidesSecrets tells whether a running camera can take over other's tokens and login retry without reconnecting.
func (c *Camera) SameBesidesSecrets(other *Camera) bool {
	a, b := c.Source, other.Source
	a.LoginRetry, b.LoginRetry = 0, 0
	if a != b || c.ID != other.ID || c.Policy != other.Policy {
		return false
	}
	return slices.EqualFunc(c.Outputs, other.Outputs, func(a, b Output) bool {
		return a.ID == b.ID && a.Endpoint == b.Endpoint
	})
}
