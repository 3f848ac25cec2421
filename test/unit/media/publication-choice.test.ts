import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePublication, type PublicationCandidate } from '../../../src-renderer/media/publication-choice.ts';

const candidate = (trackSid: string, generation: number, frameAgeMs: number | null): PublicationCandidate => ({
  trackSid,
  generation,
  frameAgeMs,
});

describe('choosePublication', () => {
  test.each([
    ['nothing published', [], null, [], null],
    ['one, not yet flowing', [candidate('a', 1, null)], null, ['a'], 'a'],
    [
      'newest has no frames: both received, the old one shown',
      [candidate('a', 1, 40), candidate('b', 2, null)],
      'a',
      ['b', 'a'],
      'a',
    ],
    ['newest has its first frame: the old one is let go', [candidate('a', 1, 40), candidate('b', 2, 10)], 'a', ['b'], 'b'],
    ['newest fell silent: the older one is taken back', [candidate('a', 1, null), candidate('b', 2, 9000)], 'b', ['b', 'a'], 'b'],
    ['older one flows while the newest is silent', [candidate('a', 1, 30), candidate('b', 2, 9000)], 'b', ['b', 'a'], 'a'],
    ['all silent: what is shown stays', [candidate('a', 1, 5000), candidate('b', 2, null)], 'a', ['b', 'a'], 'a'],
    ['what was shown is gone', [candidate('b', 2, null)], 'a', ['b'], 'b'],
  ])('%s', (_name, candidates, showing, receive, show) => {
    expect(choosePublication(candidates, showing)).toEqual({ receive, show });
  });

  const anyCandidates = fc.uniqueArray(
    fc.record({
      trackSid: fc.string({ minLength: 1, maxLength: 4 }),
      generation: fc.nat(5),
      frameAgeMs: fc.option(fc.nat(10_000)),
    }),
    { selector: ({ trackSid }) => trackSid },
  );

  test('never receives less than what is shown, and never an older one than it needs', () => {
    fc.assert(
      fc.property(anyCandidates, fc.option(fc.string({ maxLength: 4 })), (candidates, showing) => {
        const { receive, show } = choosePublication(candidates, showing);
        if (candidates.length === 0) return show === null && receive.length === 0;
        const flowing = candidates.filter((each) => each.frameAgeMs !== null && each.frameAgeMs <= 2_000);
        const newestFlowing = Math.max(...flowing.map((each) => each.generation));
        const shown = candidates.find((each) => each.trackSid === show);
        return (
          show !== null &&
          receive.includes(show) &&
          new Set(receive).size === receive.length &&
          (flowing.length === 0 || shown?.generation === newestFlowing) &&
          (flowing.length === 0 ||
            receive.every((sid) => (candidates.find((each) => each.trackSid === sid)?.generation ?? -1) >= newestFlowing))
        );
      }),
    );
  });

  test('does not depend on the order of the publications', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        expect(choosePublication([...candidates].reverse(), null)).toEqual(choosePublication(candidates, null));
      }),
    );
  });
});
