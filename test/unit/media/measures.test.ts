import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captureReferenceOf, captureTimeOf } from '../../../src-renderer/media/capture-clock.ts';
import { FrameRate } from '../../../src-renderer/media/frame-rate.ts';
import { ratesBetween, readCounters, unmeasuredRates } from '../../../src-renderer/media/receiver-statistics.ts';
import { RollingWindow } from '../../../src-renderer/media/rolling-window.ts';

describe('capture time', () => {
  test('is in Unix time, from the NTP time that Chromium gives', () => {
    const reference = captureReferenceOf({ rtpTimestamp: 9_000, captureTimestamp: 2_208_988_800_000 + 1_700_000_000_000 });
    expect(reference).toEqual({ rtpTimestamp: 9_000, captureUnixMs: 1_700_000_000_000 });
  });

  test('is unknown without the header extension', () => {
    expect(captureReferenceOf({ rtpTimestamp: 1 })).toBeNull();
    expect(captureReferenceOf(undefined)).toBeNull();
  });

  test('follows the RTP clock across its wrap, forwards and backwards', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), fc.integer({ min: -900_000, max: 900_000 }), (rtpTimestamp, ticks) => {
        const frame = (rtpTimestamp + ticks + 2 ** 32) % 2 ** 32;
        expect(captureTimeOf({ rtpTimestamp, captureUnixMs: 1_000_000 }, frame)).toBeCloseTo(1_000_000 + ticks / 90, 6);
      }),
    );
  });
});

describe('FrameRate', () => {
  const feed = (rate: FrameRate, fromMs: number, fps: number, frames: number, firstCount = 1) => {
    for (let index = 0; index < frames; index += 1) rate.add(fromMs + (index * 1000) / fps, firstCount + index);
  };

  test('says nothing before it can be told', () => {
    const rate = new FrameRate();
    feed(rate, 0, 15, 5);
    expect(rate.fps).toBeNull();
  });

  test.each([0.2, 1, 5, 15, 25, 60])('measures %d frames per second', (fps) => {
    const rate = new FrameRate();
    feed(rate, 0, fps, Math.max(8, 3 * fps));
    expect(rate.fps).toBeCloseTo(fps, 6);
  });

  test('counts frames whose callback was missed', () => {
    const rate = new FrameRate();
    for (let index = 0; index < 20; index += 1) rate.add(index * 100, index * 3);
    expect(rate.fps).toBeCloseTo(30, 6);
  });

  test('falls within two seconds when the camera slows down', () => {
    const rate = new FrameRate();
    feed(rate, 0, 25, 50);
    feed(rate, 2_100, 5, 12, 51);
    expect(rate.fps).toBeLessThan(6);
  });

  test('begins anew after a gap', () => {
    const rate = new FrameRate();
    feed(rate, 0, 25, 50);
    rate.add(9_000, 51);
    expect(rate.fps).toBeNull();
    feed(rate, 9_040, 25, 30, 52);
    expect(rate.fps).toBeCloseTo(25, 6);
  });
});

describe('RollingWindow', () => {
  test('forgets what is older than its span, and has no percentile of nothing', () => {
    const window = new RollingWindow(1_000);
    expect(window.percentile(0.5, 0)).toBeNull();
    window.add(0, 100);
    window.add(900, 1);
    expect(window.percentile(0.95, 900)).toBe(100);
    expect(window.percentile(0.95, 1_500)).toBe(1);
    expect(window.percentile(0.95, 5_000)).toBeNull();
  });

  test('percentiles are values that were added, and grow with the share', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const window = new RollingWindow(10);
        for (const value of values) window.add(0, value);
        const [low, middle, high] = [0.05, 0.5, 0.95].map((share) => window.percentile(share, 0) ?? NaN);
        expect(values).toEqual(expect.arrayContaining([low, middle, high]));
        expect(low).toBeLessThanOrEqual(middle!);
        expect(middle).toBeLessThanOrEqual(high!);
      }),
    );
  });
});

describe('receiver statistics', () => {
  const inbound = (values: Record<string, unknown>) => ({
    type: 'inbound-rtp',
    id: 'in',
    kind: 'video',
    codecId: 'c',
    ...values,
  });
  const report = (...entries: { id: string }[]) => new Map(entries.map((entry) => [entry.id, entry]));
  const counters = (values: Record<string, unknown>) => {
    const read = readCounters(report(inbound(values)));
    if (!read) throw new Error('no inbound video in the report');
    return read;
  };

  test('reads codec, size, decoder and round trip', () => {
    const read = readCounters(
      report(
        inbound({ frameWidth: 640, frameHeight: 360, decoderImplementation: 'FFmpeg', powerEfficientDecoder: false }),
        { id: 'c', type: 'codec', mimeType: 'video/H264' } as { id: string },
        { id: 'p', type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.004 } as { id: string },
      ),
    );
    expect(read).toMatchObject({
      codec: 'H264',
      width: 640,
      height: 360,
      decoder: 'FFmpeg',
      hardwareDecoder: false,
      roundTripMs: 4,
    });
  });

  test('is null where there is no inbound video', () => {
    expect(readCounters(report({ id: 'x', type: 'transport' } as { id: string }))).toBeNull();
    expect(counters({}).roundTripMs).toBeNull();
  });

  test('rates are per second of the report, delays per frame', () => {
    const before = counters({ timestamp: 1_000, bytesReceived: 0, packetsReceived: 0, packetsLost: 0, framesReceived: 0 });
    const after = counters({
      timestamp: 3_000,
      bytesReceived: 125_000,
      packetsReceived: 95,
      packetsLost: 5,
      framesReceived: 30,
      framesDecoded: 30,
      totalDecodeTime: 0.06,
      jitterBufferDelay: 0.3,
      jitterBufferEmittedCount: 30,
    });
    expect(ratesBetween(before, after)).toEqual({
      receivedFps: 15,
      decodedFps: 15,
      bitrateKbps: 500,
      lossPercent: 5,
      jitterBufferMs: 10,
      decodeMs: 2,
    });
  });

  test('nothing received is no data, not zero loss', () => {
    const rates = ratesBetween(counters({ timestamp: 0 }), counters({ timestamp: 1_000 }));
    expect(rates.lossPercent).toBeNull();
    expect(rates.jitterBufferMs).toBeNull();
    expect(rates.bitrateKbps).toBe(0);
  });

  test('counters of another receiver give no rates', () => {
    expect(ratesBetween(counters({ timestamp: 0, bytesReceived: 9 }), counters({ timestamp: 1_000, bytesReceived: 1 }))).toEqual(
      unmeasuredRates,
    );
  });
});
