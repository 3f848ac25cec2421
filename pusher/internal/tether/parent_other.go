//go:build unix && !linux

package tether

import "syscall"

// dieWithParent does nothing: only Linux can bind a child to its parent's death.
func dieWithParent(*syscall.SysProcAttr) {}
