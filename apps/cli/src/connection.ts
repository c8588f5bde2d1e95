import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { ApiClient, type ApiRequest } from './api/api-client.js';
import { findOperation, type OpenApiDocument } from './api/openapi.js';
import { requestFor } from './api/request.js';
import { signFor } from './identity.js';
import { printer, type Printer } from './terminal/print.js';

/** Options every verb understands. */
export interface GlobalOptions {
  readonly url: string;
  readonly token?: string;
  readonly as?: string;
  readonly json?: boolean;
}

/** One run of the command: who calls which API, and where answers go. */
export class Connection {
  private document: Promise<OpenApiDocument> | undefined;
  private readonly clients = new Map<string, Promise<ApiClient>>();
  readonly print: Printer;

  constructor(private readonly options: GlobalOptions) {
    this.print = printer(options.json ?? false);
  }

  /** The operations of the API, read once. */
  describe(): Promise<OpenApiDocument> {
    return (this.document ??= this.client(undefined, 4).call<OpenApiDocument>({
      method: 'GET',
      path: '/openapi.json',
    }));
  }

  /** Sends a request as the caller, or as this staff member of the embedded run. */
  async call<T>(request: ApiRequest, staffId?: string): Promise<T> {
    return (await this.as(staffId)).call<T>(request);
  }

  /** A list as CSV, as it comes. */
  async download(request: ApiRequest): Promise<Readable> {
    return (await this.as()).download(request);
  }

  /** Sends a command or asks a question by name with ready fields. */
  async perform<T>(
    kind: 'command' | 'query',
    name: string,
    fields: Readonly<Record<string, unknown>> = {},
    { key, staffId }: { readonly key?: string; readonly staffId?: string } = {},
  ): Promise<T> {
    const document = await this.describe();
    const request = requestFor(document, findOperation(document, name, kind), [], fields);
    return this.call<T>({ ...request, ...(key !== undefined && { key }) }, staffId);
  }

  private as(staffId = ''): Promise<ApiClient> {
    const client = this.clients.get(staffId) ?? this.identified(staffId);
    this.clients.set(staffId, client);
    return client;
  }

  /** A given token wins, then `--as`; on the embedded run, whose key is at hand, nobody named means the operator `admin`. */
  private async identified(staffId: string): Promise<ApiClient> {
    const { token, as } = this.options;
    if (!staffId && token) return this.client(token);
    const who = staffId || as || 'admin';
    if (!staffId && !as) this.print.note(`As ${who}; --as <staff id> or --token for somebody else.`);
    return this.client(await signFor(who));
  }

  /** First contact is given up sooner: then it is rather not there than busy. */
  private client(token?: string, attempts?: number): ApiClient {
    const onRetry = (reason: string, ms: number): void =>
      this.print.note(`${reason}, again in ${(ms / 1000).toFixed(1)} s`);
    return new ApiClient({
      url: this.options.url,
      onRetry,
      ...(token !== undefined && { token }),
      ...(attempts !== undefined && { attempts }),
    });
  }
}

/** The connection of a verb, from its own and the global options. */
export const connectionOf = (command: Command): Connection => new Connection(command.optsWithGlobals<GlobalOptions>());
