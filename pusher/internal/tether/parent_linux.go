package tether

import "syscall"

// dieWithParent covers the death of tether itself, which no longer can end anything.
func dieWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
