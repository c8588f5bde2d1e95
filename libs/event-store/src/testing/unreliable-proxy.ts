import { createServer, connect, type Server, type Socket } from 'node:net';
import { freePort } from '@dealtrail/event-sourcing/testing';

const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** A TCP proxy before a PostgreSQL that can lose an answer, fall silent, cut every connection or refuse new ones. */
export class UnreliableProxy {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private losing = false;
  /** Answers that were lost after the server had given them. */
  lost = 0;

  private constructor(private readonly target: URL) {}

  static async before(url: string): Promise<UnreliableProxy> {
    const proxy = new UnreliableProxy(new URL(url));
    await proxy.open();
    return proxy;
  }

  /** The address of the server, through the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String(this.port);
    return url.href;
  }
  private port = 0;

  /** The next answer to an append gets lost, and its connection with it, once the server has committed. */
  loseNextAnswer(): void {
    this.losing = true;
  }

  /** Nothing passes on the connections there are, and nobody is told, as when a machine is gone; new ones work. */
  fallSilent(): void {
    for (const socket of this.sockets) socket.pause();
  }

  /** Cuts every connection and refuses new ones until `open`. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
    this.server = undefined;
  }

  /** On the same port as before. */
  async open(): Promise<void> {
    const server = createServer((client) => this.join(client));
    this.server = server;
    this.port ||= await freePort();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
  }

  private join(client: Socket): void {
    const upstream = connect(Number(this.target.port || 5432), this.target.hostname);
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    let appending = false;
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', cut);
      socket.on('close', () => {
        this.sockets.delete(socket);
        cut();
      });
    }
    client.on('data', (chunk: Buffer) => {
      appending ||= this.losing && chunk.includes('append');
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!appending) return void client.write(chunk);
      if (!chunk.subarray(-readyForQuery.length).equals(readyForQuery)) return;
      this.losing = false;
      this.lost++;
      cut();
    });
  }
}
