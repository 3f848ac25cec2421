import { car, headlampPool, lookOf, person } from '../figures.mjs';
import { onRoute, route, stopAndGo, swing } from '../motion.mjs';
import { night } from './night.mjs';

/* A street at night with a pedestrian crossing: traffic stops, people cross, traffic goes on. */

const SECONDS = 20;
const RED_FROM = 8;
const RED_UNTIL = 18.6;
const NORTH = { angle: 0, sign: 1, from: -14, stop: 13.4, until: 96 };
const SOUTH = { angle: Math.PI, sign: -1, from: 98, stop: 23.4, until: -12 };
const PAINTS = [
  [150, 152, 156],
  [58, 66, 82],
  [126, 40, 38],
  [190, 190, 186],
  [94, 96, 92],
  [44, 46, 50],
  [70, 84, 70],
];

/** A car that waits at the crossing in place `place` of lane `x`; it stands shortly after red and leaves with green. */
function waiting(lane, x, place, paint, extra) {
  const stop = lane.stop - lane.sign * place * 6.2;
  const standsAt = RED_FROM + 1.6 + place * 1.3;
  const goesAt = RED_UNTIL + 0.3 + place * 0.9;
  const drive = stopAndGo({
    before: Math.abs(stop - lane.from),
    after: Math.abs(lane.until - stop),
    speed: 9.5,
    wait: goesAt - standsAt,
  });
  return { lane, x, drive, start: standsAt - drive.stands, paint: PAINTS[paint], extra };
}

/** A car that passes on green; `crosses` is when it is at the crossing. */
function passing(lane, x, crosses, paint, extra) {
  const speed = 10.5;
  const drive = {
    duration: Math.abs(lane.until - lane.from) / speed,
    at: (seconds) => ({ metres: speed * seconds, braking: 0 }),
  };
  return { lane, x, drive, start: crosses - Math.abs(18.6 - lane.from) / speed, paint: PAINTS[paint], extra };
}

const VAN = { length: 5.2, width: 2, height: 2.15, van: true };
const traffic = [
  waiting(NORTH, -1.8, 0, 0),
  waiting(NORTH, 1.8, 0, 1),
  waiting(SOUTH, 5.4, 0, 2),
  waiting(SOUTH, 5.4, 1, 5),
  waiting(SOUTH, 9, 0, 3, VAN),
  waiting(SOUTH, 9, 1, 4),
  passing(NORTH, 1.8, 5.6, 6),
  passing(NORTH, -1.8, 4, 3),
  passing(SOUTH, 5.4, 6.4, 1),
  passing(SOUTH, 9, 4.6, 0),
];
const crossers = [
  {
    way: route(
      [
        [-5, 34],
        [-4.8, 19, 1.2],
        [11.8, 19, 0.2],
        [12.2, 36],
      ],
      1.75,
    ),
    offset: -1.4,
    look: lookOf(1),
  },
  {
    way: route(
      [
        [-4.7, 4],
        [-4.7, 18.2, 1.6],
        [11.8, 18.2],
        [12.4, 2],
      ],
      1.8,
    ),
    offset: 0.4,
    look: lookOf(6, { bag: [60, 44, 40] }),
  },
  {
    way: route(
      [
        [12.6, 40],
        [11.9, 19.6, 0.8],
        [-4.8, 19.6],
        [-5, 40],
      ],
      1.8,
    ),
    offset: -2.8,
    look: lookOf(9),
  },
  {
    way: route(
      [
        [12.4, 3],
        [11.9, 18.6, 0.6],
        [-4.8, 18.6],
        [-5, 3],
      ],
      1.7,
    ),
    offset: -0.4,
    look: lookOf(4),
  },
  {
    way: route(
      [
        [-5.2, 2],
        [-5.2, 44],
      ],
      1.3,
    ),
    offset: 5,
    look: lookOf(11),
  },
  {
    way: route(
      [
        [12.9, 46],
        [12.9, 3],
      ],
      1.25,
    ),
    offset: 0,
    look: lookOf(3),
  },
];

export default {
  name: 'north-junction',
  title: 'NORTH ROAD JUNCTION',
  seconds: SECONDS,
  seed: 61,
  lens: { saturation: 0.95, contrast: 1.12 },

  background(p) {
    p.look(-5.5, -6, 8.6, 13, 21, 68);
    night(p);
    for (let y = 4; y < 90; y += 17) {
      p.light(-5.4, y, 7, 1.6, 7.5, [1, 0.84, 0.56]);
      p.light(12.6, y + 8, 7, 1.6, 7.5, [1, 0.84, 0.56]);
    }
    p.floor(-24, -9, -4, 4, 0, [60, 58, 56], 3, 0.05);
    buildings(p);
    p.floor(-9, 16, -4, 100, 0, [120, 118, 114], 1, 0.07);
    p.floor(-3.6, 10.8, -4, 100, 0.01, [66, 67, 70], 0.9, 0.07);
    p.stripe([3.6, -2, 0.03], [3.6, 16, 0.03], 0.16, [216, 210, 190]);
    p.stripe([3.6, 21, 0.03], [3.6, 100, 0.03], 0.16, [216, 210, 190]);
    for (let y = -2; y < 96; y += 6) {
      if (y > 14 && y < 21) continue;
      p.stripe([0, y, 0.03], [0, y + 2.6, 0.03], 0.14, [210, 208, 200]);
      p.stripe([7.2, y, 0.03], [7.2, y + 2.6, 0.03], 0.14, [210, 208, 200]);
    }
    for (let x = -3; x < 10.5; x += 1)
      p.surface([x, 17, 0.035], [0.5, 0, 0], [0, 3.2, 0], 1, 1, [206, 206, 202], { normal: [0, 0, 1] });
    p.surface([-3.4, 15.9, 0.035], [6.8, 0, 0], [0, 0.35, 0], 1, 1, [206, 206, 202], { normal: [0, 0, 1] });
    p.surface([3.8, 21.2, 0.035], [6.8, 0, 0], [0, 0.35, 0], 1, 1, [206, 206, 202], { normal: [0, 0, 1] });
    for (let y = 4; y < 80; y += 17)
      for (const [x, dy] of [
        [-3.6, 0],
        [10.8, 8],
      ])
        p.pool(x, y + dy, 0.02, 3.4, [255, 206, 134], 0.13, { lighter: true, rings: 8 });
  },

  things(p, t) {
    for (const { lane, x, drive, start, paint, extra } of traffic) {
      const first = (((t - start) % SECONDS) + SECONDS) % SECONDS;
      for (let time = first; time < drive.duration; time += SECONDS) {
        const { metres, braking } = drive.at(time);
        const y = lane.from + lane.sign * metres;
        p.addFirst(() => headlampPool(p, x, y + lane.sign * 2, lane.angle, 0.8));
        p.add(x, y, 0.6, () => car(p, x, y, lane.angle, paint, { lights: 0.85, braking, ...extra }));
      }
    }
    const red = t >= RED_FROM && t < RED_UNTIL;
    for (const [x, y] of [
      [-4, 16.4],
      [11.2, 21],
    ])
      p.add(x, y, 2, () => signal(p, x, y, red, t));
    for (let y = 4; y < 80; y += 17)
      for (const [x, dy] of [
        [-5.4, 0],
        [12.6, 8],
      ])
        p.add(x, y + dy, 3, () => streetLamp(p, x, y + dy));
    for (const { way, offset, look } of crossers)
      for (const at of onRoute(way, t, SECONDS, offset)) p.add(at.x, at.y, 1, () => person(p, at, look));
    p.add(-6.4, 24, 1, () => person(p, { x: -6.4, y: 24, heading: [1, -0.3], sway: swing(t, SECONDS, 4) }, lookOf(8)));
    p.add(14, 28, 1, () => person(p, { x: 14, y: 28, heading: [-1, 0], sway: swing(t, SECONDS, 3) }, lookOf(13)));
  },
};

function buildings(p) {
  for (let y = 84; y >= 4; y -= 13) {
    for (const x of [-15, 22]) {
      const height = 9 + p.random() * 14;
      const [grey, warmth] = [84 + p.random() * 56, p.random() * 14];
      const colour = [grey + warmth, grey, grey - warmth];
      p.box(x, y + 6, 0, 12, 12, height, colour, { patch: 3.2, grain: 0.06 });
      const face = x < 0 ? x + 6.03 : x - 6.03;
      for (let z = 2.4; z < height - 1.4; z += 2.7) {
        for (let along = y + 1; along < y + 11; along += 2.6) {
          const lit = p.random() > 0.72;
          p.surface([face, along, z], [0, 0, 1.4], [0, 1.5, 0], 1, 1, lit ? [226, 190, 128] : [20, 24, 30], {
            normal: [x < 0 ? 1 : -1, 0, 0],
            glow: lit ? 0.8 : 1,
          });
        }
      }
    }
  }
}

function streetLamp(p, x, y) {
  const arm = x < 0 ? 0.7 : -0.7;
  p.box(x, y, 0, 0.16, 0.16, 7.2, [58, 62, 68]);
  p.box(x + arm, y, 7.1, 1.5, 0.2, 0.12, [58, 62, 68]);
  p.glow([x + arm * 1.7, y, 7], 0.55, [255, 214, 150], 0.9);
}

function signal(p, x, y, red, t) {
  p.box(x, y, 0, 0.12, 0.12, 3.4, [70, 72, 74]);
  p.box(x, y, 2.5, 0.34, 0.3, 0.95, [24, 24, 26]);
  const amber = !red && t > RED_FROM - 1.2 && t < RED_FROM;
  const [z, colour] = red ? [3.25, [255, 60, 44]] : amber ? [2.98, [255, 180, 60]] : [2.7, [90, 230, 150]];
  p.glow([x, y - 0.2, z], 0.2, colour, 1);
}
