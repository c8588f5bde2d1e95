import { projectionSpecification, recorded } from '@dealtrail/event-sourcing/testing';
import { changes } from './changes.js';
import { dealStages } from './kinds/deal-stages.js';
import { followUp } from './kinds/follow-up.js';
import { policyDrafts } from './policy-drafts.projection.js';
import { policyRegister } from './policy-register.projection.js';
import type { PolicyEvent } from './policy.events.js';

const kind = 'follow-up';
const content = followUp.first;
const drafted: PolicyEvent = { type: 'PolicyDrafted', data: { kind, draft: 1, content, draftedBy: 'qian' } };
const withdrawn: PolicyEvent = { type: 'PolicyDraftWithdrawn', data: { kind, draft: 1 } };
const effectiveFrom = '2026-04-01T00:00:00.000Z';
const published: PolicyEvent = {
  type: 'PolicyPublished',
  data: { kind, version: 2, draft: 1, content, effectiveFrom, draftedBy: 'qian', publishedBy: 'zhou' },
};
const instant = '2026-03-02T01:00:00.000Z';
const inOrder = (events: readonly PolicyEvent[]) => events.map((event, at) => recorded(event, 'policy-follow-up', at));

describe('policyRegister', () => {
  it('holds every published version', () =>
    projectionSpecification(policyRegister)(...inOrder([drafted, published])).then({
      policyId: 'follow-up/2',
      kind,
      version: 2,
      content,
      effectiveFrom,
      draftedBy: 'qian',
      publishedBy: 'zhou',
      publishedAt: instant,
    }));
});

describe('policyDrafts', () => {
  const drafts = (...events: readonly PolicyEvent[]) => projectionSpecification(policyDrafts)(...inOrder(events));
  it('holds the open draft', () =>
    drafts(drafted).then({ kind, draft: 1, content, draftedBy: 'qian', draftedAt: instant }));
  it('lets it go when it is withdrawn or published', () => {
    drafts(drafted, withdrawn).then();
    drafts(drafted, published).then();
  });
});

describe('changes between two contents', () => {
  it('are none between the same', () => expect(changes(content, { ...content })).toEqual([]));
  it('name each leaf', () =>
    expect(changes(content, { ...content, days: { ...content.days, A: 20 }, ungraded: 'C' })).toEqual([
      { field: 'days.A', before: 30, after: 20 },
      { field: 'ungraded', before: 'B', after: 'C' },
    ]));
  it('match the entries of a list by id, so that one more step is one change', () => {
    const { stages, steps } = dealStages.first;
    const visit = { id: 'visit', stage: 'awareness', zh: '拜访', en: 'Visit', requires: [] };
    const [first, ...others] = steps;
    expect(changes({ stages, steps }, { stages, steps: [first, visit, ...others] })).toEqual([
      { field: 'steps[visit]', after: visit },
    ]);
    expect(changes({ stages, steps }, { stages, steps: others })).toEqual([
      { field: 'steps[development]', before: first },
    ]);
  });
  it('show another order as such', () =>
    expect(changes([{ id: 'a' }, { id: 'b' }], [{ id: 'b' }, { id: 'a' }])).toEqual([
      { field: '', before: ['a', 'b'], after: ['b', 'a'] },
    ]));
  it('show the first version as all new', () =>
    expect(changes(undefined, content)).toEqual([{ field: '', after: content }]));
});
