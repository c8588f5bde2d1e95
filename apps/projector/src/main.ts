import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { readConfiguration, RuntimeModule, untilStopped } from '@dealtrail/runtime';
import { ProjectorModule } from './projector.module.js';

/** The projector as a process of its own; several may run, one leads each read model. */
untilStopped(async () => {
  const runtime = await RuntimeModule.forRoot(readConfiguration(process.env));
  const app = await NestFactory.createApplicationContext({
    module: class ProjectorProcess {},
    imports: [runtime, ProjectorModule],
  });
  return () => app.close();
});
