/* People and vehicles for a Painter. */

const STRIDE_METRES = 0.74;

const COATS = [
  [70, 82, 110],
  [120, 58, 54],
  [54, 60, 66],
  [150, 146, 138],
  [84, 98, 84],
  [40, 44, 58],
  [168, 140, 96],
];
const TROUSERS = [
  [44, 48, 58],
  [58, 62, 68],
  [36, 38, 44],
  [84, 78, 68],
];
const SKINS = [
  [188, 146, 118],
  [150, 110, 86],
  [104, 74, 58],
  [204, 162, 134],
];
const HAIRS = [
  [35, 28, 24],
  [70, 52, 36],
  [24, 22, 22],
  [128, 120, 112],
];
const TYRE = [20, 20, 22];

/**
 * A person at { x, y, heading, walked, moving } (see motion.mjs). `look` picks colours and build: { coat, trousers,
 * skin, hair, height (metres), bag (colour), vest (colour) }.
 */
export function person(painter, position, look = {}) {
  const { x, y, heading = [0, -1], walked = 0, moving = false, sway = 0 } = position;
  const scale = (look.height ?? 1.72) / 1.72;
  const foot = painter.toCamera([x, y, 0]);
  if (foot[2] < 0.7) return;
  const { context } = painter;
  const pixels = (painter.focal / foot[2]) * scale; // per metre
  const side = [heading[1], -heading[0]];
  const at = (forward, across, up) =>
    painter.project([
      x + (heading[0] * forward + side[0] * across) * scale,
      y + (heading[1] * forward + side[1] * across) * scale,
      up * scale,
    ]);
  const tone = (colour, factor = 1) => painter.css(painter.shade(colour, [x, y, 1], null, factor));
  const [coat, trousers] = [look.coat ?? COATS[0], look.trousers ?? TROUSERS[0]];
  const [skin, hair] = [look.skin ?? SKINS[0], look.hair ?? HAIRS[0]];

  painter.pool(x, y, 0, 0.46 * scale, [0, 0, 0], 0.42);

  const limb = (points, width, colour) => {
    context.strokeStyle = colour;
    context.lineWidth = width * pixels;
    context.lineCap = context.lineJoin = 'round';
    context.beginPath();
    points.forEach((point, i) => (i ? context.lineTo(...point) : context.moveTo(...point)));
    context.stroke();
  };
  const gait = (walked / STRIDE_METRES) * Math.PI;
  const step = moving ? 1 : 0;
  const bob = step * 0.02 * Math.cos(2 * gait) + sway * 0.004;
  const leg = (sign) => {
    const reach = step * 0.34 * Math.sin(gait + (sign > 0 ? 0 : Math.PI));
    const lift = step * 0.1 * Math.max(0, Math.cos(gait + (sign > 0 ? 0 : Math.PI)));
    const shade = tone(trousers, sign > 0 ? 1 : 0.82);
    limb(
      [
        at(0, 0.09 * sign, 0.92 + bob),
        at(reach * 0.5 + 0.05 + lift * 0.5, 0.1 * sign, 0.5 + lift * 0.6),
        at(reach - lift, 0.1 * sign, 0.07 + lift),
      ],
      0.145,
      shade,
    );
    limb([at(reach - lift, 0.1 * sign, 0.04 + lift), at(reach - lift + 0.15, 0.1 * sign, 0.03 + lift)], 0.09, tone([26, 24, 24]));
  };
  const arm = (sign) => {
    const reach = step * -0.26 * Math.sin(gait + (sign > 0 ? 0 : Math.PI)) + sway * 0.02;
    limb(
      [at(0, 0.21 * sign, 1.38 + bob), at(reach * 0.4 - 0.03, 0.25 * sign, 1.1 + bob), at(reach + 0.05, 0.23 * sign, 0.88 + bob)],
      0.1,
      tone(coat, 0.86),
    );
    limb([at(reach + 0.06, 0.23 * sign, 0.85 + bob), at(reach + 0.07, 0.23 * sign, 0.82 + bob)], 0.085, tone(skin));
  };
  // The side away from the camera first.
  const near = side[0] * (painter.eye[0] - x) + side[1] * (painter.eye[1] - y) > 0 ? 1 : -1;
  leg(-near);
  arm(-near);
  leg(near);

  const broad = 0.14 + 0.09 * Math.abs(side[0] * painter.right[0] + side[1] * painter.right[1]);
  const [top, bottom] = [at(0.01, 0, 1.47 + bob), at(0, 0, 0.84 + bob)];
  const gradient = context.createLinearGradient(top[0] - broad * pixels, 0, top[0] + broad * pixels, 0);
  gradient.addColorStop(0, tone(coat, 1.12));
  gradient.addColorStop(1, tone(coat, 0.78));
  const bag = () => {
    const [bx, by] = at(-0.16, 0, 1.22 + bob);
    context.fillStyle = tone(look.bag);
    context.beginPath();
    context.roundRect(bx - 0.15 * pixels, by - 0.2 * pixels, 0.3 * pixels, 0.42 * pixels, 0.08 * pixels);
    context.fill();
  };
  const torso = (half, colour, from = 0, to = 1) => {
    const [y0, y1] = [top[1] + (bottom[1] - top[1]) * from, top[1] + (bottom[1] - top[1]) * to];
    context.fillStyle = colour;
    context.beginPath();
    context.roundRect(top[0] - half * pixels, y0, 2 * half * pixels, y1 - y0, [
      0.13 * pixels,
      0.13 * pixels,
      0.05 * pixels,
      0.05 * pixels,
    ]);
    context.fill();
  };
  const away = heading[0] * painter.forward[0] + heading[1] * painter.forward[1]; // 1: seen from behind
  if (look.bag && away < 0) bag();
  torso(broad, gradient);
  if (look.vest) {
    torso(broad * 0.96, tone(look.vest, 1.25), 0.04, 0.78);
    torso(broad * 0.96, tone([220, 222, 214], 1.2), 0.46, 0.56);
  }
  if (look.bag && away >= 0) bag();
  arm(near);

  const [hx, hy] = at(0.03, 0, 1.61 + bob);
  const ellipse = (dx, dy, rx, ry, colour) => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(hx + dx * pixels, hy + dy * pixels, rx * pixels, ry * pixels, 0, 0, 7);
    context.fill();
  };
  limb([at(0.01, 0, 1.45 + bob), at(0.02, 0, 1.54 + bob)], 0.1, tone(skin, 0.85));
  ellipse(0, 0, 0.09, 0.125, tone(skin));
  ellipse(
    (heading[0] * painter.right[0] + heading[1] * painter.right[1]) * -0.03,
    -0.035 + 0.02 * away,
    0.098,
    0.095 + 0.02 * away,
    tone(hair),
  );
}

/** A person's looks chosen by number. */
export function lookOf(number, extra = {}) {
  const pick = (list, factor) => list[(number * factor + (number >> 2)) % list.length];
  return {
    coat: pick(COATS, 3),
    trousers: pick(TROUSERS, 1),
    skin: pick(SKINS, 5),
    hair: pick(HAIRS, 3),
    height: 1.6 + ((number * 7) % 5) * 0.055,
    ...extra,
  };
}

/**
 * A car with its centre at x, y that points along `angle` (0 = +y). `lights` and `braking`, 0 … 1,
 * are the headlamps with the rear lamps, and the brake lamps.
 */
export function car(
  painter,
  x,
  y,
  angle,
  colour,
  { length = 4.4, width = 1.82, height = 1.45, lights = 0, braking = 0, van = false } = {},
) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const at = (across, along, up) => [x + across * c - along * s, y + across * s + along * c, up];
  const shadow = [
    at(-width / 2 - 0.16, -length / 2 - 0.15, 0.02),
    at(width / 2 + 0.16, -length / 2 - 0.15, 0.02),
    at(width / 2 + 0.16, length / 2 + 0.15, 0.02),
    at(-width / 2 - 0.16, length / 2 + 0.15, 0.02),
  ];
  painter.fill(shadow, [0, 0, 0], 0.5);
  const glass = [30, 36, 44];
  const beltline = van ? 1.1 : 0.86;
  painter.box(x, y, 0.24, width, length, beltline - 0.24, colour, { angle, patch: 1.1 });
  // Wheels on the side that is seen.
  const rightSeen = (painter.eye[0] - x) * c + (painter.eye[1] - y) * s > 0 ? 1 : -1;
  for (const along of [-length * 0.31, length * 0.31]) {
    const rim = (radius) =>
      Array.from({ length: 14 }, (_, i) =>
        at(
          (width / 2 + 0.01) * rightSeen,
          along + Math.cos((i / 7) * Math.PI) * radius,
          0.32 + Math.sin((i / 7) * Math.PI) * radius,
        ),
      );
    painter.fill(rim(0.34), painter.shade(TYRE, at(width / 2, along, 0.3), null));
    painter.fill(rim(0.18), painter.shade([110, 112, 116], at(width / 2, along, 0.3), null));
  }
  const middle = van ? at(0, -0.5, 0) : at(0, -0.18, 0);
  const cabin = van ? length * 0.74 : length * 0.56;
  painter.box(middle[0], middle[1], beltline, width * 0.96, cabin, height - beltline - 0.06, van ? colour : glass, {
    angle,
    taper: [0.84, van ? 0.95 : 0.74],
  });
  painter.box(middle[0], middle[1], height - 0.08, width * 0.8, cabin * (van ? 0.94 : 0.72), 0.07, colour, { angle, patch: 1.2 });
  if (van) {
    const front = at(0, cabin / 2 - 0.5, 0);
    painter.fill(
      [
        at(-0.74, cabin / 2 - 0.46, beltline + 0.06),
        at(0.74, cabin / 2 - 0.46, beltline + 0.06),
        at(0.68, cabin / 2 - 0.58, height - 0.16),
        at(-0.68, cabin / 2 - 0.58, height - 0.16),
      ],
      painter.shade(glass, front, null),
    );
  }
  const facing = (along) => (painter.eye[0] - x) * -s * along + (painter.eye[1] - y) * c * along > 0;
  for (const across of [-width * 0.37, width * 0.37]) {
    if (facing(1)) {
      painter.fill(
        [
          at(across - 0.2, length / 2 + 0.01, 0.56),
          at(across + 0.2, length / 2 + 0.01, 0.56),
          at(across + 0.2, length / 2 + 0.01, 0.72),
          at(across - 0.2, length / 2 + 0.01, 0.72),
        ],
        lights ? [255, 250, 232] : painter.shade([200, 204, 208], at(across, length / 2, 0.6), null),
      );
      if (lights) painter.glow(at(across, length / 2 + 0.02, 0.64), 0.36, [255, 246, 220], lights);
    } else {
      const red = [120 + 120 * Math.max(lights * 0.6, braking), 24, 20];
      painter.fill(
        [
          at(across - 0.18, -length / 2 - 0.01, 0.62),
          at(across + 0.18, -length / 2 - 0.01, 0.62),
          at(across + 0.18, -length / 2 - 0.01, 0.8),
          at(across - 0.18, -length / 2 - 0.01, 0.8),
        ],
        lights || braking ? red : painter.shade(red, at(across, -length / 2, 0.7), null),
      );
      if (lights || braking)
        painter.glow(
          at(across, -length / 2 - 0.02, 0.7),
          0.2 + 0.1 * braking,
          [255, 36, 26],
          Math.min(1, lights * 0.5 + braking * 0.6),
        );
    }
  }
}

/** The pool of light before a car's headlamps; drawn before the cars, on the ground. */
export function headlampPool(painter, x, y, angle, strength) {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (const [ahead, radius] of [
    [4.2, 1.5],
    [6.6, 2],
  ])
    painter.pool(x - s * ahead, y + c * ahead, 0.03, radius, [255, 236, 190], 0.16 * strength, {
      stretch: 1.7,
      angle,
      lighter: true,
      rings: 14,
    });
}
