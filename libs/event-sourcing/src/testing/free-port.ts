import { createServer } from 'node:net';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** Below the ports that outgoing connections are given: while what has one of those is down, any connection may take it. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(10_000 * Math.random());
    if (await isFree(port)) return port;
  }
}
