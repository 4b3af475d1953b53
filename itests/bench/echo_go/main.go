// Command main PATH echoes on a Unix domain socket: the ordinary Go server,
// a goroutine and a buffer per connection on the net package.
package main

import (
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
)

const bufferSize = 4096

func echo(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, bufferSize)
	for {
		length, err := conn.Read(buffer)
		if err != nil {
			return
		}
		if _, err := conn.Write(buffer[:length]); err != nil {
			return
		}
	}
}

func main() {
	if len(os.Args) != 2 {
		log.Fatalf("usage: %s PATH", os.Args[0])
	}
	listener, err := net.Listen("unix", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-signals
		listener.Close() // removes the socket file too
		os.Exit(0)
	}()
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Print(err)
			return
		}
		go echo(conn)
	}
}
