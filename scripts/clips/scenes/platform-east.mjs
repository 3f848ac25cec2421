import { lookOf, person } from '../figures.mjs';
import { ease, onRoute, route, swing } from '../motion.mjs';

/* An underground platform; a train comes in, stands with its doors open and leaves past the camera. */

const SECONDS = 20;
const TRAIN_METRES = 46;
const DOOR_STEP = 7.4;
const LEAVING = [
  [2.1, 11.2],
  [1.2, 9.5],
  [-1.4, 4],
  [-1.5, -3.6],
];

const walkers = [
  {
    way: route(
      [
        [-3.6, 40],
        [-1.6, 30],
        [-1.5, 14],
        [-0.7, 5],
        [-0.4, -3],
      ],
      1.35,
    ),
    offset: 2,
    look: lookOf(1, { bag: [60, 44, 40] }),
  },
  {
    way: route(
      [
        [-0.6, -3.4],
        [-1.3, 6],
        [-1.6, 16],
        [-1.5, 28],
        [-3.4, 42],
      ],
      1.2,
    ),
    offset: 9,
    look: lookOf(5),
  },
  { way: route(LEAVING, 1.3), offset: 8.4, look: lookOf(6, { bag: [90, 40, 44] }) },
  {
    way: route(
      [
        [2.2, 18.6],
        [0.9, 17],
        [-0.9, 8],
        [-0.6, -3.4],
      ],
      1.4,
    ),
    offset: 8.8,
    look: lookOf(9),
  },
  {
    way: route(
      [
        [2.2, 26],
        [0.4, 25],
        [-1.2, 34],
        [-3.6, 42],
      ],
      1.25,
    ),
    offset: 8.6,
    look: lookOf(12),
  },
];
const waiting = [
  [1.2, 11.6, 2],
  [0.6, 12.4, 7],
  [1.5, 19.4, 3],
  [1, 27, 11],
  [-4, 14, 13],
  [-3.9, 32, 10],
  [0.9, 33.5, 8],
];
// Who boards, and when the step to the door begins.
const boards = new Map([
  [0, 9.9],
  [2, 10.3],
  [6, 9.8],
]);

/** Position of the train's front, metres along the platform; it comes out of the tunnel and ends behind the camera. */
function trainFront(t) {
  if (t < 8) return 4.6 + 70 * (1 - ease(t, -5.5, 7.6)) ** 1.25;
  return 4.6 - 66 * Math.max(0, (t - 13) / 7) ** 2;
}

export default {
  name: 'platform-east',
  title: 'PLATFORM 1 EAST',
  seconds: SECONDS,
  seed: 11,

  background(p) {
    p.look(-1.2, -2, 3.7, 7, 15, 74);
    p.fogColour = [34, 38, 44];
    p.fogMetres = 70;
    p.ambient = [0.2, 0.21, 0.23];
    for (let y = 2; y < 62; y += 6) p.light(-0.5, y, 4.2, 1.15, 4.6, [1, 0.98, 0.92]);
    p.backWall(62, -8, 10, -1.2, 5, [30, 32, 36], 3);
    p.sideWall(7.2, 0, 62, -1.2, 5, [120, 122, 120], 1.6, 0.1);
    for (let y = 8; y < 60; y += 11)
      p.surface([7.15, y, 1.1], [0, 0, 1.5], [0, 3.2, 0], 1, 1, [60, 96, 132], { normal: [-1, 0, 0], glow: 0.9 });
    p.floor(3, 7.2, 0, 62, -1.15, [52, 50, 48], 1.4, 0.3);
    for (const x of [4.2, 5.7]) p.stripe([x, 0, -1.05], [x, 62, -1.05], 0.1, [170, 172, 176]);
    p.ceiling(-5, 7.2, -2, 62, 4.9, [84, 88, 92], 1.4);
    for (let y = 4; y < 62; y += 6)
      p.surface([-1, y - 1.6, 4.78], [0.35, 0, 0], [0, 3.2, 0], 1, 1, [255, 252, 240], { normal: [0, 0, -1], glow: 1 });
    p.sideWall(-5, -1.5, 62, 0, 4.9, [146, 148, 144], 1, 0.04);
    p.surface([-4.98, 0, 1.9], [0, 0, 0.35], [0, 62, 0], 1, 30, [52, 84, 120], { normal: [1, 0, 0] });
    for (let y = 7; y < 50; y += 12)
      p.surface([-4.96, y, 1.1], [0, 0, 1.5], [0, 2.2, 0], 1, 1, [196, 180, 140], { normal: [1, 0, 0], glow: 0.8 });
    p.floor(-5, 3, -2, 62, 0, [158, 158, 152], 0.7, 0.05, [148, 148, 143]);
    for (let y = 2; y < 50; y += 6) p.pool(-0.7, y + 1, 0, 1.5, [255, 250, 238], 0.1, { stretch: 1.5, lighter: true, rings: 6 });
    p.stripe([2.55, 0, 0.02], [2.55, 62, 0.02], 0.42, [214, 176, 52]);
    p.stripe([2.93, 0, 0.02], [2.93, 62, 0.02], 0.12, [230, 230, 226]);
  },

  things(p, t) {
    p.addFirst(() => train(p, t));
    for (let y = 6; y < 60; y += 9) p.addBox(-2.6, y, 0, 0.5, 0.5, 4.9, [168, 170, 172], { patch: 1.2 });
    p.addBox(-4.4, 13, 0, 0.7, 3.4, 0.5, [96, 78, 60]);
    p.addBox(-4.4, 22, 0, 0.8, 1.3, 1.9, [54, 70, 84]);
    p.addBox(-4.4, 31, 0, 0.7, 3.4, 0.5, [96, 78, 60]);
    p.add(0, 10, 4, () => sign(p, t));
    for (const { way, offset, look } of walkers) {
      for (const at of onRoute(way, t, SECONDS, offset)) p.add(at.x, at.y, 1, () => person(p, at, look));
    }
    waiting.forEach(([x, y, number], i) => {
      const sway = swing(t, SECONDS, 3 + (i % 3), i / 7);
      let at = { x, y, heading: i < 4 || i === 6 ? [0.9, -0.4] : [1, 0], sway };
      const start = boards.get(i);
      if (start !== undefined && t > start) {
        const walked = Math.min(2.7 - x + 0.6, (t - start) * 1.1);
        if (x + walked > 2.9) {
          // Gone into the train; somebody else comes to wait in the same place.
          if (t < SECONDS - 3.2) return;
          const left = (SECONDS - t) * 1.1;
          at = { x: x - left, y: y + left * 0.5, heading: [0.9, -0.45], walked: -left, moving: left > 0.05 };
        } else at = { x: x + walked, y, heading: [1, 0], walked, moving: true };
      }
      p.add(at.x, at.y, 1, () => person(p, at, lookOf(number)));
    });
  },
};

function sign(p, t) {
  const amber = [255, 176, 54];
  p.box(0, 14, 3.2, 2.2, 0.2, 0.75, [22, 24, 28]);
  p.surface([-1, 13.89, 3.35], [2, 0, 0], [0, 0, 0.16], 1, 1, amber, { glow: 0.8 });
  if (t < 6 || t > 13 || Math.floor(t * 2) % 2)
    p.surface([-1, 13.89, 3.62], [1.4, 0, 0], [0, 0, 0.16], 1, 1, amber, { glow: 0.8 });
}

function train(p, t) {
  const front = trainFront(t);
  const back = front + TRAIN_METRES;
  if (back < -1) return;
  const open = ease(t, 8, 8.8) - ease(t, 12, 12.8);
  p.pool(4.95, front - 4.5, -1.1, 1.5, [255, 240, 205], 0.3, { stretch: 3, lighter: true, rings: 14 });
  p.box(4.75, front + TRAIN_METRES / 2, -0.3, 2.9, TRAIN_METRES, 3.7, [150, 154, 158], { patch: 2.2 });
  const side = (from, length, z, height, colour, glow) => {
    const start = Math.max(from, -1.5);
    if (from + length > start)
      p.surface([3.28, start, z], [0, 0, height], [0, from + length - start, 0], 1, 1, colour, { normal: [-1, 0, 0], glow });
  };
  side(front, TRAIN_METRES, 0.35, 0.32, [44, 92, 150]);
  for (let car = front + 1; car < back - 6; car += DOOR_STEP) {
    side(car, 1.9, 1.3, 0.95, [220, 224, 214], 0.92);
    side(car + 4.6, 2, 1.3, 0.95, [220, 224, 214], 0.92);
    const half = 0.7 * (1 - open);
    side(car + 2.6, 1.4, 0, 2.3, open > 0.02 ? [250, 246, 226] : [120, 126, 132], open > 0.02 ? 0.95 : 0);
    side(car + 2.6, half, 0, 2.3, [170, 60, 52]);
    side(car + 4 - half, half, 0, 2.3, [170, 60, 52]);
  }
  if (front < -1) return;
  p.surface([3.5, front - 0.02, 1.4], [2.5, 0, 0], [0, 0, 1.3], 1, 1, [26, 32, 40], { normal: [0, -1, 0] });
  p.surface([3.34, front - 0.02, 0.2], [2.82, 0, 0], [0, 0, 0.9], 1, 1, [196, 160, 40], { normal: [0, -1, 0] });
  p.surface([4.1, front - 0.03, 2.86], [1.3, 0, 0], [0, 0, 0.28], 1, 1, [255, 176, 54], { normal: [0, -1, 0], glow: 0.9 });
  for (const x of [3.8, 5.7]) p.glow([x, front - 0.1, 0.6], 0.24, [255, 244, 214], 0.95);
}
