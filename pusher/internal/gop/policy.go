package gop

// Policy decides whether one publication may send the current group again. It protects whoever watches already: a
// replay reaches every subscriber of the track and shows them old pictures.
//
// A publisher does not learn who subscribes or leaves. What it does know: nobody can watch a publication that has just
// begun, and the first request for a key frame after that is the first viewer's. Whoever asks later may be a second
// viewer, so later requests wait for the camera's next key frame.
type Policy struct {
	requested bool
}

// Connected is called when a new publication begins.
func (p *Policy) Connected() { p.requested = false }

// KeyFrameRequested tells whether the current group may be sent again. If there is none to send, the camera's next key
// frame answers the first viewer, and the next request counts as another's all the same.
func (p *Policy) KeyFrameRequested() bool {
	first := !p.requested
	p.requested = true
	return first
}
