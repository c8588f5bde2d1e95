import { fold, InvalidInput, type Actor, type CommandMetadata, type Intention } from '@dealtrail/event-sourcing';
import { specification } from '@dealtrail/event-sourcing/testing';
import { followUp, type FollowUpPolicy } from './kinds/follow-up.js';
import { workingCalendar } from './kinds/working-calendar.js';
import type { AnyPolicyCommand } from './policy.commands.js';
import { policy } from './policy.decider.js';
import { always, type PolicyEvent } from './policy.events.js';

const given = specification(policy, undefined);

const metadata: CommandMetadata = {
  commandId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  actor: { kind: 'staff', id: 'qian' },
  correlationId: '2f1c0e5a-93d4-4d57-8a41-0b7f0f6f1a01',
  occurredAt: '2026-03-02T01:00:00.000Z',
};
const by = (actor: Actor, intention: Intention<AnyPolicyCommand>): AnyPolicyCommand =>
  ({ ...intention, metadata: { ...metadata, actor } }) as AnyPolicyCommand;
const admin: Actor = { kind: 'staff', id: 'qian' };
const director: Actor = { kind: 'staff', id: 'zhou' };
const system: Actor = { kind: 'system', id: 'first-start' };

const kind = 'follow-up';
const stricter: FollowUpPolicy = { ...followUp.first, days: { A: 20, B: 30, C: 40 } };
const oneMinuteLater = '2026-03-02T01:01:00.000Z';
const nextMonth = '2026-04-01T00:00:00.000Z';

const firstDraft: PolicyEvent = {
  type: 'PolicyDrafted',
  data: { kind, draft: 1, content: followUp.first, draftedBy: 'first-start' },
};
const first: PolicyEvent = {
  type: 'PolicyPublished',
  data: {
    kind,
    version: 1,
    draft: 1,
    content: followUp.first,
    effectiveFrom: always,
    draftedBy: 'first-start',
    publishedBy: 'first-start',
  },
};
const drafted: PolicyEvent = {
  type: 'PolicyDrafted',
  data: { kind, draft: 2, content: stricter, draftedBy: 'qian' },
};
const published = (effectiveFrom: string): PolicyEvent => ({
  type: 'PolicyPublished',
  data: {
    kind,
    version: 2,
    draft: 2,
    content: stricter,
    effectiveFrom,
    draftedBy: 'qian',
    publishedBy: 'zhou',
  },
});

describe('DraftPolicy', () => {
  const draft = by(admin, { type: 'DraftPolicy', kind, content: stricter });
  it('drafts', () => given(firstDraft, first).when(draft).then(drafted));
  it('replaces an open draft', () =>
    given(firstDraft, first, drafted)
      .when(by(admin, { type: 'DraftPolicy', kind, content: { ...stricter, warnPercent: 70 } }))
      .then({
        type: 'PolicyDrafted',
        data: { kind, draft: 3, content: { ...stricter, warnPercent: 70 }, draftedBy: 'qian' },
      }));
  it('stays quiet when that is the open draft, or what is published', () => {
    given(firstDraft, first, drafted).when(draft).thenNothing();
    given(firstDraft, first)
      .when(by(admin, { type: 'DraftPolicy', kind, content: followUp.first }))
      .thenNothing();
  });
  it('stays quiet at a later start, whatever has been published since', () =>
    given(firstDraft, first, drafted, published(nextMonth))
      .when(by(system, { type: 'DraftPolicy', kind, content: followUp.first }))
      .thenNothing());
  it('refuses a content with everything that is wrong in it', () => {
    const wrong = { days: { A: 0, B: 45 }, ungraded: 'D', warnPercent: 80, colour: 'red' };
    const decide = () =>
      given()
        .when(by(admin, { type: 'DraftPolicy', kind, content: wrong }))
        .thenNothing();
    expect(decide).toThrow(InvalidInput);
    expect(decide).toThrow(/content.colour: .*content.days.A: .*content.days.C: .*content.ungraded: /);
  });
});

describe('PublishPolicy', () => {
  const publish = by(director, { type: 'PublishPolicy', kind, draft: 2 });
  const publishAt = (effectiveFrom: string) => by(director, { type: 'PublishPolicy', kind, draft: 2, effectiveFrom });

  it('publishes version 1 as in force always, by the system alone', () =>
    given(firstDraft)
      .when(by(system, { type: 'PublishPolicy', kind, draft: 1 }))
      .then(first));
  it('publishes the next version one minute ahead', () =>
    given(firstDraft, first, drafted).when(publish).then(published(oneMinuteLater)));
  it('publishes it for a later instant', () =>
    given(firstDraft, first, drafted).when(publishAt(nextMonth)).then(published(nextMonth)));
  it('stays quiet when the same person published it so', () =>
    given(firstDraft, first, drafted, published(nextMonth)).when(publishAt(nextMonth)).thenNothing());
  it('stays quiet at a later start', () =>
    given(firstDraft, first, drafted)
      .when(by(system, { type: 'PublishPolicy', kind, draft: 1 }))
      .thenNothing());
  it('refuses the author of the draft', () =>
    given(firstDraft, first, drafted)
      .when(by(admin, { type: 'PublishPolicy', kind, draft: 2 }))
      .thenRefuses('publisher-is-author'));
  it('refuses a draft that was replaced or never made', () => {
    const replaced: PolicyEvent = { ...drafted, data: { ...drafted.data, draft: 3 } } as PolicyEvent;
    given(firstDraft, first, drafted, replaced).when(publish).thenRefuses('draft-not-open');
    given(firstDraft, first).when(publish).thenRefuses('draft-not-open');
  });
  it('refuses a second publisher, and another date', () => {
    const before = given(firstDraft, first, drafted, published(nextMonth));
    before
      .when(by({ kind: 'staff', id: 'wang' }, { type: 'PublishPolicy', kind, draft: 2 }))
      .thenRefuses('draft-already-published');
    before.when(publishAt('2026-05-01T00:00:00.000Z')).thenRefuses('draft-already-published');
  });
  it('refuses less than a minute of notice', () =>
    given(firstDraft, first, drafted).when(publishAt('2026-03-02T01:00:59.999Z')).thenRefuses('effective-too-soon'));
  it('refuses to take effect before the version it follows', () => {
    const third: PolicyEvent = {
      type: 'PolicyDrafted',
      data: { kind, draft: 3, content: followUp.first, draftedBy: 'qian' },
    };
    const publishThird = { type: 'PublishPolicy', kind, draft: 3, effectiveFrom: '2026-03-31T00:00:00.000Z' } as const;
    given(firstDraft, first, drafted, published(nextMonth), third)
      .when(by(director, publishThird))
      .thenRefuses('effective-before-previous-version');
  });
});

describe('WithdrawPolicyDraft', () => {
  const withdraw = by(admin, { type: 'WithdrawPolicyDraft', kind, draft: 2 });
  const withdrawn: PolicyEvent = { type: 'PolicyDraftWithdrawn', data: { kind, draft: 2 } };
  it('withdraws', () => given(firstDraft, first, drafted).when(withdraw).then(withdrawn));
  it('stays quiet when withdrawn', () => given(firstDraft, first, drafted, withdrawn).when(withdraw).thenNothing());
  it('refuses a draft that is published, or never was', () => {
    given(firstDraft, first, drafted, published(nextMonth)).when(withdraw).thenRefuses('draft-not-open');
    given(firstDraft, first).when(withdraw).thenRefuses('draft-not-found');
  });
});

describe('a version of the calendar', () => {
  const process: Actor = { kind: 'process', id: 'calendarReplanning/calendar/2' };
  const { first: content } = workingCalendar;
  const version = (n: number): PolicyEvent => ({
    type: 'PolicyPublished',
    data: {
      kind: 'calendar',
      version: n,
      draft: n,
      content,
      effectiveFrom: n === 1 ? always : nextMonth,
      draftedBy: 'qian',
      publishedBy: 'zhou',
    },
  });
  const begun: PolicyEvent = { type: 'CalendarReplanningBegun', data: { kind: 'calendar', version: 2 } };
  const applied: PolicyEvent = {
    type: 'CalendarApplied',
    data: { kind: 'calendar', version: 2, upTo: 4711, replanned: 12 },
  };
  const begin = by(process, { type: 'BeginCalendarReplanning', kind: 'calendar', version: 2 });
  const record = by(process, { type: 'RecordCalendarApplied', ...applied.data } as Intention<AnyPolicyCommand>);

  describe('BeginCalendarReplanning', () => {
    it('begins', () => given(version(1), version(2)).when(begin).then(begun));
    it('stays quiet when it has begun, is done, or a newer one has begun', () => {
      given(version(1), version(2), begun).when(begin).thenNothing();
      given(version(1), version(2), begun, applied).when(begin).thenNothing();
      const newer: PolicyEvent = { type: 'CalendarReplanningBegun', data: { kind: 'calendar', version: 3 } };
      given(version(1), version(2), version(3), newer).when(begin).thenNothing();
    });
    it('refuses a version that was never published', () =>
      given(version(1)).when(begin).thenRefuses('policy-version-not-found'));
  });

  describe('RecordCalendarApplied', () => {
    it('records it, in any order', () => {
      given(version(1), version(2), begun).when(record).then(applied);
      given(version(1), version(2), version(3), begun).when(record).then(applied);
    });
    it('stays quiet when that is on record', () =>
      given(version(1), version(2), begun, applied).when(record).thenNothing());
    it('refuses a version that was never published', () =>
      given(version(1)).when(record).thenRefuses('policy-version-not-found'));
  });

  it('has something to reach from its publication until that is on record; the first, and other kinds, have not', () => {
    const pending = (...events: readonly PolicyEvent[]) => fold(policy, events).pending.map(({ version }) => version);
    expect(pending(version(1))).toEqual([]);
    expect(pending(version(1), version(2), version(3))).toEqual([2, 3]);
    expect(pending(version(1), version(2), version(3), applied)).toEqual([3]);
    expect(pending(firstDraft, first, drafted, published(nextMonth))).toEqual([]);
  });
});
