import 'reflect-metadata';
import { readConfiguration, RuntimeModule, untilStopped } from '@dealtrail/runtime';
import { ApiModule } from './api.module.js';
import { serve, stopServing } from './serve.js';

/** The API as a process of its own; several may run behind one address. */
untilStopped(async () => {
  const configuration = readConfiguration(process.env);
  const imports = [await RuntimeModule.forRoot(configuration), ApiModule];
  const app = await serve({ module: class ApiProcess {}, imports }, configuration);
  return () => stopServing(app, configuration);
});
