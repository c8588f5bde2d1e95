import { dayOf } from '@dealtrail/calendar';
import { DomainError, type Rows } from '@dealtrail/event-sourcing';
import { StreamableFile, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { csvHead, csvLines } from './csv.js';
import type { Fields, MessagePlan } from './message-class.js';
import { preferencesIn } from './preferences.js';
import { refusalOf } from './problem.js';

/** One page of a list, of whatever query. */
export interface RowPage {
  readonly rows: readonly unknown[];
  readonly nextCursor?: string;
}

/** More than a spreadsheet takes; a list beyond it is asked for in parts. */
const mostRows = 100_000;
const largestPage = '200';

/** Whether a client names CSV and likes it better than JSON; who accepts anything gets JSON. */
export function prefersCsv(accept: string | undefined): boolean {
  const liked = preferencesIn(accept).find(({ value }) => value === 'text/csv' || value === 'application/json');
  return liked?.value === 'text/csv' && liked.quality > 0;
}

/**
 * A whole list as CSV, page by page. A list that is too long, or that fails on its way, ends with an error, which breaks the
 * connection: a file that was cut must not look whole.
 */
export async function* csvOf(
  columns: readonly string[],
  first: RowPage,
  next: (cursor: string) => Promise<RowPage>,
  most = mostRows,
): AsyncGenerator<string> {
  yield csvHead(columns);
  let count = 0;
  for (let page = first; ; page = await next(page.nextCursor)) {
    count += page.rows.length;
    if (count > most) throw new DomainError('download-too-long', 'refused', { rows: most });
    if (page.rows.length > 0) yield csvLines(columns, page.rows);
    if (page.nextCursor === undefined) return;
  }
}

/** Answers a list as a file for who prefers CSV: the same route asked again, page after page, with the same rights. */
export class CsvDownload implements NestInterceptor {
  constructor(
    private readonly plan: MessagePlan,
    private readonly rows: Rows,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method !== 'GET' || !prefersCsv(request.headers.accept)) return next.handle();
    return from(this.download(request, () => lastValueFrom(next.handle() as Observable<Fields>)));
  }

  /** The first page is asked before anything is answered, so that a refusal is a problem like any other. */
  private async download(request: FastifyRequest, ask: () => Promise<Fields>): Promise<StreamableFile> {
    const asked = request.query as Fields;
    const isPaged = this.plan.properties.has('cursor');
    const page = async (cursor: unknown): Promise<RowPage> => {
      if (isPaged) request.query = { ...asked, limit: largestPage, ...(cursor !== undefined && { cursor }) };
      const { nextCursor, ...answer } = await ask();
      return { rows: answer[this.rows.of] as readonly unknown[], nextCursor: nextCursor as string | undefined };
    };
    const text = csvOf(this.rows.columns, await page(asked['cursor']), page);
    const day = dayOf(typeof asked['asOf'] === 'string' ? new Date(asked['asOf']).toISOString() : request.edge.now);
    const stream = Readable.from(text, { objectMode: false });
    stream.on('error', (error) => (request.edge.code = refusalOf(error).code));
    return new StreamableFile(stream, {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: `attachment; filename="${this.plan.type.name}-${day}.csv"`,
    });
  }
}
