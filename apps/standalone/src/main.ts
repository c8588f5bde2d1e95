import 'reflect-metadata';
import { readConfiguration, untilStopped } from '@dealtrail/runtime';
import { startStandalone } from './standalone.js';

/** Everything in one process; `npm start` runs it beside the servers it needs. */
untilStopped(async () => {
  const configuration = readConfiguration(process.env);
  const { url, stop } = await startStandalone(configuration);
  console.log(`
Dealtrail is ready at ${url}
  API documentation  ${url}/docs
  Temporal UI        ${configuration.temporalUiUrl ?? 'none'}
  Health             ${url}/health/ready
  A token            npm run --silent dealtrail -- token admin
  A demo company     npm run seed`);
  return stop;
});
