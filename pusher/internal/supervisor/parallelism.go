package supervisor

import (
	"os"
	"runtime"
)

// camerasPerProcessor is how many cameras one processor carries with ease: 25 of 500 kbit/s take 6 % of one.
const camerasPerProcessor = 16

// limitParallelism uses no more processors than the cameras need. Packets come one by one, and to hand each to another
// thread costs more than to deal with it: measured at 5 Mbit/s, one processor takes a tenth less time than two.
// Whoever sets GOMAXPROCS decides otherwise.
func limitParallelism(cameras int) {
	if os.Getenv("GOMAXPROCS") != "" {
		return
	}
	runtime.GOMAXPROCS(processorsFor(cameras, runtime.NumCPU()))
}

func processorsFor(cameras, available int) int {
	return max(1, min((cameras+camerasPerProcessor-1)/camerasPerProcessor, available))
}
