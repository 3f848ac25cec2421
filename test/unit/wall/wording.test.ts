import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../src-renderer/features/wall/announcements.ts';
import { putDragged, takeDragged } from '../../../src-renderer/features/wall/drag.ts';
import { wallActionOf, type WallKeyPress } from '../../../src-renderer/features/wall/wall-keys.ts';
import {
  countingAge,
  lastPictureText,
  spokenName,
  stateMark,
  stateValue,
  staleText,
} from '../../../src-renderer/features/wall/wording.ts';
import { tile } from './scene.ts';

describe('words of a tile', () => {
  test.each([
    [tile('a', { state: 'stale', severity: 'warning', ageSeconds: 6 }), '17 Loading dock 2, stale, 6 seconds'],
    [tile('a', { state: 'stale', severity: 'warning', ageSeconds: 1 }), '17 Loading dock 2, stale, 1 second'],
    [tile('a', { state: 'no-signal', severity: 'critical', ageSeconds: 252 }), '17 Loading dock 2, no signal, 4 minutes'],
    [tile('a'), '17 Loading dock 2, live, 37 milliseconds behind'],
    [tile('a', { figures: { ...tile('a').figures, delayMs: null } }), '17 Loading dock 2, live'],
    [tile('a', { state: 'off', severity: 'notice' }), '17 Loading dock 2, off'],
  ])('%#', (view, expected) => expect(spokenName(view)).toBe(expected));

  test.each([
    [6, '6 s'],
    [60, '1:00'],
    [252, '4:12'],
    [3_852, '1:04:12'],
  ])('%d seconds are counted as %s', (seconds, expected) => expect(countingAge(seconds)).toBe(expected));

  test('a caption never claims a delay that was not measured', () => {
    expect(stateValue(tile('a'))).toBe('37 ms');
    expect(stateValue(tile('a', { figures: { ...tile('a').figures, delayMs: null } }))).toBe('');
  });

  test('every state has its mark by shape', () => {
    expect(stateMark(tile('a'))).toBe('live');
    expect(stateMark(tile('a', { state: 'no-signal', severity: 'critical' }))).toBe('critical');
    expect(stateMark(tile('a', { state: 'connecting', severity: 'notice' }))).toBe('connecting');
    expect(stateMark(tile('a', { state: 'connecting', severity: 'warning' }))).toBe('warning');
  });

  test('a fault explains an old picture better than its counters', () => {
    const view = tile('a', { state: 'stale', staleReason: 'no-packets' });
    expect(staleText(view)).toBe('Old picture · nothing arrives');
    expect(staleText({ ...view, cause: { code: 'CAMERA_CLOSED', params: {}, nextTryAt: null } })).toBe(
      'Old picture · The camera has closed the connection.',
    );
  });

  test('says when the next try is, where it is known', () => {
    expect(lastPictureText(tile('a'))).toBe('No picture yet');
    expect(lastPictureText(tile('a', { nextTrySeconds: 14 }))).toMatch(/next try 14.s$/);
    expect(lastPictureText(tile('a', { lastPictureAt: 0 }))).toMatch(/^Last picture \d\d:\d\d:\d\d$/);
  });
});

describe('announcements', () => {
  test('critical changes are urgent, others calm; what is new on the wall or merely connecting is neither', () => {
    const before = [tile('a'), tile('b'), tile('c', { state: 'stale', severity: 'warning' }), tile('d')];
    const after = [
      tile('a', { state: 'no-signal', severity: 'critical' }),
      tile('b', { state: 'stale', severity: 'warning' }),
      tile('c'),
      tile('d', { state: 'connecting', severity: 'notice' }),
      tile('e', { state: 'no-signal', severity: 'critical' }),
    ];
    const { urgent, calm } = changesBetween(before, after);
    expect(urgent.map(({ cameraId }) => cameraId)).toEqual(['a']);
    expect(calm.map(({ cameraId }) => cameraId)).toEqual(['b', 'c']);
  });
});

describe('keys of the wall', () => {
  const press = (key: string, change: Partial<WallKeyPress> = {}): WallKeyPress => ({
    key,
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    ...change,
  });

  test.each([
    ['3', { do: 'open-wall', index: 2 }],
    ['ArrowLeft', { do: 'move', direction: 'left' }],
    ['Enter', { do: 'enlarge' }],
    ['Escape', { do: 'back' }],
    ['I', { do: 'stats' }],
    ['/', { do: 'find' }],
    ['0', null],
    ['x', null],
  ])('%s', (key, expected) => expect(wallActionOf(press(key), true)).toEqual(expected));

  test('Shift Enter picks up and drops', () => {
    expect(wallActionOf(press('Enter', { shiftKey: true }), true)).toEqual({ do: 'carry' });
  });

  test('single characters can be switched off, arrows cannot', () => {
    expect(wallActionOf(press('3'), false)).toBeNull();
    expect(wallActionOf(press('i'), false)).toBeNull();
    expect(wallActionOf(press('ArrowUp'), false)).toEqual({ do: 'move', direction: 'up' });
  });

  test('chords belong to others', () => {
    expect(wallActionOf(press('a', { ctrlKey: true }), true)).toBeNull();
  });
});

describe('dragging', () => {
  const transfer = () => {
    const data = new Map<string, string>();
    return {
      effectAllowed: 'all' as const,
      setData: (type: string, value: string) => void data.set(type, value),
      getData: (type: string) => data.get(type) ?? '',
    };
  };

  test('what was put is what is taken; anything else is nothing', () => {
    const own = transfer();
    putDragged(own, { kind: 'cell', cell: 4 });
    expect(takeDragged(own)).toEqual({ kind: 'cell', cell: 4 });
    const foreign = transfer();
    foreign.setData('text/plain', 'hello');
    expect(takeDragged(foreign)).toBeNull();
  });
});
