import { FromRequest, Public } from '@dealtrail/http';
import {
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpException,
  Options,
  Patch,
  Post,
  Req,
  Res,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { takesContent } from './content-body.js';
import { declared } from './file-name.js';
import { FileRefusedFilter } from './refused.js';
import { bytesIn, checksumIn, saidIn, tusOptions, TusVersion } from './tus.js';
import { BeginUpload, ContinueUpload, DiscardUpload, UploadProgress } from './upload.messages.js';
import { Uploads, type Upload } from './uploads.js';

/** Resumable uploads by the tus protocol 1.0; in the end an upload says the hash that records refer to. */
@Controller('uploads')
@UseFilters(FileRefusedFilter)
@UseInterceptors(TusVersion)
export class UploadsController {
  constructor(private readonly uploads: Uploads) {}

  @Public()
  @Options()
  @HttpCode(204)
  options(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers(tusOptions(this.uploads.limits.fileBytes));
  }

  @Post()
  async begin(
    @FromRequest() { uploadId, metadata: { actor, occurredAt } }: BeginUpload,
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const size = bytesIn(headers, 'Upload-Length');
    const upload = await this.uploads.begin(actor, uploadId, size, declared(saidIn(headers)), occurredAt);
    void reply.header('location', `/uploads/${uploadId}`);
    return answer(upload, reply);
  }

  @Patch(':uploadId')
  @RouteConfig(takesContent)
  @HttpCode(204)
  async continue(
    @FromRequest() { uploadId, metadata: { actor, occurredAt } }: ContinueUpload,
    @Req() { headers, raw: body }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (headers['content-type'] !== 'application/offset+octet-stream') throw new HttpException('not tus', 415);
    const part = { offset: bytesIn(headers, 'Upload-Offset'), checksum: checksumIn(headers), body };
    answer(await this.uploads.append(actor, uploadId, part, occurredAt), reply);
  }

  /** HEAD too: the framework answers it from this, without the body. */
  @Get(':uploadId')
  async progress(
    @FromRequest() { uploadId, metadata: { actor, occurredAt } }: UploadProgress,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.uploads.find(actor, uploadId, occurredAt), reply);
  }

  @Delete(':uploadId')
  @HttpCode(204)
  discard(@FromRequest() { uploadId, metadata: { actor, occurredAt } }: DiscardUpload): Promise<void> {
    return this.uploads.discard(actor, uploadId, occurredAt);
  }
}

/** An upload as it is told: in the protocol's headers, and as JSON to who asks with GET or POST. */
function answer({ uploadId, offset, size, declared: { type, name }, expiresAt, sha256 }: Upload, reply: FastifyReply) {
  void reply.headers({
    'upload-offset': String(offset),
    'upload-length': String(size),
    'upload-expires': new Date(expiresAt).toUTCString(),
    ...(sha256 !== undefined && { 'upload-sha256': sha256 }),
  });
  return { uploadId, offset, size, type, name, expiresAt, sha256 };
}
