import { car, headlampPool, lookOf, person } from '../figures.mjs';
import { ease, onRoute, route } from '../motion.mjs';

/* An underground car park: one car comes down the aisle, one leaves, people go to and from their cars. */

const SECONDS = 16;
const PAINTS = [
  [146, 148, 152],
  [52, 58, 70],
  [120, 42, 40],
  [196, 196, 192],
  [38, 40, 44],
  [78, 92, 104],
  [108, 100, 84],
];

const walkers = [
  {
    way: route(
      [
        [3.2, 31],
        [0.9, 30],
        [0.7, 12],
        [1.3, -2],
      ],
      1.35,
    ),
    offset: 4,
    look: lookOf(7),
  },
  {
    way: route(
      [
        [-2.1, -1.5],
        [-1.9, 12],
        [-2.6, 19.4],
        [-4, 20.1],
      ],
      1.3,
    ),
    offset: 9,
    look: lookOf(6, { bag: [60, 44, 40] }),
  },
  {
    way: route(
      [
        [-3.6, 40],
        [-1.9, 36],
        [-1.7, 24],
        [-3.8, 21.4],
      ],
      1.3,
    ),
    offset: 0,
    look: lookOf(11),
  },
];

export default {
  name: 'car-park',
  title: 'CAR PARK L1',
  seconds: SECONDS,
  seed: 51,
  lens: { contrast: 1.12 },

  background(p) {
    p.look(-1, -3, 2.9, 8, 13, 78);
    p.ambient = [0.13, 0.14, 0.14];
    p.fogColour = [26, 29, 30];
    p.fogMetres = 55;
    for (let y = 1; y < 50; y += 7) p.light(0, y, 2.8, 1.2, 4.4, [0.96, 1, 0.95]);
    p.backWall(50, -12, 12, 0, 3.1, [120, 122, 118], 3);
    for (const side of [-9, 9]) {
      p.sideWall(side, 0, 50, 0, 3.1, [138, 138, 132], 1.6, 0.08);
      p.surface([side * 0.997, 0, 0], [0, 0, 0.9], [0, 50, 0], 1, 26, [60, 92, 88], { normal: [-Math.sign(side), 0, 0] });
    }
    p.ceiling(-9, 9, -2.6, 50, 3.1, [98, 98, 94], 1.3, 0.05);
    p.floor(-9, 9, -2, 50, 0, [104, 106, 102], 0.7, 0.08);
    for (let y = 2; y < 50; y += 7)
      p.surface([-0.12, y - 2, 2.98], [0.24, 0, 0], [0, 2.6, 0], 1, 1, [248, 255, 246], { glow: 1, normal: [0, 0, -1] });
    for (let y = 1; y < 50; y += 7) p.pool(0, y, 0, 1.6, [240, 255, 240], 0.12, { stretch: 1.5, lighter: true, rings: 14 });
    for (let y = 1; y < 50; y += 2.7)
      for (const side of [-1, 1]) p.stripe([side * 3.6, y, 0.02], [side * 8.6, y, 0.02], 0.1, [206, 204, 190]);
    for (const y of [9, 22, 35]) arrow(p, 1.2, y);
    p.surface([-8.95, 20, 1.2], [0, 0, 1], [0, 1, 0], 1, 1, [40, 130, 80], { normal: [1, 0, 0], glow: 0.9 });
  },

  things(p, t) {
    for (let y = 5; y < 46; y += 8.1)
      for (const side of [-1, 1]) p.addBox(side * 3.4, y + 1, 0, 0.55, 0.55, 3.1, [150, 150, 140]);
    for (let y = 2.3, row = 0; y < 46; y += 2.7, row++) {
      for (const side of [-1, 1]) {
        const [taken, paint] = [p.random() > 0.34, Math.floor(p.random() * 7)];
        // The bay that is drawn from by the person at the left unlocks with a blink.
        const unlocks = side < 0 && row === 6;
        if (!taken && !unlocks) continue;
        const blink = unlocks && ((t > 7.2 && t < 7.7) || (t > 8.2 && t < 8.7)) ? 1 : 0;
        p.add(side * 6.2, y, 0.6, () => {
          car(p, side * 6.2, y, (side * Math.PI) / 2, PAINTS[paint]);
          if (blink) for (const across of [-0.7, 0.7]) p.glow([side * 3.95, y + across, 0.66], 0.24, [255, 170, 50], 1);
        });
      }
    }
    const arriving = 52 - 8.2 * t;
    if (arriving > -8) drive(p, 0.5, arriving, Math.PI, [178, 180, 182], 0);
    const leaving = -8 + 6.4 * (t - 7.4);
    if (leaving > -8 && leaving < 50) drive(p, -0.5, leaving, 0, [96, 40, 40], ease(leaving, 34, 38));
    for (const { way, offset, look } of walkers)
      for (const at of onRoute(way, t, SECONDS, offset)) p.add(at.x, at.y, 1, () => person(p, at, look));
  },
};

function drive(p, x, y, angle, paint, braking) {
  p.addFirst(() => headlampPool(p, x, y + (angle ? -2 : 2), angle, 1));
  p.add(x, y, 0.6, () => car(p, x, y, angle, paint, { lights: 0.9, braking }));
}

function arrow(p, x, y) {
  const white = p.shade([206, 204, 196], [x, y, 0], [0, 0, 1], 0.8);
  p.fill(
    [
      [x - 0.1, y, 0.03],
      [x + 0.1, y, 0.03],
      [x + 0.1, y + 1.6, 0.03],
      [x - 0.1, y + 1.6, 0.03],
    ],
    white,
  );
  p.fill(
    [
      [x - 0.35, y, 0.03],
      [x, y - 0.9, 0.03],
      [x + 0.35, y, 0.03],
    ],
    white,
  );
}
