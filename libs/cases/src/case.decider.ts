import { decider } from '@dealtrail/event-sourcing';
import type { Known } from '@dealtrail/known';
import { closingRules } from './case-closing.decider.js';
import { handlingRules } from './case-handling.decider.js';
import { processRules } from './case-process.decider.js';
import { reportingRules } from './case-reporting.decider.js';
import type { WhoseSubject } from './case-subjects.js';
import { assignedTo } from './case-rules.js';
import { taskForceRules } from './case-task-force.decider.js';
import type { AnyCaseCommand } from './case.commands.js';
import { caseEvents, type CaseEvent } from './case.events.js';
import { evolveCase, type Case } from './case.fold.js';

/** The rules of a case (售後問題、投訴): every promise from its report to the closed loop. */
export const caseDeciderWith = (whose: WhoseSubject) =>
  decider<AnyCaseCommand, CaseEvent, Case, Known>({
    events: caseEvents,
    id: ({ caseId }) => caseId,
    subject: (state, { type }) =>
      state.status === 'none' ? { owners: [] } : { owners: [state.ownerId], assigned: assignedTo(state, type) },
    initialState: { status: 'none' },
    decide: { ...reportingRules(whose), ...handlingRules, ...closingRules, ...taskForceRules, ...processRules },
    evolve: evolveCase,
  });

/** The same where nobody is told whose the order or customer of a case is. */
export const caseDecider = caseDeciderWith({});
