// Reads records, one in hexadecimal digits a line, by go-syslog's parser of RFC 5424; writes fields, separated by blanks.
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"

	"github.com/influxdata/go-syslog/rfc5424"
)

func coded(words *string) string {
	if words == nil {
		return "-"
	}
	return "x" + hex.EncodeToString([]byte(*words))
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	parser := rfc5424.NewParser()
	for lines.Scan() {
		record, _ := hex.DecodeString(lines.Text())
		message, err := parser.Parse(record)
		if err != nil || message == nil {
			text := fmt.Sprint(err)
			fmt.Println("error", coded(&text))
			continue
		}
		m := message.(*rfc5424.SyslogMessage)
		seconds, micros := int64(-1), 0
		if m.Timestamp() != nil {
			seconds, micros = m.Timestamp().Unix(), m.Timestamp().Nanosecond()/1000
		}
		elements := 0
		if m.StructuredData() != nil {
			elements = len(*m.StructuredData())
		}
		fmt.Println(*m.Priority(), seconds, micros, coded(m.Hostname()), coded(m.Appname()), coded(m.ProcID()), coded(m.MsgID()),
			elements, coded(m.Message()))
	}
}
