import 'reflect-metadata';
import { readConfiguration, startBackground, untilStopped } from '@dealtrail/runtime';
import { ProjectorModule } from './projector.module.js';

/** The projector as a process of its own; several may run, one leads each read model. */
untilStopped(() => startBackground(ProjectorModule, readConfiguration(process.env)));
