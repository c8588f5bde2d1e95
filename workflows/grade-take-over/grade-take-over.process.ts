import type { Process } from '@dealtrail/event-sourcing';
import { customer, type Customer } from '@dealtrail/customers';
import { describeGradeTakeOver, type GradeTakeOver } from './grade-take-over.state.js';

/**
 * A grade on its way to a customer's deals. It ends by itself and leaves no fact of its own, so reconcile does not know it:
 * it is started by the grading only. A repeated start sends the same commands under the same ids.
 */
export const gradeTakeOver: Process<Customer | undefined, GradeTakeOver> = {
  name: 'gradeTakeOver',
  of: customer,
  open: (state, { id, position }) =>
    state?.grade === undefined
      ? undefined
      : {
          workflowId: `gradeTakeOver/${id}/${position}`,
          input: { customerId: id, number: state.registration.number, grade: state.grade, taken: 0, position },
        },
  signal: 'gradeTakeOverEvent',
  describe: describeGradeTakeOver,
};
