import { systemClock, type Clock } from '@dealtrail/event-sourcing';
import { Logger, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { join } from 'node:path';
import type { FilesConfiguration } from './configuration.js';
import { acceptContent } from './content-body.js';
import { FileStore } from './file-store.js';
import { FilesController } from './files.controller.js';
import { FolderFileStore } from './folder-file-store.js';
import { Staging } from './staging.js';
import { UploadsController } from './uploads.controller.js';
import { Uploads } from './uploads.js';

const mebibyte = 1024 * 1024;
const hour = 3_600_000;
const sweepEveryMs = hour / 4;

/** The file store for every part of a process, and in one that serves HTTP the uploads. */
@Module({})
export class FilesModule implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('files');
  private timer: NodeJS.Timeout | undefined;
  private sweeping = Promise.resolve();

  constructor(
    private readonly store: FileStore,
    private readonly uploads: Uploads,
    private readonly host: HttpAdapterHost,
  ) {}

  /** The clock is that of the edge, by whose instants uploads expire. */
  static forRoot(configuration: FilesConfiguration, clock: Clock = systemClock): DynamicModule {
    return {
      module: FilesModule,
      global: true,
      controllers: [UploadsController, FilesController],
      providers: [
        { provide: FileStore, useFactory: () => storeOf(configuration) },
        {
          provide: Uploads,
          inject: [FileStore],
          useFactory: (store: FileStore) => uploadsInto(store, configuration, clock),
        },
      ],
      exports: [FileStore],
    };
  }

  onModuleInit(): void {
    if (this.host.httpAdapter?.getType() !== 'fastify') return;
    acceptContent(this.host.httpAdapter.getInstance<FastifyInstance>());
    this.sweep();
    this.timer = setInterval(() => this.sweep(), sweepEveryMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
    await this.store.close();
  }

  private sweep(): void {
    this.sweeping = this.sweeping
      .then(() => this.uploads.sweep())
      .catch((error: unknown) => this.log.warn(`unfinished uploads cannot be swept: ${String(error)}`));
  }
}

/** The bucket where there is one; its client is loaded only then. */
async function storeOf({ dataDir, s3 }: FilesConfiguration): Promise<FileStore> {
  if (!s3) return new FolderFileStore(join(dataDir, 'files'));
  const { S3FileStore } = await import('./s3-file-store.js');
  return new S3FileStore(s3);
}

const uploadsInto = (store: FileStore, { dataDir, maxBytes }: FilesConfiguration, clock: Clock): Uploads =>
  new Uploads(
    store,
    new Staging(join(dataDir, 'uploads')),
    {
      fileBytes: maxBytes,
      oneRequestBytes: Math.min(maxBytes, 5 * mebibyte),
      unfinished: 100,
      unfinishedBytes: 4 * maxBytes,
      keptMs: 24 * hour,
    },
    clock,
  );
