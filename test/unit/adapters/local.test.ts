import { describe, expect, test } from 'vitest';
import { parseAnswer } from '../../../src-main/adapters/local/probe.ts';
import { parseStatusLine } from '../../../src-main/adapters/local/status-line.ts';

const output = { id: 'zone', state: 'publishing', code: null, detail: null, firstFrameAt: '2026-11-22T19:00:00.000Z' };
const camera = {
  id: 'gate-1',
  state: 'publishing',
  code: null,
  detail: null,
  attempt: 2,
  nextTryAt: null,
  facts: null,
  delivery: null,
  delay: null,
  outputs: [output],
};
const line = (change: object) => JSON.stringify({ type: 'status', cameras: [{ ...camera, ...change }] });
const reportOf = (text: string) => {
  const parsed = parseStatusLine(text);
  return parsed.kind === 'status' ? parsed.reports.get('gate-1') : parsed;
};

describe('a status line', () => {
  test('of a healthy pusher', () => {
    expect(reportOf(line({}))).toMatchObject({
      state: 'publishing',
      code: null,
      attempt: 2,
      firstFrameAt: Date.UTC(2026, 10, 22, 19),
    });
  });

  test.each([
    ['the camera explains it', { state: 'retrying', code: 'CAMERA_REFUSED' }, {}, 'retrying', 'CAMERA_REFUSED'],
    ['the way out explains it', {}, { state: 'retrying', code: 'WHIP_UNREACHABLE' }, 'retrying', 'WHIP_UNREACHABLE'],
    ['a refusal by the server may pass', {}, { state: 'refused', code: 'WHIP_FORBIDDEN' }, 'retrying', 'WHIP_FORBIDDEN'],
    [
      'the camera comes first',
      { state: 'held', code: 'CAMERA_LOGIN_HELD' },
      { state: 'retrying', code: 'SFU_SILENT' },
      'held',
      'CAMERA_LOGIN_HELD',
    ],
    ['a stream that cannot pass', { state: 'refused', code: 'CODEC_B_FRAMES', outputs: [] }, null, 'refused', 'CODEC_B_FRAMES'],
    ['an unknown code', { state: 'retrying', code: 'CODE_OF_TOMORROW' }, {}, 'retrying', 'INTERNAL'],
  ])('%s', (_what, ofCamera, ofOutput, state, code) => {
    const outputs = ofOutput === null ? {} : { outputs: [{ ...output, ...ofOutput }] };
    expect(reportOf(line({ ...outputs, ...ofCamera }))).toMatchObject({ state, code });
  });

  test.each(['', 'panic: runtime error', '{}', '{"type":"status"}', line({ state: 'dancing' }), line({ nextTryAt: 'soon' })])(
    'that makes no sense is odd, with a reason: %s',
    (text) => {
      expect(parseStatusLine(text)).toMatchObject({ kind: 'odd', reason: expect.stringMatching(/./) as string });
    },
  );
});

describe('the answer of a probe', () => {
  test('of a refusal whose code is unknown keeps its detail', () => {
    const answer = parseAnswer('{"type":"probe","ok":false,"code":"NEW","detail":"what it saw"}', 1);
    expect(answer).toEqual({ ok: false, code: 'INTERNAL', detail: 'what it saw', answers: [] });
  });

  test.each([undefined, '', 'Killed'])('that never came is the end of the pusher: %s', (text) => {
    expect(() => parseAnswer(text, 137)).toThrow(
      expect.objectContaining({ code: 'PUSHER_EXITED', params: { code: 137 } }) as Error,
    );
  });
});
