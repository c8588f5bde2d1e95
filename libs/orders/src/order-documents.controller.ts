import { FileRefusedFilter, FileStore, sendFile } from '@dealtrail/files';
import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AttachedFile } from './order.events.js';
import { DeliveryDocumentFile } from './order.queries.js';

/** Downloads of what goes with deliveries. */
@Controller('orders/:orderId/deliveries/:delivery/documents')
@UseFilters(FileRefusedFilter)
export class OrderDocumentsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly files: FileStore,
  ) {}

  @Get(':sha256') async download(
    @FromRequest() question: DeliveryDocumentFile,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, type } = await this.queries.execute<DeliveryDocumentFile, AttachedFile>(question);
    return sendFile(this.files, question.sha256, request, reply, { name, type });
  }
}
