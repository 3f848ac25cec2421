// Package whip publishes one H.264 track by WHIP (RFC 9725).
package whip

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"control-room/pusher/internal/fault"
)

const (
	postTimeout   = 10 * time.Second
	deleteTimeout = 4 * time.Second
	maxAnswer     = 1 << 20
	sdpType       = "application/sdp"
)

// Client makes sessions and sees to it that none is left behind at the SFU. It is safe for concurrent use.
type Client struct {
	userAgent string
	http      *http.Client
	pending   sync.WaitGroup
}

// NewClient makes a client that calls itself userAgent.
func NewClient(userAgent string) *Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &Client{
		userAgent: userAgent,
		http: &http.Client{Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         dialer.DialContext,
			TLSHandshakeTimeout: 5 * time.Second,
			MaxIdleConnsPerHost: 1,
			IdleConnTimeout:     5 * time.Second,
		}},
	}
}

// Wait returns when no request is under way any more, or when ctx ends.
func (c *Client) Wait(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		c.pending.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// resource is a session at the SFU.
type resource struct {
	url    string
	answer string
}

// create posts an offer. If ctx ends first, the request is not cut off: the SFU may have made the session already and
// only its answer tells what to delete.
func (c *Client) create(ctx context.Context, endpoint string, token func() string, offer string) (resource, error) {
	type outcome struct {
		made resource
		err  error
	}
	done := make(chan outcome)
	c.pending.Add(1)
	go func() {
		defer c.pending.Done()
		made, err := c.post(endpoint, token(), offer)
		select {
		case done <- outcome{made, err}:
		case <-ctx.Done():
			c.remove(made.url, token)
		}
	}()
	select {
	case o := <-done:
		return o.made, o.err
	case <-ctx.Done():
		return resource{}, ctx.Err()
	}
}

func (c *Client) post(endpoint, token, offer string) (resource, error) {
	ctx, cancel := context.WithTimeout(context.Background(), postTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(offer))
	if err != nil {
		return resource{}, fault.New(fault.WHIPUnreachable, "the endpoint is no URL")
	}
	request.Header.Set("Content-Type", sdpType)
	c.authorize(request, token)
	response, err := c.http.Do(request)
	if err != nil {
		return resource{}, unreachable(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if response.StatusCode != http.StatusCreated {
		return resource{}, refusal(response.StatusCode, body)
	}
	made := resource{answer: string(body)}
	location, locationErr := response.Location()
	if locationErr == nil {
		made.url = location.String()
	}
	switch {
	case err != nil:
		c.removeLater(made.url, func() string { return token })
		return resource{}, fault.New(fault.WHIPBadAnswer, "the answer ended too early")
	case locationErr != nil:
		return resource{}, fault.New(fault.WHIPBadAnswer, "the answer has no Location, so the session could not be ended")
	case !strings.HasPrefix(response.Header.Get("Content-Type"), sdpType):
		c.removeLater(made.url, func() string { return token })
		return resource{}, fault.New(fault.WHIPBadAnswer, "the answer is no SDP")
	}
	return made, nil
}

// removeLater ends a session in the background: an SFU that has lost it may take seconds to answer.
func (c *Client) removeLater(url string, token func() string) {
	c.pending.Add(1)
	go func() {
		defer c.pending.Done()
		c.remove(url, token)
	}()
}

// remove ends a session; an empty url is none.
func (c *Client) remove(url string, token func() string) {
	if url == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), deleteTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodDelete, url, nil)
	if err != nil {
		return
	}
	c.authorize(request, token())
	response, err := c.http.Do(request)
	if err == nil {
		_ = response.Body.Close()
	}
}

func (c *Client) authorize(request *http.Request, token string) {
	request.Header.Set("User-Agent", c.userAgent)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
}

// unreachable leaves the URL out of the message: the path of an ingress endpoint may hold the stream key.
func unreachable(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.WHIPUnreachable, "no answer within "+postTimeout.String())
	}
	return fault.New(fault.WHIPUnreachable, err.Error())
}

// refusal translates an HTTP status.
func refusal(status int, body []byte) error {
	const longest = 200
	text := strings.Join(strings.Fields(string(body)), " ")
	if len(text) > longest {
		text = text[:longest] + "…"
	}
	detail := fmt.Sprintf("HTTP %d %s %s", status, http.StatusText(status), text)
	return fault.New(codeOf(status), strings.TrimSpace(detail))
}

func codeOf(status int) fault.Code {
	switch {
	case status == http.StatusUnauthorized:
		return fault.WHIPUnauthorised
	case status == http.StatusForbidden:
		return fault.WHIPForbidden
	case status == http.StatusNotFound:
		return fault.WHIPNotFound
	case status == http.StatusTooManyRequests:
		return fault.WHIPCapacity
	case status >= http.StatusInternalServerError:
		return fault.WHIPUnavailable
	default:
		return fault.WHIPBadAnswer
	}
}
