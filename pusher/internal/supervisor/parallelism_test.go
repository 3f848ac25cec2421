package supervisor

import "testing"

func TestProcessorsFor(t *testing.T) {
	for _, c := range []struct{ cameras, available, want int }{
		{0, 8, 1}, {1, 8, 1}, {16, 8, 1}, {17, 8, 2}, {100, 8, 7}, {1000, 8, 8}, {100, 1, 1},
	} {
		if got := processorsFor(c.cameras, c.available); got != c.want {
			t.Errorf("%d cameras, %d available: %d, want %d", c.cameras, c.available, got, c.want)
		}
	}
}
