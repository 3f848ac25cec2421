// Package schematest compares Go types with the JSON schemas that describe them to other programs.
package schematest

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// Schema is the part of a JSON schema that is compared.
type Schema struct {
	Properties map[string]Schema `json:"properties"`
	Required   []string          `json:"required"`
	Defs       map[string]Schema `json:"$defs"`
	Enum       []any             `json:"enum"`
	Items      *Schema           `json:"items"`
}

// Read reads a schema.
func Read(t *testing.T, path string) Schema {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s Schema
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// Compare wants the same names in a struct and in an object of the schema, and those without omitempty required.
func Compare(t *testing.T, name string, value any, schema Schema) {
	t.Helper()
	var names, required []string
	kind := reflect.TypeOf(value)
	for i := range kind.NumField() {
		tag, options, _ := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
		names = append(names, tag)
		if !strings.Contains(options, "omitempty") {
			required = append(required, tag)
		}
	}
	var described []string
	for property := range schema.Properties {
		described = append(described, property)
	}
	wanted := slices.Clone(schema.Required)
	for _, list := range [][]string{names, required, described, wanted} {
		slices.Sort(list)
	}
	if !slices.Equal(names, described) {
		t.Errorf("%s: the type has %v, the schema %v", name, names, described)
	}
	if !slices.Equal(required, wanted) {
		t.Errorf("%s: the type always writes %v, the schema requires %v", name, required, wanted)
	}
}
