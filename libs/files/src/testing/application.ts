import type { Clock, Directory, Instant, Role } from '@dealtrail/event-sourcing';
import { createApiApplication, embeddedIssuer, FromRequest, loadTokenKey, signToken } from '@dealtrail/http';
import { Operation } from '@dealtrail/event-sourcing';
import { Controller, Get, Module, Req, Res, UseFilters } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Allow, IsString } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileRefusedFilter, FilesModule, FileStore, sendFile, type FilesConfiguration } from '../index.js';

const people: Readonly<Record<string, readonly Role[]>> = { ann: ['rep'], bob: ['legal'], aud: ['auditor'] };
const staff: Directory = { rolesOf: (id) => people[id], within: (id) => new Set([id]), apiKey: () => undefined };

@Operation({
  zh: '下載',
  en: 'Download',
  allow: { roles: { rep: 'own', auditor: 'all' } },
  answers: '*/*',
  example: {},
})
class DownloadEvidence {
  @Allow() readonly metadata!: object;
  @IsString() readonly sha256!: string;
}

/** Stands for a context whose records refer to files. */
@Controller('evidence')
@UseFilters(FileRefusedFilter)
class EvidenceController {
  constructor(private readonly store: FileStore) {}

  @Get(':sha256')
  download(@FromRequest() { sha256 }: DownloadEvidence, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return sendFile(this.store, sha256, request, reply, { name: '合同 "甲".pdf', type: 'application/pdf' });
  }
}

export interface Sent {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  /** `ann` unless told otherwise; empty sends no token. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: Buffer | NodeJS.ReadableStream;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Served {
  readonly app: NestFastifyApplication;
  readonly store: FileStore;
  /** Everything that is kept. */
  readonly folder: string;
  readonly lines: string[];
  readonly at: (now: Instant) => void;
  readonly token: (staffId: string) => Promise<string>;
  readonly send: (sent: Sent) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

const morning = '2026-11-23T01:00:00.000Z';

/** The routes of files and one that downloads, behind the whole edge, on a folder of their own. */
export async function serveFiles(configuration: Partial<FilesConfiguration> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'dealtrail-files-'));
  const key = await loadTokenKey(folder);
  let now = morning;
  const clock: Clock = { now: () => now };
  const lines: string[] = [];

  @Module({
    imports: [FilesModule.forRoot({ dataDir: folder, maxBytes: 1_000_000, ...configuration }, clock)],
    controllers: [EvidenceController],
  })
  class Application {}

  const app = await createApiApplication(Application, {
    issuer: embeddedIssuer(key),
    directory: () => staff,
    clock,
    logTo: { write: (line) => void lines.push(line) },
  });
  await app.init();
  const token = (staffId: string) => signToken(key, staffId, 60, clock);
  const send = async ({ method, url, as = 'ann', headers, payload }: Sent): Promise<Answer> => {
    const reply = await app.inject({
      method,
      url,
      ...(payload !== undefined && { payload }),
      headers: {
        ...(as !== '' && { authorization: `Bearer ${await token(as)}` }),
        ...(url.startsWith('/uploads') && { 'tus-resumable': '1.0.0' }),
        ...headers,
      },
    });
    const json = String(reply.headers['content-type']).includes('json') && reply.body !== '';
    return {
      status: reply.statusCode,
      headers: reply.headers as IncomingHttpHeaders,
      bytes: reply.rawPayload,
      body: json ? reply.json<Record<string, unknown>>() : {},
    };
  };
  const close = async () => {
    await app.close();
    await rm(folder, { recursive: true });
  };
  return { app, store: app.get(FileStore), folder, lines, at: (instant) => (now = instant), token, send, close };
}

/** A content that passes for a PDF, of a length. */
export const pdf = (length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at++) bytes[at] = (at * 31 + (at >> 8)) & 0xff;
  bytes.write('%PDF-1.7\n');
  return bytes;
};

/** `Upload-Metadata` of these pairs. */
export const metadata = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
