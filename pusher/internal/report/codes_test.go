package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"control-room/pusher/internal/schematest"
)

// Every fault that the program can name is in the schema that other programs read, and none besides.
func TestSchemaListsEveryCode(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "../fault/fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes, listed []string
	ast.Inspect(file, func(node ast.Node) bool {
		value, ok := node.(*ast.ValueSpec)
		if !ok || len(value.Values) != 1 {
			return true
		}
		if literal, ok := value.Values[0].(*ast.BasicLit); ok {
			code, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, code)
		}
		return true
	})
	for _, code := range schematest.Read(t, "../../status.schema.json").Defs["code"].Enum {
		listed = append(listed, code.(string))
	}
	slices.Sort(codes)
	slices.Sort(listed)
	if len(codes) == 0 || !slices.Equal(codes, listed) {
		t.Errorf("the program has %v, the schema %v", codes, listed)
	}
}
