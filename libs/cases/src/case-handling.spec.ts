import { specification } from '@dealtrail/event-sourcing/testing';
import { caseHandling } from '@dealtrail/policies';
import { caseDecider } from './case.decider.js';
import type { CaseEvent, ClockChange } from './case.events.js';
import { asked, by, byImport, companyWith, hours, known, minutes } from './testing/case-company.js';
import {
  acknowledged,
  assigned,
  breach,
  caseId,
  closed,
  clock,
  complained,
  confirmed,
  ended,
  escalated,
  fact,
  handedOver,
  merged,
  paused,
  refused,
  reported,
  resolved,
  responded,
  response,
  resumed,
  solution,
  solutionGiven,
  stageAssigned,
  suggested,
  waited,
  waitEnded,
  whom,
  whomOfComplaint,
  after,
} from './testing/case-facts.js';

const given = specification(caseDecider, known);
const answered = [reported, responded] as const;
const planned = [...answered, solutionGiven] as const;
const over = [...planned, resolved, confirmed, closed] as const;
const late = <E extends CaseEvent>(event: E): E => ({ ...event, data: { ...event.data, late: true } });
const of = <E extends CaseEvent>(event: E, change: Partial<E['data']>): E => ({
  ...event,
  data: { ...event.data, ...change },
});

/** A complaint enters a stage, so many minutes after the report. */
const entered = (
  stage: 'investigation' | 'handling' | 'feedback',
  at: number,
  limit: number,
  left: ClockChange,
  ...more: readonly ClockChange[]
): CaseEvent =>
  fact('ComplaintStageEntered', {
    ...{ ...whomOfComplaint, stage, round: 1, stageOwnerId: 'luo.jia' },
    clocks: [
      left,
      clock(
        `stage/${stage}/1`,
        limit,
        [50, 75, 90].map((n) => (limit * n) / 100),
        { since: after(at) },
      ),
      ...more,
    ],
  });
const investigation = entered('investigation', 30, 1380, ended('stage/intake/1', 30));

describe('RespondToCase', () => {
  const respond = { type: 'RespondToCase', caseId, channel: 'hotline', note: '已受理' } as const;
  it('is the first reaction, in time up to the due instant', () => {
    given(reported)
      .when(asked(respond, by('luo.jia')))
      .then(responded);
    given(reported)
      .when(asked(respond, by('luo.jia', response.dueAt)))
      .then(of(responded, { clocks: [ended('response', 60)] }));
  });
  it('is late after it, with the breach and who is told of it before it in the same append', () =>
    given(reported)
      .when(asked(respond, by('luo.jia', minutes(61))))
      .then(
        breach(response),
        escalated(response, 'he.ping'),
        late(of(responded, { clocks: [ended('response', 61)] })),
      ));
  it('brings a complaint to its investigation', () =>
    given(...complained)
      .when(asked(respond, by('luo.jia')))
      .then(of(responded, whomOfComplaint), investigation));
  it('keeps every later word, of the seller who follows too; nobody is late again', () => {
    const word = { type: 'RespondToCase', caseId, note: '備件週五到' } as const;
    given(...answered)
      .when(asked(word, by('li.na', hours(2))))
      .then(fact('CaseResponded', { ...whom, by: 'li.na', note: '備件週五到', late: false }));
    given(reported, breach(response) as CaseEvent, responded)
      .when(asked(word, by('luo.jia', hours(2))))
      .then(fact('CaseResponded', { ...whom, by: 'luo.jia', note: '備件週五到', late: false }));
  });
  it('stays quiet when it says nothing new, as history does again and again', () => {
    given(...answered)
      .when(asked({ type: 'RespondToCase', caseId }, by('luo.jia')))
      .thenNothing();
    given(...answered, assigned)
      .when(asked({ type: 'RespondToCase', caseId }, byImport()))
      .thenNothing();
  });
  it('refuses what says nothing new of somebody else, and a case that is over', () => {
    given(...answered)
      .when(asked({ type: 'RespondToCase', caseId }, by('xu.fang')))
      .thenRefuses('case-already-responded');
    given(...over)
      .when(asked({ ...respond, note: '再次回訪' }))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(respond)).thenRefuses('case-merged');
    given().when(asked(respond)).thenRefuses('case-not-found');
  });
});

describe('AssignCase', () => {
  const assign = { type: 'AssignCase', caseId, to: 'xu.fang', reason: '換班' } as const;
  it('gives the case and the promises that were its owner’s', () =>
    given(reported)
      .when(asked(assign, by('luo.jia')))
      .then(assigned));
  it('leaves what was late to who had it then', () =>
    given(reported)
      .when(asked(assign, by('luo.jia', minutes(61))))
      .then(breach(response), escalated(response, 'he.ping'), assigned));
  it('gives the stage of a complaint along, unless somebody else was named for it', () => {
    const data = { ...assigned.data, kind: 'complaint' } as const;
    given(...complained)
      .when(asked(assign, by('luo.jia')))
      .then(
        fact('CaseAssigned', data),
        fact('ComplaintStageAssigned', { ...stageAssigned.data, ownerId: 'xu.fang', by: 'luo.jia' }),
      );
    given(
      ...complained,
      of(stageAssigned, { to: 'ma.chao', clocks: [{ change: 'given', clock: 'stage/intake/1', to: 'ma.chao' }] }),
    )
      .when(asked(assign, by('luo.jia')))
      .then(fact('CaseAssigned', data));
  });
  it('moves it to another group of the same person', () =>
    given(reported)
      .when(asked({ type: 'AssignCase', caseId, to: 'luo.jia', group: '二線' }))
      .then(fact('CaseAssigned', { ...whom, from: 'luo.jia', to: 'luo.jia', group: '二線', by: 'luo.jia' })));
  it('takes whom history names, or who stands for them, and is no reaction to the customer', () => {
    const left = specification(caseDecider, companyWith({ 'li.na': { active: false } }));
    left(reported)
      .when(asked({ type: 'AssignCase', caseId, to: 'resolver.9' }, byImport()))
      .then(of(assigned, { reason: undefined }));
    left(reported)
      .when(asked({ type: 'AssignCase', caseId, to: 'li.na' }, byImport()))
      .then(
        of(assigned, {
          ...{ ownerId: 'zhao.min', to: 'zhao.min', reason: undefined },
          clocks: (['response', 'solution', 'closing'] as const).map((id) => ({
            change: 'given',
            clock: id,
            to: 'zhao.min',
          })),
        }),
      );
  });
  it('stays quiet when it is theirs', () => given(reported, assigned).when(asked(assign)).thenNothing());
  it('refuses who is not there, and a case that is over', () => {
    given(reported)
      .when(asked({ ...assign, to: 'nobody' }))
      .thenRefuses('assignee-not-active');
    given(reported)
      .when(asked({ ...assign, to: 'mo.qing' }))
      .thenRefuses('person-only-reads');
    given(...over)
      .when(asked(assign))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(assign)).thenRefuses('case-merged');
  });
});

describe('HandOverCase', () => {
  const handOver = {
    type: 'HandOverCase',
    caseId,
    department: 'technical',
    to: 'qin.tao',
    reason: '需更換主板',
  } as const;
  it('gives it to a department, whose promises it has from now on', () =>
    given(...answered)
      .when(asked(handOver, by('luo.jia', hours(2))))
      .then(handedOver));
  it('gives it to whose turn it is', () =>
    given(...answered)
      .when(asked({ ...handOver, to: undefined }, by('luo.jia', hours(2))))
      .then(
        of(handedOver, {
          ...{ ownerId: 'tang.yu', to: 'tang.yu' },
          clocks: (['solution', 'closing'] as const).map((id) => ({ change: 'given', clock: id, to: 'tang.yu' })),
        }),
      ));
  it('keeps who sold it following: the seller on record, else the seller whose it was', () => {
    const { sellerId: _, ...bare } = reported.data;
    const ofSeller = fact('CaseReported', {
      ...{ ...bare, ownerId: 'wang.wei' },
      clocks: (bare.clocks ?? []).map((one) => ({ ...one, responsibleId: 'wang.wei' }) as ClockChange),
    });
    given(ofSeller)
      .when(asked({ type: 'HandOverCase', caseId, department: 'customerService', to: 'luo.jia' }, by('wang.wei')))
      .then(
        fact('CaseHandedOver', {
          ...{
            ...whom,
            sellerId: 'wang.wei',
            from: 'wang.wei',
            to: 'luo.jia',
            department: 'customerService',
            by: 'wang.wei',
          },
          clocks: (['response', 'solution', 'closing'] as const).map((id) => ({
            change: 'given',
            clock: id,
            to: 'luo.jia',
          })),
        }),
      );
  });
  it('takes whom history names, of whatever post', () =>
    given(...answered)
      .when(asked({ ...handOver, to: 'wang.wei', group: 'Group 24' }, byImport(hours(2))))
      .then(
        of(handedOver, {
          ...{ ownerId: 'wang.wei', to: 'wang.wei', group: 'Group 24' },
          clocks: (['solution', 'closing'] as const).map((id) => ({ change: 'given', clock: id, to: 'wang.wei' })),
        }),
      ));
  it('stays quiet when the department has it', () => {
    given(...answered, handedOver)
      .when(asked(handOver))
      .thenNothing();
    given(...answered, handedOver)
      .when(asked({ ...handOver, to: undefined }))
      .thenNothing();
  });
  it('refuses who is not there or not of the department, a department without anybody, and a case that is over', () => {
    given(reported)
      .when(asked({ ...handOver, to: 'nobody' }))
      .thenRefuses('assignee-not-active');
    given(reported)
      .when(asked({ ...handOver, to: 'xu.fang' }))
      .thenRefuses('assignee-not-in-department');
    const gone = { 'qin.tao': { active: false }, 'ma.chao': { active: false }, 'tang.yu': { active: false } };
    specification(
      caseDecider,
      companyWith(gone),
    )(reported)
      .when(asked({ ...handOver, to: undefined }))
      .thenRefuses('nobody-to-handle');
    given(...over)
      .when(asked(handOver))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(handOver)).thenRefuses('case-merged');
  });
});

describe('GivePreliminarySolution', () => {
  const give = { type: 'GivePreliminarySolution', caseId, solution: '更換主板' } as const;
  it('keeps the promise of 24 hours', () =>
    given(...answered)
      .when(asked(give, by('luo.jia', hours(2))))
      .then(solutionGiven));
  it('is a reaction too, and late after its own due instant', () =>
    given(reported)
      .when(asked(give, by('luo.jia', hours(25))))
      .then(
        breach(response),
        escalated(response, 'he.ping'),
        breach(solution),
        escalated(solution, 'gao.feng', 'salesManager'),
        { ...suggested, occurredAt: solution.dueAt },
        late(of(solutionGiven, { clocks: [ended('response', 1500), ended('solution', 1500)] })),
      ));
  it('brings a complaint to its handling, whichever stage it is in', () => {
    given(...complained, of(responded, whomOfComplaint), investigation)
      .when(asked(give, by('luo.jia', hours(2))))
      .then(
        of(solutionGiven, whomOfComplaint),
        entered('handling', 120, 1440, ended('stage/investigation/1', 120, 90)),
      );
    given(...complained)
      .when(asked(give, by('luo.jia')))
      .then(
        of(solutionGiven, { ...whomOfComplaint, clocks: [ended('response', 30), ended('solution', 30)] }),
        entered('handling', 30, 1440, ended('stage/intake/1', 30)),
      );
  });
  it('may be given in a wait: the stage it brings stands still from the start', () =>
    given(
      ...complained,
      of(responded, whomOfComplaint),
      investigation,
      of(waited, {
        ...whomOfComplaint,
        clocks: [paused('closing', 180, 'wait/customer'), paused('stage/investigation/1', 180, 'wait/customer', 150)],
      }),
    )
      .when(asked(give, by('luo.jia', minutes(200))))
      .then(
        of(solutionGiven, { ...whomOfComplaint, clocks: [ended('solution', 200)] }),
        entered(
          'handling',
          200,
          1440,
          ended('stage/investigation/1', 200, 150),
          paused('stage/handling/1', 200, 'wait/customer', 0),
        ),
      ));
  it('may be another one where the customer was not content', () =>
    given(...planned, resolved, refused)
      .when(asked({ ...give, solution: '整機更換' }, by('luo.jia', hours(7))))
      .then(fact('PreliminarySolutionGiven', { ...whom, by: 'luo.jia', solution: '整機更換', late: false })));
  it('stays quiet about the same one', () =>
    given(...planned)
      .when(asked(give))
      .thenNothing());
  it('refuses another one, and a case that is resolved or over', () => {
    given(...planned)
      .when(asked({ ...give, solution: '整機更換' }))
      .thenRefuses('solution-already-given');
    given(...answered, resolved)
      .when(asked(give))
      .thenRefuses('case-resolved');
    given(...over)
      .when(asked(give))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(give)).thenRefuses('case-merged');
  });
});

describe('AwaitCase', () => {
  const wait = { type: 'AwaitCase', caseId, for: 'customer', reason: '等待客戶寄回' } as const;
  const vendor = fact('CaseWaitBegun', { ...whom, for: 'vendor', by: 'luo.jia', reason: '等備件' });
  it('stops the clock of the closed loop while the customer has the word', () =>
    given(...planned)
      .when(asked(wait, by('luo.jia', hours(3))))
      .then(waited));
  it('is a reaction to the customer', () =>
    given(reported)
      .when(asked(wait, by('luo.jia')))
      .then(of(waited, { clocks: [ended('response', 30), paused('closing', 30, 'wait/customer')] })));
  it('stops nothing while others have it, unless the policy says so', () => {
    const ask = asked({ ...wait, for: 'vendor', reason: '等備件' }, by('luo.jia', hours(3)));
    given(...planned)
      .when(ask)
      .then(vendor);
    const content = { ...caseHandling.first, pausingWaits: ['customer' as const, 'vendor' as const] };
    const policies = [
      { kind: 'case-handling', version: 2, content, effectiveFrom: '2026-01-01T00:00:00.000Z' },
    ] as const;
    specification(caseDecider, companyWith({}, policies))(
      of(reported, { policy: { kind: 'case-handling', version: 2 } }),
      responded,
      solutionGiven,
    )
      .when(ask)
      .then(of(vendor, { clocks: [paused('closing', 180, 'wait/vendor')] }));
  });
  it('takes the place of another wait: the clock stops, or goes on, in that instant', () => {
    given(...planned, vendor)
      .when(asked(wait, by('luo.jia', hours(4))))
      .then(
        fact('CaseWaitEnded', { ...whom, for: 'vendor', by: 'luo.jia' }),
        of(waited, { clocks: [paused('closing', 240, 'wait/customer')] }),
      );
    given(...planned, waited)
      .when(asked({ ...wait, for: 'vendor', reason: '等備件' }, by('luo.jia', hours(4))))
      .then(of(waitEnded, { note: undefined }), vendor);
    given(...planned, waited)
      .when(asked({ ...wait, reason: '等待客戶付款' }, by('luo.jia', hours(4))))
      .then(
        of(waitEnded, { note: undefined }),
        of(waited, { reason: '等待客戶付款', clocks: [paused('closing', 240, 'wait/customer', 180)] }),
      );
  });
  it('stops the stage of a complaint with it', () =>
    given(...complained)
      .when(asked(wait, by('luo.jia')))
      .then(
        of(waited, {
          ...whomOfComplaint,
          clocks: [
            ended('response', 30),
            paused('closing', 30, 'wait/customer'),
            paused('stage/intake/1', 30, 'wait/customer'),
          ],
        }),
      ));
  it('stays quiet about the wait at hand', () => {
    given(...planned, waited)
      .when(asked(wait))
      .thenNothing();
    given(...planned, waited)
      .when(asked({ ...wait, reason: undefined }, byImport()))
      .thenNothing();
  });
  it('refuses a case that is resolved or over', () => {
    given(...planned, resolved)
      .when(asked(wait))
      .thenRefuses('case-resolved');
    given(...over)
      .when(asked(wait))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(wait)).thenRefuses('case-merged');
  });
});

describe('ResumeCase', () => {
  const resume = { type: 'ResumeCase', caseId, note: '已收到' } as const;
  it('counts what is left from now on', () =>
    given(...planned, waited)
      .when(asked(resume, by('luo.jia', hours(4))))
      .then(waitEnded));
  it('stays quiet of what does not wait', () => {
    given(...planned)
      .when(asked(resume))
      .thenNothing();
    given(...planned, waited, waitEnded)
      .when(asked(resume))
      .thenNothing();
  });
  it('refuses a case that is resolved or over', () => {
    given(...planned, resolved)
      .when(asked(resume))
      .thenRefuses('case-resolved');
    given(...over)
      .when(asked(resume))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(resume)).thenRefuses('case-merged');
  });
});

describe('ResolveCase', () => {
  const resolve = { type: 'ResolveCase', caseId, resolution: resolved.data.resolution } as const;
  it('gives the customer the word, and their silence its time', () =>
    given(...planned)
      .when(asked(resolve, by('luo.jia', hours(5))))
      .then(resolved));
  it('is reaction and solution too, and late as they are', () =>
    given(reported)
      .when(asked(resolve, by('luo.jia', minutes(300))))
      .then(
        breach(response),
        escalated(response, 'he.ping'),
        of(resolved, { clocks: [ended('response', 300), ended('solution', 300), ...(resolved.data.clocks ?? [])] }),
      ));
  it('ends a wait: the clock stands still for another reason from now on', () =>
    given(...planned, waited)
      .when(asked(resolve, by('luo.jia', hours(5))))
      .then(
        of(resolved, {
          clocks: [
            resumed('closing', 300, 4140, [2700, 3780]),
            paused('closing', 300, 'resolved', 180),
            ...(resolved.data.clocks ?? []).slice(1),
          ],
        }),
      ));
  it('brings a complaint to its last stage, which stands still until the customer has spoken', () =>
    given(...complained)
      .when(asked(resolve, by('luo.jia')))
      .then(
        of(resolved, {
          ...whomOfComplaint,
          clocks: [
            ...[ended('response', 30), ended('solution', 30)],
            paused('closing', 30, 'resolved'),
            clock('silence', 4320, [], { since: after(30) }),
          ],
        }),
        entered('feedback', 30, 1440, ended('stage/intake/1', 30), paused('stage/feedback/1', 30, 'resolved', 0)),
      ));
  it('waits for ever where the policy has no time for silence', () => {
    const content = { ...caseHandling.first, silenceHours: 0 };
    const policies = [
      { kind: 'case-handling', version: 2, content, effectiveFrom: '2026-01-01T00:00:00.000Z' },
    ] as const;
    specification(caseDecider, companyWith({}, policies))(
      of(reported, { policy: { kind: 'case-handling', version: 2 } }),
      responded,
      solutionGiven,
    )
      .when(asked(resolve, by('luo.jia', hours(5))))
      .then(of(resolved, { clocks: [paused('closing', 300, 'resolved')] }));
  });
  it('stays quiet about the same resolution', () =>
    given(...planned, resolved)
      .when(asked(resolve))
      .thenNothing());
  it('refuses another one, and a case that is over', () => {
    given(...planned, resolved)
      .when(asked({ ...resolve, resolution: '整機更換' }))
      .thenRefuses('case-resolved');
    given(...over)
      .when(asked(resolve))
      .thenRefuses('case-closed');
    given(reported, merged).when(asked(resolve)).thenRefuses('case-merged');
  });
});

describe('AssignComplaintStage', () => {
  const assign = { type: 'AssignComplaintStage', caseId, stage: 'intake', to: 'xu.fang' } as const;
  it('gives the stage with its clock, and not the case', () =>
    given(...complained)
      .when(asked(assign, by('he.ping')))
      .then(stageAssigned));
  it('stays quiet when it is theirs', () =>
    given(...complained, stageAssigned)
      .when(asked(assign, by('he.ping')))
      .thenNothing());
  it('refuses an issue, another stage, who is not there, and a case that is over', () => {
    given(reported).when(asked(assign)).thenRefuses('not-a-complaint');
    given(...complained)
      .when(asked({ ...assign, stage: 'handling' }))
      .thenRefuses('stage-not-current');
    given(...complained)
      .when(asked({ ...assign, to: 'nobody' }))
      .thenRefuses('assignee-not-active');
    given(...complained)
      .when(asked({ ...assign, to: 'mo.qing' }))
      .thenRefuses('person-only-reads');
    given(...complained, merged)
      .when(asked(assign))
      .thenRefuses('case-merged');
  });
});

describe('AcknowledgeCaseEscalation', () => {
  const answer = {
    type: 'AcknowledgeCaseEscalation',
    caseId,
    clock: 'response',
    dueAt: response.dueAt,
    answer: '已聯繫客戶',
  } as const;
  const missed = [reported, breach(response) as CaseEvent, escalated(response, 'he.ping') as CaseEvent] as const;
  it('is the answer of who was told', () =>
    given(...missed)
      .when(asked(answer, by('he.ping', hours(2))))
      .then(acknowledged));
  it('may come when the case is over', () =>
    given(...missed, responded, solutionGiven, resolved, confirmed, closed)
      .when(asked(answer, by('he.ping', hours(7))))
      .then(acknowledged));
  it('stays quiet about the same answer', () =>
    given(...missed, acknowledged)
      .when(asked(answer, by('he.ping')))
      .thenNothing());
  it('refuses another answer, what nobody was told of, and everybody else', () => {
    given(...missed, acknowledged)
      .when(asked({ ...answer, answer: '處理中' }, by('he.ping')))
      .thenRefuses('escalation-already-acknowledged');
    given(...missed)
      .when(asked({ ...answer, dueAt: minutes(61) }, by('he.ping')))
      .thenRefuses('escalation-not-found');
    given(reported)
      .when(asked(answer, by('he.ping')))
      .thenRefuses('escalation-not-found');
    given(...missed)
      .when(asked(answer, by('luo.jia')))
      .thenRefuses('not-escalated-to-you');
  });
});
