import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** The sockets of the double, held here so that one, or all, can be cut as a network does. */
export class Connections {
  private readonly sockets = new Map<string, Socket>();
  private server: Server | undefined;

  constructor(private readonly join: (socket: Socket) => void) {}

  /** Listens on the loopback interface; port 0 takes a free one. Answers the port. */
  async open(port: number): Promise<number> {
    const server = createServer((socket) => {
      const peer = `${socket.remoteAddress}:${socket.remotePort}`;
      this.sockets.set(peer, socket);
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.sockets.delete(peer));
      this.join(socket);
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** Cuts one connection without a word. */
  reset(peer: string): void {
    this.sockets.get(peer)?.resetAndDestroy();
  }

  /** Cuts every connection and refuses new ones until `open`. */
  async close(): Promise<void> {
    for (const socket of this.sockets.values()) socket.destroy();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
    this.server = undefined;
  }
}
