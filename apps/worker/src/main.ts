import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readConfiguration, RuntimeModule, untilStopped } from '@dealtrail/runtime';
import { WorkerModule } from './worker.module.js';

/** The worker as a process of its own; several may run, one leads the reactions, all share the queue. */
untilStopped(async () => {
  const runtime = await RuntimeModule.forRoot(readConfiguration(process.env));
  const app = await NestFactory.createApplicationContext({
    module: class WorkerProcess {},
    imports: [runtime, WorkerModule],
  });
  return () => app.close();
});
