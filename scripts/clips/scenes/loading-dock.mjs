import { lookOf, person } from '../figures.mjs';
import { ease, onRoute, route, swing } from '../motion.mjs';
import { night } from './night.mjs';

/* A warehouse yard at night: lorries at their doors, a fork-lift going round, a door that opens for a while. */

const SECONDS = 16;
const DOORS = [0, 1, 2, 3, 4, 5].map((i) => -14 + i * 6.4);
const MOVING_DOOR = 2;
const ORANGE = [224, 116, 40];
const YELLOW = [206, 200, 60];

const walkers = [
  {
    way: route(
      [
        [-9.4, 0.6],
        [1.6, 1.6],
        [5.2, 9.5],
        [4.6, 17],
      ],
      1.25,
    ),
    offset: 9,
    look: lookOf(3, { vest: ORANGE }),
  },
  {
    way: route(
      [
        [3.4, 17.4],
        [3.2, 11],
        [3, 6.5, 3.5],
        [3.4, 11],
        [3.4, 17.4],
      ],
      1.3,
    ),
    offset: 2.2,
    look: lookOf(8, { vest: YELLOW }),
  },
];

export default {
  name: 'loading-dock',
  title: 'LOADING DOCK 3',
  seconds: SECONDS,
  seed: 31,
  lens: { saturation: 0.9, contrast: 1.12 },

  background(p) {
    p.look(-6, -7, 5.2, 16, 16, 70);
    night(p);
    p.ambient = [0.14, 0.15, 0.17];
    for (const x of [-8, 0, 8, 16]) p.light(x, 15, 5.6, 1.6, 5.2, [1, 0.95, 0.82]);
    p.light(2, -2, 7, 0.7, 8, [0.9, 0.95, 1]);
    p.backWall(18, -20, 30, 0, 8.5, [136, 140, 142], 1.4, 0.04);
    for (let x = -20; x < 30; x += 1.4) p.wire([x, 17.95, 0], [x, 17.95, 8.5], 0.5, 'rgba(20,24,28,.35)');
    DOORS.forEach((x, i) => {
      p.backWall(17.9, x, x + 3.8, 0, 4.4, [46, 50, 54], 1);
      if (i !== MOVING_DOOR) p.backWall(17.85, x + 0.25, x + 3.55, 0.1, 4.2, [176, 180, 182], 0.55, 0.02);
      p.backWall(17.8, x + 1.2, x + 2.6, 4.8, 5.7, [40, 74, 116], 2);
      for (const k of [0, 3.6])
        for (let z = 0; z < 3.6; z += 0.6) p.surface([x + k, 17.75, z], [0.22, 0, 0], [0, 0, 0.3], 1, 1, [216, 180, 40]);
      p.glow([x + 1.9, 17.4, 6], 0.5, [255, 236, 200], 0.8);
    });
    p.floor(-24, 34, -5, 18, 0, [118, 118, 114], 0.7, 0.07);
    for (let i = 0; i < 7; i++) p.stripe([-15.3 + i * 6.4, 2, 0.02], [-15.3 + i * 6.4, 17, 0.02], 0.14, [210, 180, 60]);
    for (const x of [-8, 0, 8, 16]) p.pool(x, 12.5, 0, 3, [255, 240, 208], 0.1, { lighter: true, rings: 8 });
  },

  things(p, t) {
    p.addFirst(() => movingDoor(p, t));
    p.add(-5.6, 12, 2, () => lorry(p, -5.6, 11.2, [206, 208, 208], [150, 44, 40]));
    p.add(13.5, 12.4, 2, () => lorry(p, 13.5, 11.6, [58, 84, 120], [58, 84, 120]));
    for (const [x, y, height] of [
      [8.4, 5, 1.2],
      [9.8, 5.2, 2.1],
      [8.9, 6.6, 0.9],
      [-9.6, 8, 1.1],
      [-10.9, 7.4, 1.7],
    ])
      p.addBox(x, y, 0.12, 1.2, 1.1, height, [152, 120, 80], { patch: 0.6, grain: 0.12 });
    forklift(p, t);
    for (const { way, offset, look } of walkers)
      for (const at of onRoute(way, t, SECONDS, offset)) p.add(at.x, at.y, 1, () => person(p, at, look));
    p.add(6.9, 14, 1, () =>
      person(p, { x: 6.9, y: 14, heading: [-0.6, -1], sway: swing(t, SECONDS, 3) }, lookOf(10, { vest: YELLOW })),
    );
  },
};

function movingDoor(p, t) {
  const x = DOORS[MOVING_DOOR] + 0.25;
  const open = ease(t, 1.2, 4) - ease(t, 11, 13.8);
  const bottom = 0.1 + 3.1 * open;
  if (open > 0) {
    p.surface([x, 17.86, 0.1], [3.3, 0, 0], [0, 0, bottom - 0.1], 3, 2, [236, 214, 160], { glow: 0.85 });
    p.surface([x + 0.5, 17.85, 0.1], [1, 0, 0], [0, 0, Math.min(1.2, bottom - 0.1)], 1, 1, [150, 112, 72], { glow: 0.7 });
    p.pool(x + 1.65, 16.2, 0, 2.1, [255, 226, 168], 0.3 * open, { stretch: 1.2, lighter: true, rings: 6 });
  }
  p.backWall(17.84, x, x + 3.3, bottom, 4.2, [206, 200, 176], 0.55, 0.02);
}

function lorry(p, x, y, colour, cab) {
  p.fill(
    [
      [x - 1.5, y - 8, 0.02],
      [x + 1.5, y - 8, 0.02],
      [x + 1.5, y + 6, 0.02],
      [x - 1.5, y + 6, 0.02],
    ],
    [0, 0, 0],
    0.5,
  );
  p.box(x, y, 0.35, 2.2, 10.4, 0.65, [36, 38, 42]);
  for (const side of [-0.95, 0.95]) p.box(x + side, y - 6.6, 0, 0.4, 1, 0.9, [22, 22, 24]);
  p.box(x, y, 1, 2.5, 11, 2.9, colour, { patch: 1.8 });
  p.box(x, y - 6.7, 0.4, 2.4, 2.1, 2.5, cab, { patch: 1.2 });
  p.fill(
    [
      [x - 1.05, y - 7.77, 1.7],
      [x + 1.05, y - 7.77, 1.7],
      [x + 1.0, y - 7.77, 2.7],
      [x - 1.0, y - 7.77, 2.7],
    ],
    [30, 36, 46],
  );
  for (const side of [-0.9, 0.9])
    p.fill(
      [
        [x + side - 0.22, y - 7.78, 0.75],
        [x + side + 0.22, y - 7.78, 0.75],
        [x + side + 0.22, y - 7.78, 1],
        [x + side - 0.22, y - 7.78, 1],
      ],
      [190, 188, 176],
    );
}

/** Goes round the pallets once a loop, its load low. */
function forklift(p, t) {
  const turn = (2 * Math.PI * t) / SECONDS;
  const [x, y] = [8.9 + 3.9 * Math.cos(turn), 5.5 + 3.2 * Math.sin(turn)];
  const angle = Math.atan2(3.9 * Math.sin(turn), 3.2 * Math.cos(turn));
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const at = (across, along) => [x + across * c - along * s, y + across * s + along * c];
  p.add(x, y, 0.6, () => {
    p.pool(x, y, 0, 1.4, [0, 0, 0], 0.5, { stretch: 1.4, angle });
    const [front, back] = [at(0, 1.5), at(0, -0.5)];
    const load = () => {
      for (const across of [-0.35, 0.35]) p.box(...at(across, 0.85), 0.05, 0.1, 0.1, 2.4, [60, 60, 62], { angle });
      p.box(front[0], front[1], 0.2, 1.1, 1, 0.14, [120, 92, 58], { angle });
      p.box(front[0], front[1], 0.34, 1.05, 0.95, 0.9, [168, 132, 88], { angle, patch: 0.5, grain: 0.1 });
    };
    const body = () => {
      p.box(x, y, 0.2, 1.15, 1.7, 0.75, [214, 156, 40], { angle });
      p.box(back[0], back[1], 0.95, 1.05, 0.6, 0.35, [70, 66, 60], { angle });
      const seat = at(0, -0.15);
      person(p, { x: seat[0], y: seat[1], heading: [-s, c] }, lookOf(2, { vest: ORANGE, height: 1.75 }));
      for (const [across, along] of [
        [-0.5, 0.55],
        [0.5, 0.55],
        [-0.5, -0.7],
        [0.5, -0.7],
      ])
        p.box(...at(across, along), 0.95, 0.06, 0.06, 1.15, [50, 52, 54], { angle });
      p.box(x, y, 2.1, 1.1, 1.4, 0.07, [50, 52, 54], { angle });
      if (Math.floor(t * 2.5) % 2) p.glow([...at(0, -0.6), 2.3], 0.16, [255, 170, 50], 0.95);
    };
    const loadIsFar = Math.hypot(front[0] - p.eye[0], front[1] - p.eye[1]) > Math.hypot(x - p.eye[0], y - p.eye[1]);
    if (loadIsFar) load();
    body();
    if (!loadIsFar) load();
  });
}
