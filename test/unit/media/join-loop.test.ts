import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOff, backOffDelayMs, JoinLoop, type JoinedRoom } from '../../../src-renderer/media/join-loop.ts';

/** Lets every promise that can settle do so. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function scene(answers: ('joined' | 'refused' | 'unreachable')[]) {
  let nowMs = 0;
  const waits: { delayMs: number; end: () => void }[] = [];
  const rooms: { lose: () => void; left: boolean }[] = [];
  let tries = 0;
  const loop = new JoinLoop({
    join: async () => {
      const answer = answers[tries] ?? 'joined';
      tries += 1;
      if (answer !== 'joined') throw new Error(answer);
      let lose: () => void = () => undefined;
      const lost = new Promise<void>((resolve) => (lose = resolve));
      const room = { lose, left: false };
      rooms.push(room);
      return { lost, leave: async () => void (room.left = true) } satisfies JoinedRoom;
    },
    codeOf: (error) => ((error as Error).message === 'refused' ? 'VIEWER_REFUSED' : 'ROOM_UNREACHABLE'),
    nowMs: () => nowMs,
    wait: (delayMs, signal) =>
      new Promise<void>((resolve) => {
        waits.push({ delayMs, end: resolve });
        signal.addEventListener('abort', () => resolve());
      }),
    random: () => 1,
  });
  const ended = loop.run();
  return {
    loop,
    ended,
    waits,
    rooms,
    tries: () => tries,
    pass: (ms: number) => (nowMs += ms),
    /** The wait under way is over. */
    elapse: async () => {
      await settle();
      waits.at(-1)?.end();
      await settle();
    },
  };
}

describe('JoinLoop', () => {
  test('tries for ever, ever slower up to the longest delay', async () => {
    const { waits, elapse, tries, loop } = scene(Array<'unreachable'>(40).fill('unreachable'));
    for (let turn = 0; turn < 20; turn += 1) await elapse();
    expect(tries()).toBeGreaterThan(20);
    expect(waits.slice(0, 4).map(({ delayMs }) => delayMs)).toEqual([250, 500, 1000, 2000]);
    expect(waits.at(-1)?.delayMs).toBe(backOff.longestMs);
    expect(loop.state).toMatchObject({ phase: 'waiting', code: 'ROOM_UNREACHABLE' });
    loop.close();
  });

  test('a lost room is left and joined again', async () => {
    const { rooms, elapse, loop } = scene([]);
    await settle();
    expect(loop.state.phase).toBe('joined');
    rooms[0]?.lose();
    await settle();
    expect(rooms[0]?.left).toBe(true);
    expect(loop.state).toMatchObject({ phase: 'waiting', code: 'ROOM_UNREACHABLE' });
    await elapse();
    expect(loop.state).toMatchObject({ phase: 'joined', code: null });
    loop.close();
  });

  test('a stay counts as healthy only after a while', async () => {
    const { rooms, waits, elapse, pass, loop } = scene([]);
    await settle();
    rooms[0]?.lose();
    await elapse();
    rooms[1]?.lose();
    await elapse();
    expect(waits.map(({ delayMs }) => delayMs)).toEqual([250, 500]);
    pass(backOff.healthyAfterMs);
    rooms[2]?.lose();
    await elapse();
    expect(waits.at(-1)?.delayMs).toBe(250);
    loop.close();
  });

  test('a fresh token that is refused ends the tries until somebody asks', async () => {
    const { loop, waits, tries } = scene(['refused', 'joined']);
    await settle();
    expect(loop.state).toMatchObject({ phase: 'refused', code: 'VIEWER_REFUSED' });
    expect(waits).toHaveLength(0);
    expect(tries()).toBe(1);
    loop.retryNow();
    await settle();
    expect(loop.state.phase).toBe('joined');
    loop.close();
  });

  test('closing leaves the room and ends the loop, in every phase', async () => {
    for (const answers of [['joined'], ['refused'], ['unreachable']] as const) {
      const { loop, rooms, ended } = scene([...answers]);
      await settle();
      loop.close();
      await ended;
      expect(loop.state.phase).toBe('closed');
      expect(rooms.every((room) => room.left)).toBe(true);
    }
  });
});

test('the delay is never longer than the longest, nor shorter than half the first', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const delayMs = backOffDelayMs(attempt, random);
      return delayMs >= backOff.firstMs / 2 && delayMs <= backOff.longestMs;
    }),
  );
});
