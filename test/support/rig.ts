/** A test's private place: a temporary folder, free ports, and everything started in it, ended in reverse order. */
import fs from 'node:fs';
import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import os from 'node:os';
import path from 'node:path';
import { Child, type ChildOptions } from './child.ts';

export class Rig {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'control-room-test-'));
  private readonly endings: (() => Promise<void> | void)[] = [];

  /** Starts a program that ends with the rig at the latest. */
  start(name: string, command: string, args: readonly string[], options?: ChildOptions): Child {
    const child = new Child(name, command, args, options);
    this.onClose(() => child.stop());
    return child;
  }

  onClose(end: () => Promise<void> | void): void {
    this.endings.push(end);
  }

  /** Writes a file only its owner may read, and returns its path. */
  write(name: string, content: string): string {
    const file = path.join(this.dir, name);
    fs.writeFileSync(file, content, { mode: 0o600 });
    return file;
  }

  folder(name: string): string {
    const folder = path.join(this.dir, name);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  }

  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.endings.reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    // Chromium's helpers write a moment longer than the app lives.
    fs.rmSync(this.dir, { recursive: true, force: true, maxRetries: 10 });
    if (failures.length > 0) throw new AggregateError(failures, 'the rig could not be taken down');
  }
}

/**
 * A port that was free for TCP and UDP when asked. Taken from below the range that systems hand to outgoing connections
 * (Linux: 32768 up, RFC 6335: 49152 up): one of those could take it before the server that shall have it starts.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 18_000);
    if ((await canListen(port)) && (await canBind(port))) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function canBind(port: number): Promise<boolean> {
  const socket = await bindUdp(port).catch(() => undefined);
  await new Promise<void>((resolve) => (socket ? socket.close(resolve) : resolve()));
  return socket !== undefined;
}

/** An even UDP port with the next one free too, as RTP and RTCP want it (RFC 3550, section 11). */
export async function freePortPair(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port % 2 === 0 && (await canBind(port + 1))) return port;
  }
}

function bindUdp(port: number): Promise<ReturnType<typeof createSocket>> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () => resolve(socket));
  });
}
