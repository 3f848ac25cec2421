import { expect, test } from 'vitest';
import { calls } from '../../../src-main/contract/calls.ts';
import { AppError } from '../../../src-main/contract/faults.ts';
import { callNames, type CallName } from '../../../src-main/contract/names.ts';
import { createDispatcher, type Caller, type Handlers } from '../../../src-main/core/calls/dispatcher.ts';
import { quietLog } from '../../support/quiet-log.ts';

const operator: Caller = { windowId: 'w1', role: 'operator' };
const camera = {
  id: 'gate',
  number: 1,
  name: 'Gate',
  zoneId: 'main',
  source: { kind: 'rtsp', url: 'rtsp://h/x', username: '', hasPassword: true },
  alwaysOn: false,
  off: null,
};

function dispatcherWith(handlers: Partial<Record<CallName, (input: never, caller: Caller) => unknown>>) {
  const log = quietLog();
  const ran: CallName[] = [];
  const table = Object.fromEntries(
    callNames.map((name) => [
      name,
      async (input: never, caller: Caller) => {
        ran.push(name);
        return handlers[name]?.(input, caller);
      },
    ]),
  ) as unknown as Handlers;
  return { log, ran, dispatch: createDispatcher({ handlers: table, log, randomId: () => 'incident-1' }) };
}

test('runs a call with its parsed input and its caller', async () => {
  const seen: unknown[] = [];
  const { dispatch } = dispatcherWith({ 'site.rename': (input, caller) => void seen.push(input, caller) });
  expect(await dispatch('site.rename', { name: '  Harbour  ' }, operator)).toEqual({ ok: true, value: undefined });
  expect(seen).toEqual([{ name: 'Harbour' }, operator]);
});

test('drops from an answer what the contract does not name', async () => {
  const source = { ...camera.source, passwordSecret: 'camera/gate/password' };
  const { dispatch } = dispatcherWith({ 'camera.add': () => ({ ...camera, source, secret: 'x' }) });
  expect(await dispatch('camera.add', { name: 'Gate', url: 'rtsp://h/x' }, operator)).toEqual({ ok: true, value: camera });
});

test.each(callNames)('%s runs for exactly the roles of its line in the table', async (name) => {
  for (const role of ['operator', 'wall', 'kiosk'] as const) {
    const { dispatch, ran } = dispatcherWith({});
    const result = await dispatch(name, { not: 'valid' }, { windowId: 'w', role });
    const code = result.ok ? null : result.error.code;
    expect(code === 'NOT_ALLOWED').toBe(!calls[name].roles.some((allowed) => allowed === role));
    if (code === 'NOT_ALLOWED') expect(ran).toEqual([]);
  }
});

test('refuses names that are no calls, also those that every object has', async () => {
  const { dispatch } = dispatcherWith({});
  for (const name of ['site.destroy', 'constructor', '__proto__', '']) {
    expect(await dispatch(name, undefined, operator)).toMatchObject({ ok: false, error: { code: 'NOT_ALLOWED' } });
  }
});

test('names the field of an input that does not fit, and runs nothing', async () => {
  const { dispatch, ran } = dispatcherWith({});
  const result = await dispatch('camera.switchOff', { id: 'gate', reason: 7, until: null }, operator);
  expect(result).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID', params: { field: 'reason' } } });
  expect(ran).toEqual([]);
});

test('an expected failure keeps its code and parameters; its cause stays in the log', async () => {
  const { dispatch, log } = dispatcherWith({
    'demo.install': () => {
      throw new AppError('DISK_FULL', { name: 'site' }, { cause: new Error('ENOSPC at write') });
    },
  });
  expect(await dispatch('demo.install', undefined, operator)).toEqual({
    ok: false,
    error: { code: 'DISK_FULL', params: { name: 'site' }, retry: 'person' },
  });
  expect(log.lines.join('\n')).toContain('ENOSPC at write');
});

test('an unexpected failure shows an incident, and the log has its cause under the same incident', async () => {
  const { dispatch, log } = dispatcherWith({
    'demo.install': () => {
      throw new TypeError('cannot read x of undefined');
    },
  });
  const result = await dispatch('demo.install', undefined, operator);
  expect(result).toEqual({ ok: false, error: { code: 'INTERNAL', params: { incident: 'incident-1' }, retry: 'person' } });
  expect(log.lines).toHaveLength(1);
  expect(log.lines[0]).toMatch(/^error .*incident-1.*cannot read x/);
});
