package h264_test

import (
	"bytes"
	"testing"

	"control-room/pusher/internal/cameratest"
	"control-room/pusher/internal/h264"
)

func TestIsBSlice(t *testing.T) {
	for _, kind := range []cameratest.Kind{cameratest.I, cameratest.P, cameratest.B} {
		if got := h264.IsBSlice(cameratest.Slice(kind, 100)); got != (kind == cameratest.B) {
			t.Errorf("%c: %v", kind, got)
		}
	}
	for _, nalu := range [][]byte{nil, {0x41}, {0x41, 0}, {0x41, 0, 0, 0, 0, 0}, {0x06, 0b1001_1100}} {
		if h264.IsBSlice(nalu) {
			t.Errorf("% x", nalu)
		}
	}
	// Slice headers written by x264: P, B that others refer to, B that none refers to.
	for _, c := range []struct {
		nalu []byte
		b    bool
	}{
		{[]byte{0x41, 0x9a, 0x23, 0x6c, 0x43, 0xbf}, false},
		{[]byte{0x41, 0x9e, 0x41, 0x78, 0x86, 0xff}, true},
		{[]byte{0x01, 0x9e, 0x62, 0x6a, 0x43, 0x7f}, true},
	} {
		if got := h264.IsBSlice(c.nalu); got != c.b {
			t.Errorf("% x: %v", c.nalu, got)
		}
	}
}

func FuzzIsBSlice(f *testing.F) {
	f.Add([]byte{0x41, 0, 0, 3, 0, 0, 3})
	f.Fuzz(func(_ *testing.T, nalu []byte) { h264.IsBSlice(nalu) })
}

func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		sps  []byte
		want h264.Description
	}{
		{cameratest.BaselineSPS, h264.Description{Profile: "Constrained Baseline", Level: "1.1", Width: 320, Height: 180, Reordering: h264.ReorderingImpossible}},
		{cameratest.HighSPS, h264.Description{Profile: "High", Level: "1.1", Width: 320, Height: 180, Reordering: h264.ReorderingImpossible}},
		{cameratest.HighReorderSPS, h264.Description{Profile: "High", Level: "1.2", Width: 320, Height: 180, Reordering: h264.ReorderingAnnounced}},
	} {
		got, err := h264.Describe(c.sps)
		if err != nil || got != c.want {
			t.Errorf("%+v, %v", got, err)
		}
	}
	if _, err := h264.Describe([]byte{0x67, 1}); err == nil {
		t.Error("a broken one was read")
	}
}

func TestAssemble(t *testing.T) {
	idr, slice := cameratest.Slice(cameratest.I, 100), cameratest.Slice(cameratest.P, 100)
	sps, pps := cameratest.BaselineSPS, cameratest.BaselinePPS
	sei, delimiter, filler := []byte{0x06, 5}, []byte{0x09, 0xf0}, []byte{0x0c, 0xff}
	for _, c := range []struct {
		name     string
		known    bool
		received [][]byte
		want     [][]byte
		key      bool
	}{
		{"slice", true, [][]byte{slice}, [][]byte{slice}, false},
		{"key frame without sets", true, [][]byte{idr}, [][]byte{sps, pps, idr}, true},
		{"key frame with sets", true, [][]byte{delimiter, sps, pps, sei, idr, idr}, [][]byte{sps, pps, sei, idr, idr}, true},
		{"sets come first with the stream", false, [][]byte{sps, pps, idr}, [][]byte{sps, pps, idr}, true},
		{"key frame nobody can decode", false, [][]byte{idr}, [][]byte{idr}, false},
		{"filler", true, [][]byte{slice, filler}, [][]byte{slice}, false},
		{"no picture", true, [][]byte{sps, pps, delimiter, sei}, nil, false},
		{"empty", true, [][]byte{{}}, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var a h264.Assembler
			if c.known {
				a.Params.Observe(sps)
				a.Params.Observe(pps)
			}
			unit := a.Assemble(c.received)
			if c.want == nil {
				if unit != nil {
					t.Errorf("made %d NAL units", len(unit.NALUs))
				}
				return
			}
			if unit.KeyFrame != c.key || !bytes.Equal(bytes.Join(unit.NALUs, []byte("|")), bytes.Join(c.want, []byte("|"))) {
				t.Errorf("key frame %v, %d NAL units", unit.KeyFrame, len(unit.NALUs))
			}
			if want := len(bytes.Join(c.want, nil)); unit.Bytes != want {
				t.Errorf("%d bytes, want %d", unit.Bytes, want)
			}
		})
	}
}

func TestParameterSetsKeepTheLatestOfEachID(t *testing.T) {
	var p h264.ParameterSets
	if p.Complete() {
		t.Error("complete without sets")
	}
	first, other, changed := []byte{0x68, 0x80, 1}, []byte{0x68, 0x40, 1}, []byte{0x68, 0x80, 2}
	for _, nalu := range [][]byte{cameratest.BaselineSPS, first, other, first, changed} {
		p.Observe(nalu)
	}
	got := p.AppendTo(nil)
	if len(got) != 3 || !bytes.Equal(got[1], changed) || !bytes.Equal(got[2], other) {
		t.Errorf("%x", got)
	}
}
