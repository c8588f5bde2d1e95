import type { BoardedProcess } from '@dealtrail/runtime';
import { faultsOf, type Looked } from './faults.js';
import { opsHtml } from './ops-html.js';

const process = (changed: Partial<BoardedProcess> = {}): BoardedProcess => ({
  id: '1',
  kind: 'standalone',
  version: '0.1.0',
  host: 'h',
  pid: 7,
  startedAt: '2026-04-07T01:00:00.000Z',
  seenAt: '2026-04-07T01:00:00.000Z',
  silentSeconds: 1,
  state: 'running',
  ready: true,
  parts: {},
  ...changed,
});
const looked = (changed: Partial<Looked> = {}): Looked => ({ processes: [process()], unreadable: [], ...changed });
const rows = (changed: Partial<Looked>): string[] =>
  faultsOf(looked(changed)).map(({ what, cause }) => `${what}: ${cause}`);
const lag = { position: '1', behind: 5, seconds: 40, parked: 0 };

describe('the faults of an installation', () => {
  it('are none when nothing is wrong', () => expect(rows({})).toEqual([]));

  it.each<[string, Partial<Looked>, string]>([
    ['a section that cannot be read', { unreadable: [{ section: 'temporal', cause: 'away' }] }, 'temporal: away'],
    [
      'a process that died',
      { processes: [process(), process({ kind: 'worker', state: 'gone', silentSeconds: 20 })] },
      'process: silent',
    ],
    [
      'a part that is not ready',
      { processes: [process({ parts: { eventStore: { ready: false, error: 'refused' } } })] },
      'eventStore: refused',
    ],
    [
      'a part that lacks something',
      { processes: [process({ parts: { files: { ready: true, degraded: true } } })] },
      'files: degraded',
    ],
    [
      'a projection that fails',
      {
        processes: [
          process({ parts: { projector: { ready: true, projections: [{ name: 'a' }, { name: 'b', error: 'no' }] } } }),
        ],
      },
      'projection b: no',
    ],
    [
      'a subscription that fails',
      {
        processes: [
          process({ parts: { reactions: { ready: true, subscription: { state: 'failing', error: 'no' } } } }),
        ],
      },
      'reactions subscription: no',
    ],
    [
      'a run whose step is tried again',
      {
        processes: [
          process({
            parts: {
              worker: {
                ready: true,
                retrying: [{ workflowId: 'w', activity: 'A', attempt: 3, cause: 'no', since: '' }],
              },
            },
          }),
        ],
      },
      'workflow w: A, attempt 3: no',
    ],
    [
      'a read model that is late',
      { standings: { head: '6', projections: [{ name: 'p', version: 1, ...lag }], reactions: [] } },
      'projection p: 5 positions behind, for 40 s',
    ],
    [
      'a reaction that is late',
      { standings: { head: '6', projections: [], reactions: [{ name: 'r', refused: 0, ...lag }] } },
      'reaction r: 5 positions behind, for 40 s',
    ],
    [
      'what was set aside, but not what only waits behind it',
      {
        parked: [
          { by: 'projection', name: 'p', key: 'k', position: '4', cause: 'no', since: '', attempts: 1 },
          { by: 'projection', name: 'p', key: 'k', position: '5', since: '', attempts: 0 },
        ],
      },
      'projection p: k at 4: no',
    ],
    [
      'a step of nobody',
      { stepsWithoutOwner: [{ itemId: 'i', kind: 'review-contract', assignees: ['x'], since: '' }] },
      'step review-contract: i has no active person',
    ],
    [
      'a broken chain',
      { verified: { position: '1', events: 1, broken: [{ stream: 's', revision: 2, foundAt: '' }] } },
      'chain: s is broken at revision 2',
    ],
  ])('show %s', (_name, changed, row) => expect(rows(changed)).toEqual([row]));

  it('say which kind of process is missing, and mourn a dead one for ten minutes only', () => {
    expect(rows({ processes: [process({ kind: 'api' })] })).toEqual([
      'projector: no projector runs',
      'worker: no worker runs',
    ]);
    expect(rows({ processes: [process(), process({ state: 'gone', silentSeconds: 601 })] })).toEqual([]);
  });

  it('are shown to people with nothing of them taken for HTML', () =>
    expect(opsHtml({ faults: [{ what: '<script>', cause: '"' }] })).toContain(
      '<td>&#60;script&#62;</td><td>&#34;</td>',
    ));
});
