/** A repeatable source of numbers in 0 … 1 (linear congruential), so that a clip is drawn the same every time. */
export function random(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
