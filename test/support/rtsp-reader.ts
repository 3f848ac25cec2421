/**
 * A minimal RTSP 1.0 reader over TCP (RFC 2326, interleaved as in section 10.12) for H.264 without a login. It knows when the
 * camera's keyframes arrive, independent of the program under test.
 */
import { createConnection, type Socket } from 'node:net';
import type { Rig } from './rig.ts';

export interface KeyframeClock {
  /** Unix milliseconds at which each keyframe began to arrive, oldest first. */
  arrivals: number[];
}

const NAL_IDR = 5;
const NAL_SPS = 7;
const NAL_STAP_A = 24;
const NAL_FU_A = 28;

/** Reads the stream until the rig closes. Resolves once the server sends. */
export async function readKeyframes(rig: Rig, url: string): Promise<KeyframeClock> {
  const clock: KeyframeClock = { arrivals: [] };
  const { hostname, port } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port || 554) });
  rig.onClose(() => void socket.destroy());
  let lastKeyTimestamp = -1;
  const conversation = new Conversation(socket, (packet) => {
    if (!isKeyframePacket(packet)) return;
    // Parameter sets and slices of one picture share the RTP timestamp.
    const timestamp = packet.readUInt32BE(4);
    if (timestamp !== lastKeyTimestamp) clock.arrivals.push(Date.now());
    lastKeyTimestamp = timestamp;
  });
  const { body, headers } = await conversation.request('DESCRIBE', url, { Accept: 'application/sdp' });
  const base = headers.get('content-base') ?? `${url}/`;
  const control = /m=video[\s\S]*?a=control:(\S+)/.exec(body)?.[1] ?? '';
  const track = control.startsWith('rtsp://') ? control : `${base.replace(/\/?$/, '/')}${control}`;
  const setup = await conversation.request('SETUP', track, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
  const session = setup.headers.get('session')?.split(';')[0] ?? '';
  await conversation.request('PLAY', base, { Session: session });
  // Well within the 60 s after which a server may end a session that says nothing (RFC 2326, section 12.37).
  const keepAlive = setInterval(() => void conversation.request('OPTIONS', base, { Session: session }), 15_000);
  rig.onClose(() => clearInterval(keepAlive));
  return clock;
}

/** Whether an RTP packet of H.264 carries parameter sets or a part of an IDR picture (RFC 6184, sections 5.6 to 5.8). */
export function isKeyframePacket(packet: Buffer): boolean {
  const csrcCount = (packet[0] ?? 0) & 0x0f;
  const extension = (packet[0] ?? 0) & 0x10;
  let offset = 12 + 4 * csrcCount;
  if (extension) offset += 4 + 4 * packet.readUInt16BE(offset + 2);
  const type = (packet[offset] ?? 0) & 0x1f;
  const carried = type === NAL_FU_A ? packet[offset + 1] : type === NAL_STAP_A ? packet[offset + 3] : packet[offset];
  return carried !== undefined && [NAL_IDR, NAL_SPS].includes(carried & 0x1f);
}

interface Answer {
  headers: Map<string, string>;
  body: string;
}

/** Requests and answers, with the interleaved packets between them handed to `onRtp`. */
class Conversation {
  private received = Buffer.alloc(0);
  private sequence = 0;
  private waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly onRtp: (packet: Buffer) => void,
  ) {
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.waiting?.reject(error));
  }

  request(method: string, url: string, headers: Record<string, string>): Promise<Answer> {
    this.sequence += 1;
    const lines = Object.entries({ CSeq: String(this.sequence), ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.socket.write(`${method} ${url} RTSP/1.0\r\n${lines.join('')}\r\n`);
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  private take(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    while (this.takeOne());
  }

  private takeOne(): boolean {
    const data = this.received;
    if (data[0] === 0x24) {
      if (data.length < 4 || data.length < 4 + data.readUInt16BE(2)) return false;
      const end = 4 + data.readUInt16BE(2);
      this.received = data.subarray(end);
      if (data[1] === 0) this.onRtp(data.subarray(4, end));
      return true;
    }
    const headEnd = data.indexOf('\r\n\r\n');
    if (headEnd < 0) return false;
    const [status = '', ...lines] = data.subarray(0, headEnd).toString().split('\r\n');
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const end = headEnd + 4 + Number(headers.get('content-length') ?? 0);
    if (data.length < end) return false;
    this.received = data.subarray(end);
    if (status.startsWith('RTSP/1.0 200')) this.waiting?.resolve({ headers, body: data.subarray(headEnd + 4, end).toString() });
    else this.waiting?.reject(new Error(status));
    return true;
  }
}
