import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

/** One block of a stream of Server-Sent Events. */
export interface Said {
  readonly id?: string;
  readonly event?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly retry?: string;
  /** It holds a comment: a sign of life. */
  readonly comment?: true;
}

/** Reads a live answer as a client would: block by block, with the last id that came. */
export class LiveReader {
  lastEventId: string | undefined;
  private text = '';

  private constructor(
    readonly response: IncomingMessage,
    private readonly parts: AsyncIterator<string>,
  ) {}

  /** `fetch` opens another connection when it is cut off, for which a server that stops would wait. */
  static async open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<LiveReader> {
    const [response] = (await once(get(url, { headers, agent: false }), 'response')) as [IncomingMessage];
    response.setEncoding('utf8').on('error', () => undefined);
    return new LiveReader(response, response[Symbol.asyncIterator]() as AsyncIterator<string>);
  }

  get status(): number | undefined {
    return this.response.statusCode;
  }

  /** The next block; undefined when it has ended. */
  async next(): Promise<Said | undefined> {
    while (!this.text.includes('\n\n')) {
      const part = await this.parts.next();
      if (part.done) return undefined;
      this.text += part.value;
    }
    const end = this.text.indexOf('\n\n');
    const said = blockOf(this.text.slice(0, end));
    this.text = this.text.slice(end + 2);
    if (said.id !== undefined) this.lastEventId = said.id;
    return said;
  }

  /** The next block that tells something. */
  async told(): Promise<Said | undefined> {
    for (;;) {
      const said = await this.next();
      if (said === undefined || said.data) return said;
    }
  }

  /** Goes away, as a client that is closed. */
  close(): void {
    this.response.destroy();
  }
}

function blockOf(text: string): Said {
  const fields: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    fields[line.slice(0, at) || 'comment'] = line.slice(at + 1).replace(/^ /, '');
  }
  const { id, event, data, retry, comment } = fields;
  return {
    ...(id !== undefined && { id }),
    ...(event !== undefined && { event }),
    ...(data !== undefined && { data: JSON.parse(data) as Record<string, unknown> }),
    ...(retry !== undefined && { retry }),
    ...(comment !== undefined && { comment: true }),
  };
}
