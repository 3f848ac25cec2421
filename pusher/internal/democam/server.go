// Package democam is an RTSP server of cameras that loop encoded clips, aligned to the wall clock.
package democam

import (
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/auth"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/liberrors"

	"control-room/pusher/internal/clip"
)

const (
	loadPrefix    = "load/"
	maxLoadNumber = 9999
	// Must hold the largest frame of the largest clip; a power of two.
	writeQueuePackets = 2048
)

// ErrListen is wrapped by errors of Start that are about the address.
var ErrListen = errors.New("cannot listen")

// Login is asked of every reader when User is not empty.
type Login struct {
	User, Password string
	Methods        []auth.VerifyMethod
}

// Options of a Server.
type Options struct {
	Address      string // host:port, port 0 for a free one
	UDPFirstPort int    // even; RTP there and RTCP on the next one, 0 for TCP only
	Clips        []*clip.Clip
	Login        Login
	Log          *log.Logger
}

// Server serves every clip at its name, and at load/N the clip N mod count.
type Server struct {
	options       Options
	rtsp          *gortsplib.Server
	programs      []*program
	loginsRefused atomic.Int64

	context context.Context
	cancel  context.CancelFunc
	sending sync.WaitGroup

	mutex   sync.Mutex
	cameras map[string]*camera
	names   []string // of cameras, in the order of their appearance
}

// Start listens and serves until Close.
func Start(o Options) (*Server, error) {
	if len(o.Clips) == 0 {
		return nil, errors.New("no clips")
	}
	s := &Server{options: o, cameras: make(map[string]*camera)}
	for _, c := range o.Clips {
		p, err := newProgram(c)
		if err != nil {
			return nil, err
		}
		s.programs = append(s.programs, p)
	}
	s.rtsp = &gortsplib.Server{
		Handler:     &handler{server: s},
		RTSPAddress: o.Address,
		AuthMethods: o.Login.Methods,
		// The library's own reports come too seldom to follow a clock that is being shifted.
		DisableRTCPSenderReports: true,
		WriteQueueSize:           writeQueuePackets,
	}
	if o.UDPFirstPort != 0 {
		host := o.Address[:strings.LastIndex(o.Address, ":")]
		s.rtsp.UDPRTPAddress = fmt.Sprintf("%s:%d", host, o.UDPFirstPort)
		s.rtsp.UDPRTCPAddress = fmt.Sprintf("%s:%d", host, o.UDPFirstPort+1)
	}
	s.context, s.cancel = context.WithCancel(context.Background())
	if err := s.rtsp.Start(); err != nil {
		s.cancel()
		return nil, fmt.Errorf("%w: %w", ErrListen, err)
	}
	for _, p := range s.programs {
		if _, err := s.add(p.clip.Name, p, 0); err != nil {
			s.Close()
			return nil, err
		}
	}
	return s, nil
}

// Address is where the server listens, host:port.
func (s *Server) Address() string {
	return s.rtsp.NetListener().Addr().String()
}

// Close ends every connection and waits until everything is released.
func (s *Server) Close() {
	s.cancel()
	s.sending.Wait()
	s.rtsp.Close()
}

// Wait returns when the server has ended, with the reason.
func (s *Server) Wait() error {
	return s.rtsp.Wait()
}

func (s *Server) add(name string, p *program, phaseMicros int64) (*camera, error) {
	c, err := newCamera(name, p, s.rtsp, phaseMicros)
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if present, ok := s.cameras[name]; ok {
		c.close()
		return present, nil
	}
	s.cameras[name] = c
	s.names = append(s.names, name)
	s.sending.Add(1)
	go func() {
		defer s.sending.Done()
		c.run(s.context)
	}()
	return c, nil
}

// camera finds a camera by name; load/N is made when it is first asked for. Nil if there is none.
func (s *Server) camera(name string) *camera {
	s.mutex.Lock()
	c := s.cameras[name]
	s.mutex.Unlock()
	if c != nil {
		return c
	}
	digits, ok := strings.CutPrefix(name, loadPrefix)
	number, err := strconv.Atoi(digits)
	if !ok || err != nil || strconv.Itoa(number) != digits || number < 0 || number > maxLoadNumber {
		return nil
	}
	c, err = s.add(name, s.programs[number%len(s.programs)], LoadPhaseMicros(number))
	if err != nil {
		s.options.Log.Printf("%s: %v", name, err)
		return nil
	}
	return c
}

// LoadPhaseMicros is how much later than the timetable camera load/number sends, in microseconds. The golden ratio
// spreads any number of cameras evenly over one second, so that their keyframes do not all come at once.
func LoadPhaseMicros(number int) int64 {
	_, fraction := math.Modf(float64(number) * (math.Phi - 1))
	return int64(fraction * microsPerSecond)
}

// handler answers the RTSP requests.
type handler struct {
	server *Server
}

// allow checks the login; the answer is nil if it is right or none is asked.
func (h *handler) allow(conn *gortsplib.ServerConn, request *base.Request) (*base.Response, error) {
	login := &h.server.options.Login
	if login.User == "" || conn.VerifyCredentials(request, login.User, login.Password) {
		return nil, nil
	}
	if len(request.Header["Authorization"]) != 0 {
		h.server.loginsRefused.Add(1)
	}
	return &base.Response{StatusCode: base.StatusUnauthorized}, liberrors.ErrServerAuth{}
}

func (h *handler) find(path string) (*camera, *gortsplib.ServerStream) {
	c := h.server.camera(strings.Trim(path, "/"))
	if c == nil {
		return nil, nil
	}
	return c, c.current()
}

func (h *handler) OnDescribe(ctx *gortsplib.ServerHandlerOnDescribeCtx) (*base.Response, *gortsplib.ServerStream, error) {
	if response, err := h.allow(ctx.Conn, ctx.Request); response != nil {
		return response, nil, err
	}
	_, stream := h.find(ctx.Path)
	if stream == nil {
		return &base.Response{StatusCode: base.StatusNotFound}, nil, nil
	}
	return &base.Response{StatusCode: base.StatusOK}, stream, nil
}

func (h *handler) OnSetup(ctx *gortsplib.ServerHandlerOnSetupCtx) (*base.Response, *gortsplib.ServerStream, error) {
	if response, err := h.allow(ctx.Conn, ctx.Request); response != nil {
		return response, nil, err
	}
	c, stream := h.find(ctx.Path)
	if stream == nil {
		return &base.Response{StatusCode: base.StatusNotFound}, nil, nil
	}
	ctx.Session.SetUserData(c)
	return &base.Response{StatusCode: base.StatusOK}, stream, nil
}

func (h *handler) OnPlay(ctx *gortsplib.ServerHandlerOnPlayCtx) (*base.Response, error) {
	ctx.Session.UserData().(*camera).addReader(ctx.Session)
	return &base.Response{StatusCode: base.StatusOK}, nil
}

func (h *handler) OnPause(ctx *gortsplib.ServerHandlerOnPauseCtx) (*base.Response, error) {
	ctx.Session.UserData().(*camera).removeReader(ctx.Session)
	return &base.Response{StatusCode: base.StatusOK}, nil
}

func (h *handler) OnSessionClose(ctx *gortsplib.ServerHandlerOnSessionCloseCtx) {
	if c, ok := ctx.Session.UserData().(*camera); ok {
		c.removeReader(ctx.Session)
	}
}

func (h *handler) OnStreamWriteError(ctx *gortsplib.ServerHandlerOnStreamWriteErrorCtx) {
	h.server.options.Log.Printf("%s: reader too slow: %v", strings.Trim(ctx.Session.Path(), "/"), ctx.Error)
}
