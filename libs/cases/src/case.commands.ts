import { caseHandlingCommands } from './case-handling.commands.js';
import { caseProcessCommands } from './case-process.commands.js';
import { caseReportingCommands } from './case-reporting.commands.js';
import { caseTaskForceCommands } from './case-task-force.commands.js';

/** The single registry of what can be asked of a case. */
export const caseCommands = [
  ...caseReportingCommands,
  ...caseHandlingCommands,
  ...caseTaskForceCommands,
  ...caseProcessCommands,
] as const;
export type AnyCaseCommand = InstanceType<(typeof caseCommands)[number]>;
