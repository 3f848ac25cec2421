// Package whiptest is an SFU that takes WHIP publications and behaves as a test decides.
package whiptest

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/webrtc/v4"
)

// CaptureTimeURI is the abs-capture-time header extension.
const CaptureTimeURI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"

// SFU is one WHIP endpoint.
type SFU struct {
	t    testing.TB
	http *httptest.Server
	udp  *faultyConn
	mux  *ice.UDPMuxDefault

	mu       sync.Mutex
	answer   func(http.ResponseWriter) bool
	hold     chan struct{}
	posts    []string // bearer tokens
	deletes  []string
	sessions map[string]*Session
	order    []*Session
}

// Start starts an SFU; it ends with the test.
func Start(t testing.TB) *SFU {
	t.Helper()
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &SFU{t: t, udp: &faultyConn{PacketConn: conn}, sessions: map[string]*Session{}}
	s.mux = ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: s.udp})
	handler := http.NewServeMux()
	handler.HandleFunc("POST /whip", s.create)
	handler.HandleFunc("DELETE /whip/{id}", s.remove)
	s.http = httptest.NewServer(handler)
	t.Cleanup(s.stop)
	return s
}

func (s *SFU) stop() {
	s.Release()
	s.http.Close()
	for _, session := range s.Sessions() {
		_ = session.peer.Close()
	}
	_ = s.mux.Close()
	_ = s.udp.Close()
}

// Endpoint is the WHIP endpoint's URL.
func (s *SFU) Endpoint() string { return s.http.URL + "/whip" }

// Answer lets f answer further POSTs; f returns false to have one answered as usual. nil restores that.
func (s *SFU) Answer(f func(http.ResponseWriter) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = f
}

// Refuse answers further POSTs with a status.
func (s *SFU) Refuse(status int) {
	s.Answer(func(w http.ResponseWriter) bool {
		w.WriteHeader(status)
		return true
	})
}

// Hold makes further POSTs wait for Release before they are answered.
func (s *SFU) Hold() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hold = make(chan struct{})
}

// Release ends Hold.
func (s *SFU) Release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hold != nil {
		close(s.hold)
		s.hold = nil
	}
}

// Freeze makes the SFU neither hear nor say anything by UDP.
func (s *SFU) Freeze() { s.udp.frozen.Store(true) }

// Thaw undoes Freeze.
func (s *SFU) Thaw() { s.udp.frozen.Store(false) }

// Lose makes the SFU lose every nth large packet; 0 loses none.
func (s *SFU) Lose(nth int64) { s.udp.lose.Store(nth) }

// LargestDatagram is the largest one received so far, in bytes of UDP payload.
func (s *SFU) LargestDatagram() int { return int(s.udp.largest.Load()) }

// Posts are the bearer tokens of the POSTs so far, Deletes those of the DELETEs.
func (s *SFU) Posts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.posts...)
}

// Deletes are the bearer tokens of the DELETEs so far.
func (s *SFU) Deletes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.deletes...)
}

// Sessions are all publications so far.
func (s *SFU) Sessions() []*Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Session(nil), s.order...)
}

// Living counts the publications that were not deleted.
func (s *SFU) Living() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sessions)
}

func token(r *http.Request) string {
	const prefix = "Bearer "
	text := r.Header.Get("Authorization")
	if len(text) < len(prefix) {
		return ""
	}
	return text[len(prefix):]
}

func (s *SFU) create(w http.ResponseWriter, r *http.Request) {
	offer, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	s.mu.Lock()
	s.posts = append(s.posts, token(r))
	answer, hold := s.answer, s.hold
	s.mu.Unlock()
	if answer != nil && answer(w) {
		return
	}
	session, sdp, err := s.accept(string(offer))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	id := fmt.Sprintf("session-%d", len(s.order)+1)
	s.sessions[id] = session
	s.order = append(s.order, session)
	s.mu.Unlock()
	if hold != nil {
		<-hold
	}
	w.Header().Set("Content-Type", "application/sdp")
	w.Header().Set("Location", "/whip/"+id)
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, sdp)
}

func (s *SFU) remove(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.deletes = append(s.deletes, token(r))
	session := s.sessions[r.PathValue("id")]
	delete(s.sessions, r.PathValue("id"))
	s.mu.Unlock()
	if session == nil {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	_ = session.peer.Close()
}

func (s *SFU) accept(offer string) (*Session, string, error) {
	media := &webrtc.MediaEngine{}
	if err := media.RegisterDefaultCodecs(); err != nil {
		return nil, "", err
	}
	extension := webrtc.RTPHeaderExtensionCapability{URI: CaptureTimeURI}
	if err := media.RegisterHeaderExtension(extension, webrtc.RTPCodecTypeVideo); err != nil {
		return nil, "", err
	}
	interceptors := &interceptor.Registry{}
	if err := webrtc.RegisterDefaultInterceptors(media, interceptors); err != nil {
		return nil, "", err
	}
	settings := webrtc.SettingEngine{}
	settings.SetICEUDPMux(s.mux)
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	api := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(interceptors), webrtc.WithSettingEngine(settings))
	peer, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, "", err
	}
	session := &Session{peer: peer}
	peer.OnTrack(session.read)
	if err := peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return nil, "", err
	}
	answer, err := peer.CreateAnswer(nil)
	if err != nil {
		return nil, "", err
	}
	gathered := webrtc.GatheringCompletePromise(peer)
	if err := peer.SetLocalDescription(answer); err != nil {
		return nil, "", err
	}
	<-gathered
	return session, peer.LocalDescription().SDP, nil
}
