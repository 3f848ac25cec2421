// Command democam serves looping clips as RTSP cameras, for demos, tests and benches.
//
//	democam --listen 127.0.0.1:0 --clips DIR [--clips DIR…] [--udp-port EVEN]
//	        [--user NAME (--password-stdin | --password-file FILE) [--auth digest|basic|digest-sha256]]
//	        [--control] [--tethered]
//
// Every clip NAME is at rtsp://HOST:PORT/NAME, and rtsp://HOST:PORT/load/N (N up to 9999) is clip N mod their count.
// The first line on standard output is {"type":"listening","address":"HOST:PORT","cameras":["NAME",…]}.
// With --password-stdin the first line of standard input is the password. With --control the lines after it are
// requests as described at democam.Request, each answered by one line on standard output.
// With --tethered the end of standard input ends the program.
//
// Exit codes: 0 asked to end, 1 failed while running, 2 wrong use, 3 no clips or a damaged one, 4 cannot listen.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"

	"github.com/bluenviron/gortsplib/v5/pkg/auth"

	"control-room/pusher/internal/clip"
	"control-room/pusher/internal/democam"
	"control-room/pusher/internal/tether"
)

const (
	exitFailed = 1
	exitUsage  = 2
	exitClips  = 3
	exitListen = 4
)

var loginMethods = map[string]auth.VerifyMethod{
	"basic":         auth.VerifyMethodBasic,
	"digest":        auth.VerifyMethodDigestMD5,
	"digest-sha256": auth.VerifyMethodDigestSHA256,
}

type arguments struct {
	listen        string
	clips         []string
	udpPort       int
	user          string
	passwordStdin bool
	passwordFile  string
	auth          string
	control       bool
	tethered      bool
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "democam: %v\n", err)
		return exitUsage
	}
	input := bufio.NewReader(stdin)
	password, err := readPassword(a, input)
	if err != nil {
		fmt.Fprintf(stderr, "democam: password: %v\n", err)
		return exitUsage
	}
	clips, err := clip.LoadDirectories(a.clips)
	if err != nil {
		fmt.Fprintf(stderr, "democam: %v\n", err)
		return exitClips
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, tether.StopSignals()...)
	defer signal.Stop(signals)

	server, err := democam.Start(democam.Options{
		Address: a.listen, UDPFirstPort: a.udpPort, Clips: clips,
		Login: democam.Login{User: a.user, Password: password, Methods: []auth.VerifyMethod{loginMethods[a.auth]}},
		Log:   log.New(stderr, "democam: ", log.LstdFlags),
	})
	if err != nil {
		fmt.Fprintf(stderr, "democam: %v\n", err)
		if errors.Is(err, democam.ErrListen) {
			return exitListen
		}
		return exitClips
	}
	defer server.Close()

	names := make([]string, len(clips))
	for index, c := range clips {
		names[index] = c.Name
	}
	if err := json.NewEncoder(stdout).Encode(map[string]any{"type": "listening", "address": server.Address(), "cameras": names}); err != nil {
		return exitFailed
	}
	select {
	case <-signals:
	case <-inputEnded(a, server, input, stdout):
	case err := <-failed(server):
		fmt.Fprintf(stderr, "democam: %v\n", err)
		return exitFailed
	}
	return 0
}

func parse(args []string, stderr io.Writer) (*arguments, error) {
	a := &arguments{}
	flags := flag.NewFlagSet("democam", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&a.listen, "listen", "127.0.0.1:0", "address to listen on, `host:port`")
	flags.Func("clips", "`directory` with clips (repeatable)", func(value string) error {
		a.clips = append(a.clips, value)
		return nil
	})
	flags.IntVar(&a.udpPort, "udp-port", 0, "even `port` for RTP over UDP, RTCP on the next one; 0: TCP only")
	flags.StringVar(&a.user, "user", "", "`name` readers must log in with")
	flags.BoolVar(&a.passwordStdin, "password-stdin", false, "the first line of standard input is the password")
	flags.StringVar(&a.passwordFile, "password-file", "", "`file` whose first line is the password")
	flags.StringVar(&a.auth, "auth", "digest", "login `scheme` offered: digest, basic or digest-sha256")
	flags.BoolVar(&a.control, "control", false, "take requests from standard input")
	flags.BoolVar(&a.tethered, "tethered", false, "end when standard input ends")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	_, known := loginMethods[a.auth]
	switch {
	case flags.NArg() != 0:
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case len(a.clips) == 0:
		return nil, errors.New("--clips is missing")
	case a.udpPort%2 != 0 || a.udpPort < 0 || a.udpPort > 65534:
		return nil, fmt.Errorf("--udp-port %d is not an even port", a.udpPort)
	case !known:
		return nil, fmt.Errorf("unknown --auth %q", a.auth)
	case a.passwordStdin && a.passwordFile != "":
		return nil, errors.New("--password-stdin and --password-file exclude each other")
	case (a.user != "") != (a.passwordStdin || a.passwordFile != ""):
		return nil, errors.New("--user and a password come together")
	}
	return a, nil
}

func readPassword(a *arguments, input *bufio.Reader) (string, error) {
	switch {
	case a.passwordStdin:
		line, err := input.ReadString('\n')
		if err != nil && (!errors.Is(err, io.EOF) || line == "") {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	case a.passwordFile != "":
		text, err := os.ReadFile(a.passwordFile)
		line, _, _ := strings.Cut(string(text), "\n")
		return strings.TrimRight(line, "\r"), err
	default:
		return "", nil
	}
}

// inputEnded is closed when standard input has ended and that is to end the program. Requests are answered meanwhile.
func inputEnded(a *arguments, server *democam.Server, input *bufio.Reader, stdout io.Writer) <-chan struct{} {
	ended := make(chan struct{})
	if !a.control && !a.tethered {
		return ended
	}
	go func() {
		if a.control {
			if err := server.Control(input, stdout); err != nil {
				fmt.Fprintf(os.Stderr, "democam: control: %v\n", err)
			}
		} else {
			<-tether.Closed(input)
		}
		if a.tethered {
			close(ended)
		}
	}()
	return ended
}

// failed delivers the error that ended the server by itself.
func failed(server *democam.Server) <-chan error {
	out := make(chan error, 1)
	go func() { out <- server.Wait() }()
	return out
}
