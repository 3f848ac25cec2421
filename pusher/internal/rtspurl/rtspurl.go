// Package rtspurl reads camera addresses and finds the mistakes people make in them before anything is dialled.
package rtspurl

import (
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"control-room/pusher/internal/fault"
)

const (
	scheme      = "rtsp"
	defaultPort = 554 // RFC 2326, 3.2
)

// Address is a camera's address without its login.
type Address struct {
	// URL is the address as the camera is asked for it, without user name and password.
	URL string
	// Host is host:port, the port always written out.
	Host string
	// Username and Password are the decoded login of the URL; HasLogin tells an empty one from none.
	Username, Password string
	HasLogin           bool
}

const encoding = "in a user name or password write %40 for @, %3A for :, %2F for /, %23 for #, %3F for ?, %25 for %"

// Parse reads an RTSP URL. The error, a *fault.Error with code URL_INVALID, says what to write instead and never
// repeats the password.
func Parse(raw string) (Address, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return Address{}, invalid("the address is empty; write rtsp://host:port/path")
	}
	if strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return Address{}, invalid("the address holds a space or a control character; write %20 for a space")
	}
	name, rest, found := strings.Cut(raw, "://")
	if !found {
		return Address{}, invalid("the address has no scheme; write rtsp://host:port/path")
	}
	if !strings.EqualFold(name, scheme) {
		return Address{}, invalid("only rtsp:// addresses are supported")
	}
	if err := findUnencoded(rest); err != nil {
		return Address{}, err
	}
	u, err := url.Parse(scheme + "://" + rest)
	if err != nil {
		// The parser's own message may quote the password.
		return Address{}, invalid("the address cannot be read; " + encoding)
	}
	if u.Fragment != "" || strings.Contains(rest, "#") {
		return Address{}, invalid("the address holds an unencoded #; write %23")
	}
	if u.Hostname() == "" {
		return Address{}, invalid("the address names no host; write rtsp://host:port/path")
	}
	port := defaultPort
	if text := u.Port(); text != "" {
		port, err = strconv.Atoi(text)
		if err != nil || port < 1 || port > 65535 {
			return Address{}, invalid("the port must be a number from 1 to 65535")
		}
	}
	a := Address{Host: net.JoinHostPort(u.Hostname(), strconv.Itoa(port))}
	if u.User != nil {
		a.HasLogin = true
		a.Username = u.User.Username()
		a.Password, _ = u.User.Password()
		u.User = nil
	}
	a.URL = u.String()
	return a, nil
}

// hostLike matches what follows the @ of a login: an IPv4 address, an IPv6 address or a name, perhaps with a port.
var hostLike = regexp.MustCompile(`^(\d{1,3}(\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)(:\d{1,5})?([/?]|$)`)

// findUnencoded looks for @ : / # ? written plainly inside the login part of rest, which is the URL after "://".
func findUnencoded(rest string) error {
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, tail := rest[:end], rest[end:]
	at := strings.LastIndexByte(authority, '@')
	if at >= 0 {
		login := authority[:at]
		if strings.Contains(login, "@") {
			return unencoded("@", "%40")
		}
		if strings.Count(login, ":") > 1 {
			return unencoded(":", "%3A")
		}
		return nil
	}
	later := strings.LastIndexByte(tail, '@')
	if later < 0 {
		return nil
	}
	// Without an @ before the first delimiter either the path holds one, or the delimiter belongs to a password.
	looksLikeLogin := strings.Contains(authority, ":") && !strings.HasPrefix(authority, "[") && !hostLike.MatchString(authority)
	if !looksLikeLogin && !(strings.Contains(authority, ":") && hostLike.MatchString(tail[later+1:])) {
		return nil
	}
	switch tail[0] {
	case '#':
		return unencoded("#", "%23")
	case '?':
		return unencoded("?", "%3F")
	default:
		return unencoded("/", "%2F")
	}
}

func unencoded(character, encoded string) error {
	return invalid("the user name or password holds an unencoded " + character + "; write " + encoded + " (" + encoding + ")")
}

func invalid(detail string) error { return fault.New(fault.URLInvalid, detail) }
