/** An HTTP reverse proxy that holds back or loses answers: the network between a pusher and the media server on a bad day. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Rig } from './rig.ts';

interface HeldAnswer {
  method: string;
  /** Passes the server's answer on. */
  release(): void;
  /** Cuts the connection instead; the server has acted, its answer never arrives. */
  lose(): void;
}

export interface HttpGate {
  origin: string;
  /** While true, answers to POST wait in `held`; everything else passes at once. */
  holding: boolean;
  held: HeldAnswer[];
}

export async function startHttpGate(rig: Rig, targetOrigin: string): Promise<HttpGate> {
  const gate: HttpGate = { origin: '', holding: false, held: [] };
  const server = createServer((incoming, outgoing) => {
    const forward = request(
      `${targetOrigin}${incoming.url ?? '/'}`,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        const release = (): void => pass(answer, outgoing);
        if (!gate.holding || incoming.method !== 'POST') return release();
        gate.held.push({ method: incoming.method, release, lose: () => incoming.socket.destroy() });
      },
    );
    forward.on('error', () => incoming.socket.destroy());
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gate has no port');
  gate.origin = `http://127.0.0.1:${address.port}`;
  rig.onClose(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return gate;
}

function pass(answer: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(outgoing);
}
