package probe

import (
	"testing"

	"control-room/pusher/internal/schematest"
	"control-room/pusher/internal/source"
)

func TestSchema(t *testing.T) {
	schema := schematest.Read(t, "../../probe.schema.json")
	schematest.Compare(t, "result", Result{}, schema)
	schematest.Compare(t, "answer", source.Answer{}, *schema.Properties["answers"].Items)
}
