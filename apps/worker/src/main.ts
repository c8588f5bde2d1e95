import 'reflect-metadata';
import { readConfiguration, startBackground, untilStopped } from '@dealtrail/runtime';
import { WorkerModule } from './worker.module.js';

/** The worker as a process of its own; several may run, one leads the reactions, all share the queue. */
untilStopped(() => startBackground(WorkerModule, readConfiguration(process.env)));
