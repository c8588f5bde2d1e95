import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What an answer was: its status (0 when the connection broke), and whether it says when to come back. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: boolean;
}

/**
 * A connection that is kept alive and carries one request at a time. Bare, because any HTTP client costs as much processor as the
 * refusals that are measured, and both share the machine.
 */
export class Connection {
  private socket: Socket | undefined;
  private text = '';
  private answered: ((answer: Answer) => void) | undefined;

  constructor(private readonly port: number) {}

  send(request: string, answered: (answer: Answer) => void): void {
    this.answered = answered;
    this.socket ??= this.opened();
    this.socket.write(request);
  }

  /** Resolves when the connection is there. */
  async open(): Promise<void> {
    this.socket ??= this.opened();
    await once(this.socket, 'connect');
  }

  close(): void {
    this.socket?.destroy();
  }

  private opened(): Socket {
    const socket = connect(this.port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => {
      this.socket = undefined;
      this.settle({ status: 0, retryAfter: false });
    });
    socket.on('data', (part: string) => {
      this.text += part;
      const end = this.text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.text.slice(0, end).toLowerCase();
      const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
      if (this.text.length < end + 4 + length) return;
      this.settle({ status: Number(head.slice(9, 12)), retryAfter: head.includes('retry-after: ') });
    });
    return socket;
  }

  private settle(answer: Answer): void {
    const { answered } = this;
    this.text = '';
    this.answered = undefined;
    answered?.(answer);
  }
}
