package redact

import "testing"

func TestText(t *testing.T) {
	var s Secrets
	s.Add("hunter2", "hunter2-long", "ab")
	for _, c := range []struct{ text, want string }{
		{"no secret here", "no secret here"},
		{"dial rtsp://u:p@10.0.0.9:554/x failed", "dial rtsp://[redacted]@10.0.0.9:554/x failed"},
		{"rtsp://u:p/q@10.0.0.9/x", "rtsp://[redacted]@10.0.0.9/x"},
		{"rtsp://u:p@q@10.0.0.9/x", "rtsp://[redacted]@10.0.0.9/x"},
		{"Authorization: Bearer eyJ.x.y, more", "Authorization: Bearer [redacted], more"},
		{"rtsp://h/user=admin_password=tlJwpbo6_channel=1", "rtsp://h/user=admin_password=[redacted]_channel=1"},
		{"http://h/a?token=abc&x=1", "http://h/a?token=[redacted]&x=1"},
		{"it was hunter2-long, not hunter2", "it was [redacted], not [redacted]"},
		{"abbey", "abbey"},
	} {
		if got := s.Text(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
	s.Add("hunter2")
	s.Remove("hunter2")
	if got := s.Text("hunter2"); got != Mark {
		t.Errorf("forgotten too early: %q", got)
	}
	s.Remove("hunter2")
	if got := s.Text("hunter2"); got != "hunter2" {
		t.Errorf("not forgotten: %q", got)
	}
}
