import { lookOf, person } from '../figures.mjs';
import { onRoute, route, swing } from '../motion.mjs';

/* A station hall from above: machines on the left, a line of gates across, people on their way. */

const SECONDS = 16;
const GATES_Y = 22;
const GATE_X = [1, 2.6, 4.2, 5.8, 7.4, 9, 10.6, 12.2];

/** A way through the gate to the right of GATE_X[gate], with a moment for the ticket. */
const through = (gate, from, to) => {
  const x = GATE_X[gate] + 0.8;
  const inwards = from[1] < to[1] ? 1 : -1;
  return [from, [x, GATES_Y - 1.6 * inwards, 0.7], [x, GATES_Y + 1.6 * inwards], to];
};

const walkers = [
  { points: through(0, [-2.4, -1], [-4, 39.4]), offset: 1.5 },
  { points: through(1, [3, -1], [1, 39.4]), offset: 8.5, look: { bag: [60, 44, 40] } },
  { points: through(2, [1, 39.4], [1.4, -1]), offset: 3 },
  { points: through(3, [6, 39.4], [9, 0]), offset: 11, look: { bag: [46, 60, 84] } },
  { points: through(4, [11, 0.5], [6, 39.4]), offset: 5.5 },
  { points: through(5, [6, 39.4], [13.5, 2]), offset: 14 },
  { points: through(1, [-4, 39.4], [-1.6, -1]), offset: 12.2 },
  {
    points: [
      [-4, -1],
      [-8.4, 9],
      [-11, 12.6, 6],
      [-7, 14],
      [1.8, 19.6, 0.7],
      [1.8, 24],
      [1, 39.4],
    ],
    offset: 0,
  },
  {
    points: [
      [17.6, 17],
      [8, 13.5],
      [-3, 8],
      [-6.4, -0.4],
    ],
    offset: 6.4,
    look: { bag: [110, 40, 44] },
  },
  {
    points: [
      [-5.4, -0.6],
      [2, 9],
      [10, 15],
      [17.6, 18],
    ],
    offset: 13,
    speed: 1.5,
  },
  {
    points: [
      [17.6, 30],
      [9, 30],
      [-4, 39.4],
    ],
    offset: 4,
  },
].map(({ points, offset, look, speed = 1.3 }, i) => ({ way: route(points, speed), offset, look: lookOf(i * 3 + 1, look) }));

const standing = [
  [-11, 19.4, 4, [-1, 0]],
  [-11, 9.2, 9, [-1, 0]],
  [-10.2, 20.2, 2, [-1, 0.2]],
  [6.9, 9.4, 6, [-0.4, -1]],
  [7.8, 9.1, 13, [-1, 0.3]],
  [0.4, 15.2, 7, [0.2, 1]],
  [12.6, 13, 10, [0.3, 1]],
  [-1.8, 28.6, 3, [0.4, -1]],
  [13.6, 27.5, 5, [-1, -0.3]],
];

export default {
  name: 'ticket-hall',
  title: 'TICKET HALL',
  seconds: SECONDS,
  seed: 21,
  lens: { saturation: 0.9 },

  background(p) {
    p.look(-3, -3, 5.6, 10, 22, 76);
    p.ambient = [0.3, 0.3, 0.3];
    p.fogColour = [60, 62, 64];
    p.fogMetres = 90;
    for (let y = 3; y < 40; y += 7) for (const x of [-6, 2, 10]) p.light(x, y, 6, 0.6, 6, [1, 0.96, 0.88]);
    p.backWall(40, -14, 18, 0, 8, [44, 54, 68], 2.6, 0.1);
    for (let x = -13; x < 18; x += 2.6) p.wire([x, 39.9, 0], [x, 39.9, 8], 1.1, 'rgba(30,34,40,.8)');
    for (const x of [-4, 1, 6]) p.surface([x - 1.1, 39.85, 0], [2.2, 0, 0], [0, 0, 2.6], 1, 1, [206, 196, 168], { glow: 0.8 });
    p.sideWall(18, 0, 40, 0, 8, [150, 146, 138], 2);
    p.sideWall(-14, 0, 40, 0, 8, [150, 146, 138], 2);
    for (const [y, colour] of [
      [15, [214, 186, 130]],
      [28, [150, 176, 190]],
    ])
      p.surface([17.9, y, 0], [0, 0, 3], [0, 5, 0], 1, 1, colour, { normal: [-1, 0, 0], glow: 0.8 });
    p.floor(-14, 18, -2, 40, 0, [178, 172, 162], 0.95, 0.05, [164, 158, 149]);
    for (let y = 3; y < 40; y += 7)
      for (const x of [-6, 2, 10])
        p.pool(x + 0.4, y + 2, 0, 1.7, [255, 248, 232], 0.09, { stretch: 1.6, lighter: true, rings: 6 });
  },

  things(p, t) {
    for (let y = 6; y < 34; y += 3.4) {
      p.addBox(-13.2, y, 0, 1.1, 1.4, 2, [50, 84, 112]);
      const blink = Math.floor(t * 2 + y) % 5 === 0 ? 0.75 : 0.95;
      p.add(-12.4, y, 1.6, () =>
        p.surface([-12.62, y - 0.45, 1.1], [0, 0, 0.6], [0, 0.9, 0], 1, 1, [170, 214, 240], { glow: blink, normal: [1, 0, 0] }),
      );
    }
    const inGate = new Set();
    for (const { way, offset } of walkers) {
      for (const at of onRoute(way, t, SECONDS, offset))
        if (Math.abs(at.y - GATES_Y) < 1.7) inGate.add(GATE_X.findIndex((x) => Math.abs(x + 0.8 - at.x) < 0.3));
    }
    GATE_X.forEach((x, i) => {
      p.addBox(x, GATES_Y, 0, 0.28, 2, 1.05, [180, 184, 188]);
      p.add(x, GATES_Y - 1.1, 1.2, () =>
        p.glow([x, GATES_Y - 1, 1.1], 0.09, inGate.has(i) ? [120, 230, 150] : i % 3 === 2 ? [255, 90, 70] : [90, 170, 240], 0.85),
      );
      if (i < GATE_X.length - 1 && !inGate.has(i))
        p.add(x + 0.8, GATES_Y, 0.5, () =>
          p.fill(
            [
              [x + 0.14, GATES_Y, 0.25],
              [x + 1.46, GATES_Y, 0.25],
              [x + 1.46, GATES_Y, 0.95],
              [x + 0.14, GATES_Y, 0.95],
            ],
            [120, 150, 160],
            0.55,
          ),
        );
    });
    for (const [x, y] of [
      [6, 11],
      [-6, 16],
      [6, 32],
      [-6, 30],
    ])
      p.addBox(x, y, 0, 0.9, 0.9, 8, [186, 184, 178], { patch: 1.6 });
    p.add(1, 16, 5, () => board(p, t));
    for (const { way, offset, look } of walkers)
      for (const at of onRoute(way, t, SECONDS, offset)) p.add(at.x, at.y, 1, () => person(p, at, look));
    standing.forEach(([x, y, number, heading], i) =>
      p.add(x, y, 1, () => person(p, { x, y, heading, sway: swing(t, SECONDS, 2 + (i % 3), i / 9) }, lookOf(number))),
    );
  },
};

function board(p, t) {
  p.box(2, 17, 4.6, 6, 0.2, 0.9, [24, 28, 34]);
  for (let i = 0; i < 3; i++) {
    p.surface([-0.6 + i * 1.9, 16.89, 4.75], [1.4, 0, 0], [0, 0, 0.6], 1, 1, [40, 44, 50], { glow: 1 });
    for (let row = 0; row < 3; row++)
      p.surface(
        [-0.54 + i * 1.9, 16.88, 5.18 - row * 0.19],
        [0.6 + ((i + row + Math.floor(t / 8)) % 3) * 0.3, 0, 0],
        [0, 0, 0.09],
        1,
        1,
        [236, 206, 120],
        { glow: 0.9 },
      );
  }
}
