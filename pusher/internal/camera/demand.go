package camera

import (
	"context"
	"sync"
)

// demand tells outputs whether they shall publish. The zero value tells them not to.
type demand struct {
	mu      sync.Mutex
	on      bool
	changed chan struct{}
}

func (d *demand) set(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.on == on {
		return
	}
	d.on = on
	if d.changed != nil {
		close(d.changed)
		d.changed = nil
	}
}

func (d *demand) get() (on bool, changed <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.changed == nil {
		d.changed = make(chan struct{})
	}
	return d.on, d.changed
}

// wait returns when the demand is as wanted or ctx ends.
func (d *demand) wait(ctx context.Context, wanted bool) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		on, changed := d.get()
		if on == wanted {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// while returns a context that ends when the demand does.
func (d *demand) while(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		_ = d.wait(ctx, false)
		cancel()
	}()
	return ctx, cancel
}
