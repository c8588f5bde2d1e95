import { FromRequest } from '@dealtrail/http';
import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { takesContent } from './content-body.js';
import { declared, nameInDisposition } from './file-name.js';
import { FileRefused, FileRefusedFilter } from './refused.js';
import { sha256In } from './tus.js';
import { UploadFile } from './upload.messages.js';
import { Uploads, type StoredFile } from './uploads.js';

/** Small files in one request, for who speaks no tus. */
@Controller('files')
@UseFilters(FileRefusedFilter)
export class FilesController {
  constructor(private readonly uploads: Uploads) {}

  @Post()
  @RouteConfig(takesContent)
  @HttpCode(201)
  upload(
    @FromRequest() { metadata: { actor } }: UploadFile,
    @Req() { headers, raw: body }: FastifyRequest,
  ): Promise<StoredFile> {
    const name = nameInDisposition(headers['content-disposition']);
    const said = declared({ type: headers['content-type'], name, sha256: sha256In(headers) });
    const limit = this.uploads.limits.oneRequestBytes;
    if (Number(headers['content-length'] ?? 0) > limit) throw new FileRefused('file-too-large', { limit });
    return this.uploads.receive(actor, said, body);
  }
}
