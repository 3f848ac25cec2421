/*
 * Movement that repeats with the loop. A route may take longer than the loop: then several people are on it, each a
 * whole loop ahead of the next, and the end of the loop joins its beginning unseen.
 */

/**
 * A way through points [x, y] at `speed` metres a second; a third number is how long to stand there, in seconds.
 * Returns { duration, at(seconds) → { x, y, heading: [dx, dy], walked (metres), moving } }.
 */
export function route(points, speed) {
  const legs = [];
  let [time, walked] = [0, 0];
  points.forEach((point, i) => {
    const previous = points[i - 1];
    if (previous) {
      const length = Math.hypot(point[0] - previous[0], point[1] - previous[1]);
      legs.push({ start: time, end: time + length / speed, from: previous, to: point, walked, length });
      time += length / speed;
      walked += length;
    }
    if (point[2]) {
      legs.push({ start: time, end: time + point[2], from: point, to: point, walked, length: 0 });
      time += point[2];
    }
  });
  const directionOf = (leg) => [(leg.to[0] - leg.from[0]) / leg.length, (leg.to[1] - leg.from[1]) / leg.length];
  return {
    duration: time,
    at(seconds) {
      const index = Math.max(
        0,
        legs.findIndex((leg) => seconds < leg.end),
      );
      const leg = legs[index];
      const share = leg.end === leg.start ? 0 : (seconds - leg.start) / (leg.end - leg.start);
      const walking = leg.length > 0 ? leg : (legs[index - 1] ?? legs[index + 1]);
      return {
        x: leg.from[0] + (leg.to[0] - leg.from[0]) * share,
        y: leg.from[1] + (leg.to[1] - leg.from[1]) * share,
        heading: directionOf(walking),
        walked: leg.walked + leg.length * share,
        moving: leg.length > 0,
      };
    },
  };
}

/** Every position on `way` that is taken at `seconds` of a loop of `loopSeconds`, entered `offset` seconds into it. */
export function onRoute(way, seconds, loopSeconds, offset = 0) {
  const first = (((seconds - offset) % loopSeconds) + loopSeconds) % loopSeconds;
  const positions = [];
  for (let time = first; time < way.duration; time += loopSeconds) positions.push(way.at(time));
  return positions;
}

/** 0 before `start`, 1 after `end`, and a smooth rise between. */
export function ease(seconds, start, end) {
  const t = Math.min(1, Math.max(0, (seconds - start) / (end - start)));
  return t * t * (3 - 2 * t);
}

/** A swing between -1 and 1, `times` a loop. */
export function swing(seconds, loopSeconds, times, phase = 0) {
  return Math.sin(2 * Math.PI * ((seconds / loopSeconds) * times + phase));
}

/**
 * A vehicle that drives `before` metres at `speed` (m/s), brakes to a stand, waits `wait` seconds, sets off and drives
 * `after` metres more. Returns { duration, at(seconds) → { metres, braking 0 … 1 } }, metres counted from its start.
 */
export function stopAndGo({ before, after, speed, wait, brake = 3, accelerate = 2.6 }) {
  const [brakeTime, startTime] = [speed / brake, speed / accelerate];
  const cruise = (before - (speed * brakeTime) / 2) / speed;
  const ends = [cruise, cruise + brakeTime, cruise + brakeTime + wait];
  const startMetres = (accelerate * startTime ** 2) / 2;
  const duration = ends[2] + startTime + Math.max(0, after - startMetres) / speed;
  return {
    duration,
    stands: ends[1],
    at(seconds) {
      if (seconds < ends[0]) return { metres: speed * seconds, braking: 0 };
      if (seconds < ends[1]) {
        const left = ends[1] - seconds;
        return { metres: before - (brake * left ** 2) / 2, braking: 1 };
      }
      if (seconds < ends[2]) return { metres: before, braking: 1 };
      const gone = seconds - ends[2];
      return {
        metres: before + (gone < startTime ? (accelerate * gone ** 2) / 2 : startMetres + speed * (gone - startTime)),
        braking: 0,
      };
    },
  };
}
