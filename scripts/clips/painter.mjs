import { random } from './random.mjs';

/*
 * A small painter of lit 3D scenes on a canvas. World units are metres: x right, y away from the camera, z up.
 * Colours are [red, green, blue], 0 … 255, as they look in white light.
 */

const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const unit = (a) => {
  const length = Math.hypot(...a) || 1;
  return a.map((part) => part / length);
};

const NEAR = 0.25; // metres; what is nearer than this is cut off
const EXPOSURE = 1.45;

export class Painter {
  constructor(context, width, height, seed) {
    Object.assign(this, { context, width, height, seed });
    this.random = random(seed);
    this.lights = [];
    this.ambient = [0.3, 0.3, 0.32];
    this.fogColour = [20, 24, 28];
    this.fogMetres = 90;
    this.queue = [];
  }

  /** Begins the drawing of another picture of the same scene: the same numbers come in the same order. */
  restart(context) {
    this.context = context;
    this.random = random(this.seed);
    this.queue = [];
  }

  /** Places the camera; angles in degrees, yaw to the right of +y, pitch downwards, `fieldOfView` horizontal. */
  look(x, y, z, yaw, pitch, fieldOfView) {
    const [t, p] = [(yaw * Math.PI) / 180, (pitch * Math.PI) / 180];
    this.eye = [x, y, z];
    this.right = [Math.cos(t), -Math.sin(t), 0];
    this.forward = [Math.sin(t) * Math.cos(p), Math.cos(t) * Math.cos(p), -Math.sin(p)];
    this.up = [Math.sin(t) * Math.sin(p), Math.cos(t) * Math.sin(p), Math.cos(p)];
    this.focal = this.width / 2 / Math.tan((fieldOfView * Math.PI) / 360);
  }

  /** World to camera space: right, up, depth. */
  toCamera(point) {
    const d = subtract(point, this.eye);
    return [dot(d, this.right), dot(d, this.up), dot(d, this.forward)];
  }

  /** Camera space to pixels. */
  toScreen(c) {
    return [this.width / 2 + (c[0] / c[2]) * this.focal, this.height / 2 - (c[1] / c[2]) * this.focal];
  }

  project(point) {
    return this.toScreen(this.toCamera(point));
  }

  /** A lamp at x, y, z whose light halves at about `reach` metres. */
  light(x, y, z, intensity, reach, colour = [1, 0.97, 0.9]) {
    this.lights.push({ at: [x, y, z], intensity, reach, colour });
  }

  /** The colour of a surface at `point` with `normal` (null: a round thing), with light and fog. */
  shade(colour, point, normal, factor = 1) {
    const lit = [...this.ambient];
    for (const lamp of this.lights) {
      const d = subtract(lamp.at, point);
      const distance = Math.hypot(...d);
      const facing = normal ? Math.max(0.12, dot(normal, d) / (distance || 1)) : 0.6;
      const amount = (lamp.intensity * facing) / (1 + (distance / lamp.reach) ** 2);
      for (let i = 0; i < 3; i++) lit[i] += amount * lamp.colour[i];
    }
    const fog = 1 - Math.exp(-Math.max(0, this.toCamera(point)[2]) / this.fogMetres);
    return [0, 1, 2].map((i) => {
      const value = 255 * (1 - Math.exp(-EXPOSURE * (colour[i] / 255) * lit[i] * factor));
      return value + (this.fogColour[i] - value) * fog;
    });
  }

  css([red, green, blue], alpha = 1) {
    return `rgba(${red | 0},${green | 0},${blue | 0},${alpha})`;
  }

  /** Fills a polygon of world points with a colour that is already lit. */
  fill(points, colour, alpha = 1) {
    const c = points.map((point) => this.toCamera(point));
    const shape = [];
    c.forEach((a, i) => {
      const b = c[(i + 1) % c.length];
      const [aIn, bIn] = [a[2] > NEAR, b[2] > NEAR];
      if (aIn) shape.push(a);
      if (aIn !== bIn) {
        const t = (NEAR - a[2]) / (b[2] - a[2]);
        shape.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, NEAR]);
      }
    });
    if (shape.length < 3) return;
    const { context } = this;
    context.beginPath();
    shape.forEach((point, i) => {
      const [x, y] = this.toScreen(point);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.closePath();
    context.fillStyle = this.css(colour, alpha);
    context.fill();
    if (alpha !== 1) return;
    context.strokeStyle = context.fillStyle; // closes the hair-line between two patches
    context.lineWidth = 0.8;
    context.stroke();
  }

  /**
   * A parallelogram from `origin` along u and v, in nu x nv patches. `grain` varies the patches, `alternate` is the
   * second colour of a chequered surface, `glow` > 0 makes it shine by itself.
   */
  surface(origin, u, v, nu, nv, colour, { grain = 0, glow = 0, normal = unit(cross(u, v)), alternate } = {}) {
    const at = (s, t) => [0, 1, 2].map((i) => origin[i] + (u[i] * s) / nu + (v[i] * t) / nv);
    for (let a = 0; a < nu; a++) {
      for (let b = nv - 1; b >= 0; b--) {
        const own = alternate && (a + b) % 2 ? alternate : colour;
        const factor = 1 + (this.random() - 0.5) * grain;
        const lit = glow ? own.map((k) => Math.min(255, k * glow)) : this.shade(own, at(a + 0.5, b + 0.5), normal, factor);
        this.fill([at(a, b), at(a + 1, b), at(a + 1, b + 1), at(a, b + 1)], lit);
      }
    }
  }

  floor(x0, x1, y0, y1, z, colour, step = 1.2, grain = 0.1, alternate) {
    const count = (length) => Math.max(1, Math.round(length / step));
    this.surface([x0, y0, z], [x1 - x0, 0, 0], [0, y1 - y0, 0], count(x1 - x0), count(y1 - y0), colour, {
      grain,
      normal: [0, 0, 1],
      alternate,
    });
  }

  ceiling(x0, x1, y0, y1, z, colour, step = 1.5, grain = 0.04) {
    const count = (length) => Math.max(1, Math.round(length / step));
    this.surface([x0, y0, z], [x1 - x0, 0, 0], [0, y1 - y0, 0], count(x1 - x0), count(y1 - y0), colour, {
      grain,
      normal: [0, 0, -1],
    });
  }

  /** A wall along y at x, lit on the side of the camera. */
  sideWall(x, y0, y1, z0, z1, colour, step = 1.2, grain = 0.05) {
    const count = (length) => Math.max(1, Math.round(length / step));
    const normal = [this.eye[0] < x ? -1 : 1, 0, 0];
    this.surface([x, y0, z0], [0, 0, z1 - z0], [0, y1 - y0, 0], count(z1 - z0), count(y1 - y0), colour, { grain, normal });
  }

  /** A wall along x at y, facing the camera. */
  backWall(y, x0, x1, z0, z1, colour, step = 1.2, grain = 0.05) {
    const count = (length) => Math.max(1, Math.round(length / step));
    this.surface([x0, y, z0], [x1 - x0, 0, 0], [0, 0, z1 - z0], count(x1 - x0), count(z1 - z0), colour, {
      grain,
      normal: [0, -1, 0],
    });
  }

  /** A box with its base's centre at x, y, z, turned by `angle` (radians, anticlockwise from above). */
  box(x, y, z, width, depth, height, colour, { angle = 0, glow = 0, patch = 1, top, grain = 0, taper = [1, 1] } = {}) {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const corner = (i, j, k) => {
      const a = (i * width * (k ? taper[0] : 1)) / 2;
      const b = (j * depth * (k ? taper[1] : 1)) / 2;
      return [x + a * c - b * s, y + a * s + b * c, z + k * height];
    };

    const faces = [
      [corner(-1, -1, 0), corner(1, -1, 0), corner(1, -1, 1), corner(-1, -1, 1)],
      [corner(1, 1, 0), corner(-1, 1, 0), corner(-1, 1, 1), corner(1, 1, 1)],
      [corner(1, -1, 0), corner(1, 1, 0), corner(1, 1, 1), corner(1, -1, 1)],
      [corner(-1, 1, 0), corner(-1, -1, 0), corner(-1, -1, 1), corner(-1, 1, 1)],
      [corner(-1, -1, 1), corner(1, -1, 1), corner(1, 1, 1), corner(-1, 1, 1)],
      [corner(-1, 1, 0), corner(1, 1, 0), corner(1, -1, 0), corner(-1, -1, 0)],
    ];
    faces.forEach((face, i) => {
      const [u, v] = [subtract(face[1], face[0]), subtract(face[3], face[0])];
      const normal = unit(cross(u, v));
      if (dot(normal, subtract(this.eye, face[0])) <= 0) return;
      const own = i === 4 && top ? top : colour;
      if (taper[0] === 1 && taper[1] === 1) {
        const patches = (edge) => Math.min(14, Math.max(1, Math.round(Math.hypot(...edge) / patch)));
        this.surface(face[0], u, v, patches(u), patches(v), own, { normal, glow, grain });
      } else {
        const middle = [0, 1, 2].map((k) => (face[0][k] + face[1][k] + face[2][k] + face[3][k]) / 4);
        this.fill(face, glow ? own.map((k) => Math.min(255, k * glow)) : this.shade(own, middle, normal));
      }
    });
  }

  /** Puts a drawing into the queue, which is drawn from far to near. */
  add(x, y, z, draw) {
    this.queue.push([Math.hypot(x - this.eye[0], y - this.eye[1], z - this.eye[2]), draw]);
  }

  /** Puts a drawing before (behind) everything else in the queue. */
  addFirst(draw) {
    this.queue.push([Infinity, draw]);
  }

  addBox(...box) {
    this.add(box[0], box[1], box[2], () => this.box(...box));
  }

  flush() {
    this.queue.sort((a, b) => b[0] - a[0]).forEach(([, draw]) => draw());
    this.queue = [];
  }

  /** A soft disc on the ground: a shadow, or with `lighter` a pool of light. */
  pool(x, y, z, radius, colour, alpha, { stretch = 1, angle = 0, lighter = false, rings = 4 } = {}) {
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    if (lighter) this.context.globalCompositeOperation = 'lighter';
    for (let ring = rings; ring > 0; ring--) {
      const r = (radius * ring) / rings;
      const points = Array.from({ length: 24 }, (_, i) => {
        const [a, b] = [Math.cos((i / 12) * Math.PI) * r, Math.sin((i / 12) * Math.PI) * r * stretch];
        return [x + a * c - b * s, y + a * s + b * c, z + 0.02];
      });
      this.fill(points, colour, alpha / rings);
    }
    this.context.globalCompositeOperation = 'source-over';
  }

  /** A halo around a lamp of `radius` metres. */
  glow(point, radius, colour, alpha = 1) {
    const c = this.toCamera(point);
    if (c[2] < 0.4) return;
    const [x, y] = this.toScreen(c);
    const reach = (radius / c[2]) * this.focal * 2.4;
    const { context } = this;
    const gradient = context.createRadialGradient(x, y, 0, x, y, reach);
    gradient.addColorStop(0, this.css(colour, alpha));
    gradient.addColorStop(0.25, this.css(colour, alpha * 0.55));
    gradient.addColorStop(1, this.css(colour, 0));
    context.globalCompositeOperation = 'lighter';
    context.fillStyle = gradient;
    context.beginPath();
    context.arc(x, y, reach, 0, 7);
    context.fill();
    context.globalCompositeOperation = 'source-over';
  }

  /** A flat stripe on the ground from a to b, `width` metres wide. */
  stripe(a, b, width, colour) {
    const d = unit([b[0] - a[0], b[1] - a[1], 0]);
    const side = [(-d[1] * width) / 2, (d[0] * width) / 2, 0];
    const pieces = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / 2.5));
    const at = (t) => [0, 1, 2].map((i) => a[i] + (b[i] - a[i]) * t);
    const shift = (p, sign) => [p[0] + side[0] * sign, p[1] + side[1] * sign, p[2]];
    for (let i = pieces - 1; i >= 0; i--) {
      const [p, q] = [at(i / pieces), at((i + 1) / pieces)];
      this.fill([shift(p, -1), shift(p, 1), shift(q, 1), shift(q, -1)], this.shade(colour, at((i + 0.5) / pieces), [0, 0, 1]));
    }
  }

  /** A wire from a to b, `pixels` wide in a picture 480 wide. */
  wire(a, b, pixels, colour) {
    const [p, q] = [this.toCamera(a), this.toCamera(b)];
    if (p[2] < 0.3 || q[2] < 0.3) return;
    const { context } = this;
    context.strokeStyle = colour;
    context.lineWidth = (pixels * this.width) / 480;
    context.beginPath();
    context.moveTo(...this.toScreen(p));
    context.lineTo(...this.toScreen(q));
    context.stroke();
  }

  sky(top, bottom) {
    const gradient = this.context.createLinearGradient(0, 0, 0, this.height * 0.6);
    gradient.addColorStop(0, top);
    gradient.addColorStop(1, bottom);
    this.context.fillStyle = gradient;
    this.context.fillRect(0, 0, this.width, this.height);
  }
}
