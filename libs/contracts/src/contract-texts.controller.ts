import { FileRefusedFilter, FileStore, sendFile } from '@dealtrail/files';
import { FromRequest } from '@dealtrail/http';
import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ContractText } from './contract.events.js';
import { ContractTextFile } from './contract.queries.js';

/** Downloads of what contracts refer to. */
@Controller('contracts/:contractId/texts')
@UseFilters(FileRefusedFilter)
export class ContractTextsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly files: FileStore,
  ) {}

  @Get(':sha256') async download(
    @FromRequest() question: ContractTextFile,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, type } = await this.queries.execute<ContractTextFile, ContractText>(question);
    return sendFile(this.files, question.sha256, request, reply, { name, type });
  }
}
