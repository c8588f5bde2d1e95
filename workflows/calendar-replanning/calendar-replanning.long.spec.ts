import { Sandbox, SandboxedRun } from '../testing/sandboxed-run.js';
import type { Sent } from '../testing/time-skipping.js';
import type { CalendarReplanning } from './calendar-replanning.state.js';

const at = '2026-04-01T00:00:00.000Z';
const perPage = 20;
let sandbox: Sandbox;
beforeAll(async () => {
  const commands = ['BeginCalendarReplanning', 'ReplanContractReviews', 'RecordCalendarApplied'];
  sandbox = await Sandbox.open([...commands, 'ContractIdsPlannedBefore', 'CaseIdsPlannedBefore']);
}, 60_000);
afterAll(() => sandbox?.close());

/** Contracts that the new calendar does not move: they stay on the list of what an older version planned. */
const unmoved = Array.from({ length: 100 }, (_, n) => String(n).padStart(3, '0'));
const idOf = ({ body }: Sent): string => (body as { contractId: string }).contractId;

/** One run, of which the server says that it is long once it has looked at so many contracts. */
async function runOf(input: CalendarReplanning, longAfter: number, nth: number): Promise<SandboxedRun> {
  let looked = 0;
  const run: { at?: SandboxedRun } = {};
  const result = ({ type, body }: Sent): object => {
    if (type === 'ReplanContractReviews' && ++looked === longAfter) run.at?.growsLong();
    if (type === 'CaseIdsPlannedBefore') return { items: [], position: '95' };
    if (type !== 'ContractIdsPlannedBefore') return { streamId: 'any', revision: 1, position: 90 };
    const { cursor = '' } = body as { readonly cursor?: string };
    const left = unmoved.filter((id) => id > cursor);
    const items = left.slice(0, perPage);
    return { items, ...(left.length > perPage && { nextCursor: items.at(-1) }), position: '95' };
  };
  const started = SandboxedRun.start(sandbox, {
    workflow: 'calendarReplanning',
    workflowId: `calendarReplanning/calendar/2/${nth}`,
    input: { ...input, effectiveFrom: '2026-04-02T00:00:00.000Z' },
    at,
    world: () => Promise.resolve([]),
    result,
  });
  run.at = await started;
  await run.at.until('2026-04-03T00:00:00.000Z');
  return run.at;
}

describe('a version of the calendar that moves nothing', () => {
  it('is looked at by more contracts than one run can hold, and comes to an end', async () => {
    let input: CalendarReplanning = { version: 2, effectiveFrom: at, replanned: 0, position: 50 };
    const met = new Set<string>();
    for (let nth = 1; nth <= 6; nth++) {
      const { sent, ended } = await runOf(input, 45, nth);
      for (const one of sent) if (one.type === 'ReplanContractReviews') met.add(idOf(one));
      if (ended?.as === 'continued') input = ended.input as CalendarReplanning;
      else {
        expect(ended?.as).toBe('completed');
        expect([...met].sort()).toEqual(unmoved);
        expect(sent.at(-1)?.type).toBe('RecordCalendarApplied');
        return;
      }
    }
    throw new Error('it begins again and again');
  });
});
