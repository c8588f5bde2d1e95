import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ms: number;
}

export interface Asking {
  readonly token: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** A client of the API with connections that are kept open, as programs have them. */
export class Caller {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });

  constructor(private readonly port: number) {}

  close(): void {
    this.agent.destroy();
  }

  /** What came back; nothing when the answer was lost. */
  ask(method: string, path: string, { token, key, body, contentType }: Asking): Promise<Answer | undefined> {
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const began = Date.now();
    const headers = {
      authorization: `Bearer ${token}`,
      ...(payload !== undefined && {
        'content-type': contentType ?? 'application/json',
        'content-length': Buffer.byteLength(payload),
      }),
      ...(contentType && { 'content-disposition': 'attachment; filename="contract.txt"' }),
      ...(key && { 'idempotency-key': key }),
    };
    return new Promise((resolve) => {
      const sent = request(
        { host: '127.0.0.1', port: this.port, method, path, headers, agent: this.agent, timeout: 60_000 },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('error', () => resolve(undefined));
          response.on('end', () => {
            const whole = response.complete ? parsed(text) : undefined;
            resolve(whole && { status: response.statusCode ?? 0, body: whole, ms: Date.now() - began });
          });
        },
      );
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => resolve(undefined));
      sent.end(payload);
    });
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
