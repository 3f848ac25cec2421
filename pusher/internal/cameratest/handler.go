package cameratest

import (
	"github.com/bluenviron/gortsplib/v5"
	"github.com/bluenviron/gortsplib/v5/pkg/base"
	"github.com/bluenviron/gortsplib/v5/pkg/liberrors"
)

func (c *Camera) source() *gortsplib.ServerStream {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stream
}

func (c *Camera) answer(conn *gortsplib.ServerConn, request *base.Request) (*base.Response, error) {
	c.mu.Lock()
	c.requests = append(c.requests, base.Request{Method: request.Method, Header: request.Header})
	c.mu.Unlock()
	if c.options.Username != "" && !conn.VerifyCredentials(request, c.options.Username, c.options.Password) {
		return &base.Response{StatusCode: base.StatusUnauthorized}, liberrors.ErrServerAuth{}
	}
	if status := c.options.Statuses[request.Method]; status != 0 {
		return &base.Response{StatusCode: status}, nil
	}
	return &base.Response{StatusCode: base.StatusOK}, nil
}

// OnConnOpen implements gortsplib's handler.
func (c *Camera) OnConnOpen(ctx *gortsplib.ServerHandlerOnConnOpenCtx) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conns[ctx.Conn] = true
}

// OnConnClose implements gortsplib's handler.
func (c *Camera) OnConnClose(ctx *gortsplib.ServerHandlerOnConnCloseCtx) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.conns, ctx.Conn)
}

// OnSessionClose implements gortsplib's handler.
func (c *Camera) OnSessionClose(ctx *gortsplib.ServerHandlerOnSessionCloseCtx) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ctx.Session.UserData() != nil {
		c.playing--
	}
}

// OnDescribe implements gortsplib's handler.
func (c *Camera) OnDescribe(ctx *gortsplib.ServerHandlerOnDescribeCtx) (*base.Response, *gortsplib.ServerStream, error) {
	response, err := c.answer(ctx.Conn, ctx.Request)
	return response, c.source(), err
}

// OnSetup implements gortsplib's handler.
func (c *Camera) OnSetup(ctx *gortsplib.ServerHandlerOnSetupCtx) (*base.Response, *gortsplib.ServerStream, error) {
	response, err := c.answer(ctx.Conn, ctx.Request)
	return response, c.source(), err
}

// OnPlay implements gortsplib's handler.
func (c *Camera) OnPlay(ctx *gortsplib.ServerHandlerOnPlayCtx) (*base.Response, error) {
	response, err := c.answer(ctx.Conn, ctx.Request)
	if response.StatusCode == base.StatusOK {
		c.mu.Lock()
		c.playing++
		c.mu.Unlock()
		ctx.Session.SetUserData(true)
	}
	return response, err
}
