package gop

// Policy decides when one output may send the current group again. It protects whoever watches already: a replay
// reaches every subscriber of the track and shows them old pictures.
//
// A publisher does not learn who subscribes. What it does know: nobody can watch a publication that has just begun, and
// the first request for a key frame after that is the first viewer's. Whoever asks later may be a second viewer, so
// later requests wait for the camera's next key frame.
type Policy struct {
	served bool
}

// Connected is called when a new publication begins.
func (p *Policy) Connected() { p.served = false }

// KeyFrameRequested tells whether the group is to be sent again. cached tells whether there is a group to send; a
// request that cannot be answered is not counted, the camera's next key frame answers it.
func (p *Policy) KeyFrameRequested(cached bool) bool {
	if p.served || !cached {
		return false
	}
	p.served = true
	return true
}
