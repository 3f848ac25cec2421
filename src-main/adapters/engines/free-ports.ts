/** Ports of 127.0.0.1 that nobody listens on. Between the look and the use another program may take one: a server that then
 * fails to listen is started again on others. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

export type Protocol = 'tcp' | 'udp';

const host = '127.0.0.1';

/** @returns `preferred` when it is free, otherwise any free one. */
export async function freePort(protocol: Protocol, preferred: number): Promise<number> {
  const listen = protocol === 'tcp' ? listenTcp : listenUdp;
  return listen(preferred).catch(() => listen(0));
}

function listenTcp(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function listenUdp(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    socket.once('error', (cause) => (socket.close(), reject(cause)));
    socket.bind({ address: host, port, exclusive: true }, () => {
      const bound = socket.address().port;
      socket.close(() => resolve(bound));
    });
  });
}
