/**
 * RTP as the kernel saw it on the loopback interface: tcpdump's time stamps, read from its capture file (pcap, microseconds,
 * Ethernet framing). Inbound: RTP interleaved in an RTSP connection (RFC 2326, section 10.12). Outbound: SRTP, whose RTP headers
 * are not encrypted (RFC 3711).
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Rig } from '../support/rig.ts';

export interface Packet {
  /** Milliseconds since 1970, with microseconds behind the point. */
  atMs: number;
  rtp: Buffer;
}

export interface Capture {
  /** Ends the capture and returns its packets, in order. */
  stop(): Promise<{ inbound: Packet[]; outbound: Packet[] }>;
}

/** Captures what the camera sends from `rtspPort` and what goes to the media server's `mediaPort`. */
export async function startCapture(rig: Rig, rtspPort: number, mediaPort: number): Promise<Capture> {
  try {
    execFileSync('tcpdump', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error('this bench needs tcpdump (Debian: apt-get install tcpdump) and the right to capture on lo');
  }
  const file = path.join(rig.dir, 'capture.pcap');
  const filter = `(tcp and src port ${rtspPort}) or (udp and dst port ${mediaPort})`;
  const tcpdump = rig.start('tcpdump', 'tcpdump', ['-i', 'lo', '-s', '0', '-U', '-B', '16384', '-Z', 'root', '-w', file, filter]);
  await tcpdump.line('captures', 10_000, (line) => line.includes('listening on'));
  return {
    async stop() {
      tcpdump.signal('SIGINT');
      await tcpdump.end(10_000);
      return readPackets(fs.readFileSync(file), rtspPort, mediaPort);
    },
  };
}

const PCAP_MAGIC_MICROSECONDS = 0xa1b2c3d4;
const ETHERNET_HEADER = 14;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;

function readPackets(capture: Buffer, rtspPort: number, mediaPort: number): { inbound: Packet[]; outbound: Packet[] } {
  if (capture.readUInt32LE(0) !== PCAP_MAGIC_MICROSECONDS) throw new Error('not a capture file of this kind');
  // One interleaved stream for each TCP connection; the pusher under test opens exactly one that carries media.
  const connections = new Map<number, Interleaved>();
  const outbound: Packet[] = [];
  for (let offset = 24; offset + 16 <= capture.length;) {
    const atMs = capture.readUInt32LE(offset) * 1000 + capture.readUInt32LE(offset + 4) / 1000;
    const frame = capture.subarray(offset + 16, offset + 16 + capture.readUInt32LE(offset + 8));
    offset += 16 + frame.length;
    const ip = frame.subarray(ETHERNET_HEADER);
    if ((ip[0] ?? 0) >> 4 !== 4) continue;
    const segment = ip.subarray(((ip[0] ?? 0) & 0x0f) * 4, ip.readUInt16BE(2));
    if (ip[9] === PROTOCOL_UDP && segment.readUInt16BE(2) === mediaPort) {
      const rtp = segment.subarray(8);
      if (isRtp(rtp)) outbound.push({ atMs, rtp });
    } else if (ip[9] === PROTOCOL_TCP && segment.readUInt16BE(0) === rtspPort) {
      const client = segment.readUInt16BE(2);
      let connection = connections.get(client);
      if (!connection) connections.set(client, (connection = new Interleaved()));
      connection.add(atMs, segment.subarray((segment[12] ?? 0) >> 2));
    }
  }
  const [busiest] = [...connections.values()].sort((a, b) => b.packets.length - a.packets.length);
  return { inbound: busiest?.packets ?? [], outbound };
}

/** RTP version 2, and not RTCP multiplexed beside it (RFC 5761, section 4). */
function isRtp(data: Buffer): boolean {
  const payloadType = (data[1] ?? 0) & 0x7f;
  return data.length >= 12 && (data[0] ?? 0) >> 6 === 2 && (payloadType < 64 || payloadType >= 96);
}

/** Finds the interleaved packets in one direction of an RTSP connection. */
class Interleaved {
  readonly packets: Packet[] = [];
  private pending = Buffer.alloc(0);

  add(atMs: number, data: Buffer): void {
    this.pending = Buffer.concat([this.pending, data]);
    for (;;) {
      const start = this.pending.indexOf(0x24);
      if (start < 0) {
        this.pending = Buffer.alloc(0);
        return;
      }
      if (this.pending.length < start + 4) return;
      const length = this.pending.readUInt16BE(start + 2);
      const channel = this.pending[start + 1] ?? 255;
      const plausible = channel < 2;
      if (!plausible) {
        this.pending = this.pending.subarray(start + 1); // a dollar sign in a text answer
        continue;
      }
      if (this.pending.length < start + 4 + length) return;
      const rtp = this.pending.subarray(start + 4, start + 4 + length);
      if (channel === 0 && isRtp(rtp)) this.packets.push({ atMs, rtp });
      this.pending = this.pending.subarray(start + 4 + length);
    }
  }
}
