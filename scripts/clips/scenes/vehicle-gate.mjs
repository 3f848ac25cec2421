import { car, headlampPool, lookOf, person } from '../figures.mjs';
import { ease, onRoute, route, stopAndGo } from '../motion.mjs';
import { night } from './night.mjs';

/* The gate of a yard at night: vehicles come up, the guard walks over, the barrier opens. */

const SECONDS = 20;
const LANE_X = -1.6;
const START_Y = 52;
const BARRIER_Y = 10.6;

const visit = stopAndGo({ before: START_Y - 15.2, after: 24, speed: 8, wait: 5, brake: 2.4, accelerate: 2.2 });
const ARRIVES = 3.2;
const stands = ARRIVES + visit.stands;
const leaves = stands + 5;
const guard = route(
  [
    [4.3, 12.6],
    [0.6, 15.6, 3.4],
    [4.3, 12.6, 9],
  ],
  1.35,
);

export default {
  name: 'vehicle-gate',
  title: 'VEHICLE GATE 1',
  seconds: SECONDS,
  seed: 41,
  lens: { saturation: 0.95, contrast: 1.12 },

  background(p) {
    p.look(-3.4, -4, 4.6, 14, 17, 66);
    night(p);
    p.light(4.6, 9, 5, 2, 6, [1, 0.9, 0.7]);
    p.light(-5, 20, 6, 1.6, 8, [1, 0.85, 0.6]);
    p.light(8, 32, 6, 1.5, 8, [1, 0.85, 0.6]);
    p.light(-4, 3, 6, 0.8, 6, [1, 0.92, 0.76]);
    for (let x = -30; x < 34; x += 9)
      p.box(x, 62, 0, 8.6, 6, 6 + ((((x * 7) % 5) + 5) % 5), [108, 106, 100], { patch: 3, grain: 0.05 });
    p.floor(-30, 36, -3, 58, 0, [104, 110, 86], 0.9, 0.24);
    p.floor(-3.4, 4, -3, 54, 0.02, [66, 67, 70], 0.6, 0.08);
    p.floor(-30, 36, 46, 52, 0.03, [62, 63, 66], 1.5, 0.06);
    p.floor(4, 8, 4, 16, 0.03, [140, 138, 132], 1.2, 0.08);
    p.stripe([0.3, -2, 0.04], [0.3, 45, 0.04], 0.12, [214, 206, 170]);
    p.surface([-3.3, 12.2, 0.04], [3.5, 0, 0], [0, 0.4, 0], 1, 1, [214, 214, 208], { normal: [0, 0, 1] });
    for (const [x, y] of [
      [4.6, 8],
      [-5, 20],
      [8, 32],
    ])
      p.pool(x, y, 0, 3.2, [255, 222, 160], 0.12, { lighter: true, rings: 8 });
  },

  things(p, t) {
    p.add(5.8, 10, 1, () => booth(p));
    for (const [x, y] of [
      [-5, 20],
      [8.6, 32],
    ])
      p.add(x, y, 3, () => {
        p.box(x, y, 0, 0.16, 0.16, 6.4, [58, 62, 68]);
        p.box(x + 0.6, y, 6.3, 1.3, 0.2, 0.12, [58, 62, 68]);
        p.glow([x + 1, y, 6.2], 0.5, [255, 214, 150], 0.9);
      });
    p.addBox(4.1, BARRIER_Y, 0, 0.4, 0.4, 1.1, [196, 160, 40]);
    p.add(1, BARRIER_Y, 1, () => barrier(p, ease(t, leaves - 1.6, leaves + 0.2) - ease(t, leaves + 4.4, leaves + 6.2)));
    const elapsed = t - ARRIVES;
    if (elapsed >= 0 && elapsed < visit.duration) {
      const { metres, braking } = visit.at(elapsed);
      const y = START_Y - metres;
      p.addFirst(() => headlampPool(p, LANE_X, y - 2, Math.PI, 1));
      p.add(LANE_X, y, 0.6, () =>
        car(p, LANE_X, y, Math.PI, [206, 208, 208], { length: 5.2, width: 2, height: 2.15, lights: 0.95, braking, van: true }),
      );
    }
    for (const [start, speed, from, colour, y] of [
      [0.4, 10, -34, [150, 152, 156], 50.4],
      [7.6, 9, -34, [120, 48, 44], 50.4],
      [11.5, -11, 42, [70, 84, 96], 47.8],
      [16.2, -9, 42, [190, 190, 186], 47.8],
    ]) {
      const time = (t - start + SECONDS) % SECONDS;
      const x = from + speed * time;
      if (Math.abs(x - 4) < 38)
        p.add(x, y, 0.6, () => car(p, x, y, speed > 0 ? -Math.PI / 2 : Math.PI / 2, colour, { lights: 0.9 }));
    }
    for (let x = 9; x < 34; x += 2.6) p.addBox(x, 12, 0, 0.09, 0.09, 2.2, [140, 142, 140]);
    for (const z of [0.6, 1.2, 1.8, 2.2]) p.add(20, 12, z, () => p.wire([9, 12, z], [34, 12, z], 0.7, 'rgba(140,144,146,.6)'));
    for (const at of onRoute(guard, t, SECONDS, stands - 1.8).slice(0, 1))
      p.add(at.x, at.y, 1, () => person(p, at, lookOf(4, { vest: [206, 200, 60] })));
  },
};

function booth(p) {
  p.box(5.8, 10, 0, 2.4, 3.2, 2.6, [176, 176, 170]);
  p.surface([4.58, 8.8, 1.05], [0, 0, 1], [0, 2.4, 0], 1, 1, [240, 220, 160], { glow: 0.9, normal: [-1, 0, 0] });
  p.surface([4.8, 8.38, 1.05], [2, 0, 0], [0, 0, 1], 1, 1, [240, 220, 160], { glow: 0.9 });
  p.surface([5.3, 8.37, 1.05], [0.5, 0, 0], [0, 0, 0.62], 1, 1, [60, 58, 56], { glow: 0.8 });
  p.box(5.8, 10, 2.6, 3.2, 4, 0.22, [92, 96, 100]);
}

/** The arm, `open` 0 … 1. */
function barrier(p, open) {
  const angle = (open * 80 * Math.PI) / 180;
  const at = (metres, thick) => [
    4.1 - Math.cos(angle) * metres + Math.sin(angle) * thick,
    BARRIER_Y,
    1 + Math.sin(angle) * metres + Math.cos(angle) * thick,
  ];
  for (let i = 0; i < 8; i++) {
    const [from, to] = [i * 0.9, (i + 1) * 0.9];
    p.fill(
      [at(from, -0.08), at(to, -0.08), at(to, 0.08), at(from, 0.08)],
      p.shade(i % 2 ? [214, 44, 38] : [226, 226, 222], at(from, 0), [0, -1, 0], 1.6),
    );
  }
  p.glow(at(7, 0.1), 0.08, open > 0.9 ? [120, 230, 140] : [255, 70, 50], 0.95);
}
