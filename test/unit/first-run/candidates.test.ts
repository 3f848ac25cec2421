import { expect, test } from 'vitest';
import { canAdd, isGood, loginOf, readCandidates } from '../../../src-renderer/features/first-run/candidates.ts';
import { streamFacts } from '../../support/site-views.ts';

const pasted = `
# station
rtsp://10.0.0.1/stream1, Platform 1 East
rtsp://admin:secret@10.0.0.2/loading-dock
rtsp://10.0.0.2:554/loading-dock;again
http://admin:secret@10.0.0.3/x
rtsp://10.0.0.4/live\tTicket hall
`;
const candidates = readCandidates(pasted);

test('each line is an address, with a name after comma, semicolon or tab', () => {
  expect(candidates.map(({ shown, name, picked, state }) => [shown, name, picked, state.step])).toEqual([
    ['rtsp://10.0.0.1/stream1', 'Platform 1 East', true, 'waiting'],
    ['rtsp://10.0.0.2/loading-dock', 'Loading dock', true, 'waiting'],
    ['rtsp://10.0.0.2:554/loading-dock', 'again', false, 'twin'],
    ['http://…@10.0.0.3/x', '', false, 'unusable'],
    ['rtsp://10.0.0.4/live', 'Ticket hall', true, 'waiting'],
  ]);
  expect(JSON.stringify(candidates.map(({ shown }) => shown))).not.toContain('secret');
  expect(candidates.filter(canAdd)).toHaveLength(3);
});

test('one login for all but those that have their own', () => {
  const forAll = { username: 'viewer', password: 'shared' };
  const logins = candidates.filter(canAdd).map((candidate) => loginOf(candidate, forAll));
  expect(logins).toEqual([forAll, { username: 'admin', password: 'secret' }, forAll]);
  expect(candidates.filter(canAdd).map((candidate) => loginOf(candidate, { username: '', password: '' }))[0]).toEqual({});
});

test('a refused stream or a fault is not taken by itself, but may be', () => {
  const [first] = candidates;
  if (!first) throw new Error('no candidate');
  const facts = { ...streamFacts(), timeToFirstKeyframeMs: 1, server: null };
  const tested = (mode: 'passthrough' | 'refused') => ({
    ...first,
    state: {
      step: 'tested' as const,
      result: { ok: true as const, facts, verdict: { mode, reasonCode: '', reason: '' }, answers: [] },
    },
  });
  expect(isGood(tested('passthrough'))).toBe(true);
  expect(isGood(tested('refused'))).toBe(false);
  expect(canAdd(tested('refused'))).toBe(true);
});
