import { specification } from '@dealtrail/event-sourcing/testing';
import { caseHandling } from '@dealtrail/policies';
import { caseDecider, caseDeciderWith } from './case.decider.js';
import type { CaseEvent } from './case.events.js';
import { asked, by, byImport, byLink, companyWith, hours, known, minutes, monday } from './testing/case-company.js';
import {
  assigned,
  breach,
  caseId,
  closed,
  closing,
  complained,
  confirmed,
  customerId,
  edited,
  escalated,
  fact,
  intake,
  linkId,
  merged,
  number,
  orderId,
  otherCaseId,
  paused,
  policy,
  priorityChanged,
  productId,
  reported,
  resolved,
  responded,
  response,
  resumed,
  silence,
  solution,
  solutionGiven,
  unmerged,
  waited,
  whom,
} from './testing/case-facts.js';

const given = specification(caseDecider, known);

describe('ReportCase', () => {
  const report = {
    type: 'ReportCase',
    ...({ caseId, kind: 'issue', channel: 'hotline', customerId, orderId, productId, sellerId: 'li.na' } as const),
    ...{ subject: reported.data.subject, description: reported.data.description, category: '硬件故障' },
    ...({ impact: 2, urgency: 1 } as const),
  } as const;
  const bare = { type: 'ReportCase', caseId, kind: 'issue', channel: 'mail', subject: '無法點亮' } as const;
  /** The same, of another owner from the start. */
  const reportedOf = (ownerId: string, change: object = {}): CaseEvent =>
    fact('CaseReported', {
      ...{ caseId, number, kind: 'issue', ownerId, channel: 'mail', subject: '無法點亮', reportedAt: monday },
      ...{ reportedBy: ownerId, impact: 3, urgency: 3, priority: 'low', policy },
      clocks: [response, solution, closing].map((one) => ({ ...one, responsibleId: ownerId })),
      ...change,
    });

  it('starts the clocks of 1, 24 and 72 hours, and makes impact and urgency a priority', () =>
    given().when(asked(report)).then(reported));
  it('lets a complaint enter its first stage in the same append', () =>
    given()
      .when(asked({ ...report, kind: 'complaint' }))
      .then(...complained));

  it('starts them when it was reported, however much later it is written down; what had passed by then warns nobody', () => {
    const late = minutes(40);
    given()
      .when(asked({ ...bare, reportedAt: monday }, by('luo.jia', late)))
      .then(
        reportedOf('luo.jia', {
          clocks: [{ ...response, warnings: [minutes(50)] }, solution, closing],
        }),
      );
    given()
      .when(asked({ ...bare, kind: 'complaint', reportedAt: monday }, by('luo.jia', hours(2))))
      .then(
        reportedOf('luo.jia', { kind: 'complaint', clocks: [{ ...response, warnings: [] }, solution, closing] }),
        fact('ComplaintStageEntered', {
          ...{ caseId, number, kind: 'complaint', ownerId: 'luo.jia' },
          ...{ stage: 'intake', round: 1, stageOwnerId: 'luo.jia', clocks: [{ ...intake, warnings: [] }] },
        }),
      );
  });

  it('counts working time where the policy says so, by the calendar in force', () => {
    const { first } = caseHandling;
    const limits = first.limits.map((rule) => ({ ...rule, counts: 'working-time' as const }));
    const policies = [
      {
        kind: 'case-handling',
        version: 2,
        content: { ...first, limits },
        effectiveFrom: '2026-01-01T00:00:00.000Z',
      },
    ] as const;
    const working = specification(caseDecider, companyWith({}, policies));
    const limit = { counts: 'working-time', calendar: { kind: 'calendar', version: 1 } } as const;
    const second = { ...policy, version: 2 };
    const plan = (one: typeof response, dueAt: string, warnings: readonly string[]): typeof response => ({
      ...one,
      ...limit,
      policy: second,
      dueAt,
      warnings,
    });
    // Monday 10:00; 8 hours a day, 09–12 and 13–18.
    working()
      .when(asked(bare))
      .then(
        reportedOf('luo.jia', {
          policy: second,
          clocks: [
            plan(response, minutes(60), [minutes(30), minutes(50)]),
            plan(solution, '2026-03-05T02:00:00.000Z', ['2026-03-03T07:00:00.000Z', '2026-03-04T07:00:00.000Z']),
            plan(closing, '2026-03-13T02:00:00.000Z', ['2026-03-10T02:00:00.000Z', '2026-03-12T04:00:00.000Z']),
          ],
        }),
      );
  });

  it('is kept by who reports it and handles cases; of anybody else customer service has it in turn', () => {
    given()
      .when(asked({ ...bare }, by('qin.tao', monday)))
      .then(reportedOf('qin.tao'));
    given()
      .when(asked({ ...bare }, by('li.na', monday)))
      .then(reportedOf('li.na', { sellerId: 'li.na' }));
    given()
      .when(asked({ ...bare }, by('chen.jing', monday)))
      .then(reportedOf('xu.fang', { reportedBy: 'chen.jing' }));
    given()
      .when(asked({ ...bare, ownerId: 'ma.chao' }, by('li.na', monday)))
      .then(reportedOf('ma.chao', { reportedBy: 'li.na', sellerId: 'li.na' }));
  });
  it('is never without an owner: without customer service somebody who leads has it', () => {
    const service = { 'luo.jia': { active: false }, 'xu.fang': { active: false }, 'he.ping': { active: false } };
    specification(caseDecider, companyWith(service))()
      .when(asked({ ...bare }, byLink(monday)))
      .then(reportedOf('gao.feng', { channel: 'customerLink', linkId, reportedBy: undefined }));
    const nobody = { ...service, 'gao.feng': { active: false }, admin: { active: false } };
    specification(caseDecider, companyWith(nobody))()
      .when(asked({ ...bare }, byLink(monday)))
      .thenRefuses('nobody-to-handle');
  });
  it('believes a link what it is about and the words, and nothing that is the company’s to say', () => {
    const said = {
      ...bare,
      ...{ orderId, ownerId: 'gao.feng', sellerId: 'li.na', impact: 1, urgency: 1, category: 'x' },
    };
    const byCustomer = { orderId, channel: 'customerLink', linkId, reportedBy: undefined } as const;
    given()
      .when(asked(said as typeof bare, byLink(monday)))
      .then(reportedOf('xu.fang', byCustomer));
  });
  it('is followed by who has the order or the customer, by whatever channel, unless somebody else is named (R112)', () => {
    const ofWangWei = specification(caseDeciderWith({ customerId, sellerId: 'wang.wei' }), known);
    const about = { ...bare, orderId };
    const whose = { orderId, customerId, sellerId: 'wang.wei' };
    const byCustomer = { channel: 'customerLink', linkId, reportedBy: undefined } as const;
    ofWangWei().when(asked(about)).then(reportedOf('luo.jia', whose));
    ofWangWei()
      .when(asked(about, byLink(monday)))
      .then(reportedOf('xu.fang', { ...whose, ...byCustomer }));
    // The order's, not who happens to report it; but whoever is named.
    ofWangWei()
      .when(asked(about, by('li.na', monday)))
      .then(reportedOf('li.na', whose));
    ofWangWei()
      .when(asked({ ...about, sellerId: 'li.na' }))
      .then(reportedOf('luo.jia', { ...whose, sellerId: 'li.na' }));
  });
  it('is followed as it was then, when the order has gone to somebody else before it is told again', () => {
    const ofSomebodyElse = specification(caseDeciderWith({ customerId, sellerId: 'wang.wei' }), known);
    const its = reportedOf('luo.jia', { orderId, sellerId: 'li.na' });
    ofSomebodyElse(its)
      .when(asked({ ...bare, orderId }))
      .thenNothing();
  });
  it('is followed by nobody whom no code names, and of history by whom its source says', () => {
    const ofNobody = specification(caseDeciderWith({ sellerId: 'nobody' }), known);
    ofNobody().when(asked(bare)).then(reportedOf('luo.jia'));
    const ofWangWei = specification(caseDeciderWith({ customerId, sellerId: 'wang.wei' }), known);
    ofWangWei()
      .when(asked({ ...bare, ownerId: 'luo.jia' }, byImport(monday)))
      .then(reportedOf('luo.jia'));
  });

  it('takes from history whom it names: of who has left the superior, of a code nobody has customer service', () => {
    const left = specification(caseDecider, companyWith({ 'li.na': { active: false } }));
    const flags = { dataQuality: ['unknown-reference'] as const, source: { number: 'INC0000045' } };
    for (const [ownerId, has] of [
      ['ma.chao', 'ma.chao'],
      ['li.na', 'zhao.min'],
      ['resolver.5', 'xu.fang'],
    ] as const)
      left()
        .when(asked({ ...bare, ...flags, dataQuality: [...flags.dataQuality], ownerId }, byImport(monday)))
        .then(reportedOf(has, flags));
  });

  it('stays quiet about the same report, also later and when it was edited since', () => {
    given(reported)
      .when(asked(report, by('luo.jia', hours(3))))
      .thenNothing();
    given(reported, edited, assigned).when(asked(report)).thenNothing();
  });
  it('refuses another report under the same id, one to come, and owners and sellers there are not', () => {
    given(reported)
      .when(asked({ ...report, subject: '螢幕碎裂' }))
      .thenRefuses('case-already-reported');
    given(reported)
      .when(asked({ ...report, reportedAt: minutes(-1) }))
      .thenRefuses('case-already-reported');
    given()
      .when(asked({ ...report, reportedAt: minutes(1) }))
      .thenRefuses('reported-in-the-future');
    given()
      .when(asked({ ...report, ownerId: 'nobody' }))
      .thenRefuses('owner-not-active');
    given()
      .when(asked({ ...report, ownerId: 'mo.qing' }))
      .thenRefuses('person-only-reads');
    given()
      .when(asked({ ...report, sellerId: 'nobody' }))
      .thenRefuses('seller-unknown');
    given()
      .when(asked({ ...report, dataQuality: ['no-channel'] }))
      .thenRefuses('data-quality-is-for-imports');
  });
});

describe('EditCase', () => {
  const edit = { type: 'EditCase', caseId, subject: 'GTX Pro 反覆關機' } as const;
  it('keeps what differs, and no more', () => {
    given(reported).when(asked(edit)).then(edited);
    given(reported)
      .when(asked({ ...edit, category: '硬件故障', productId }))
      .then(edited);
  });
  it('tells whom it concerns from now on', () => {
    const changes = { productId: 'GTX-MINI', sellerId: 'wang.wei' };
    given(reported)
      .when(asked({ type: 'EditCase', caseId, ...changes }))
      .then(fact('CaseEdited', { ...whom, ...changes, by: 'luo.jia', changes }));
  });
  it('is followed by who has the order it turns out to be about, where nobody does yet', () => {
    const ofWangWei = specification(caseDeciderWith({ customerId, sellerId: 'wang.wei' }), known);
    const about = { type: 'EditCase', caseId, orderId } as const;
    const unknown = { customerId: undefined, orderId: undefined, sellerId: undefined };
    const changes = { orderId, customerId, sellerId: 'wang.wei' };
    ofWangWei(fact('CaseReported', { ...reported.data, ...unknown }))
      .when(asked(about))
      .then(fact('CaseEdited', { ...whom, ...changes, by: 'luo.jia', changes }));
    ofWangWei(fact('CaseReported', { ...reported.data, orderId: undefined }))
      .when(asked(about))
      .then(fact('CaseEdited', { ...whom, by: 'luo.jia', changes: { orderId } }));
    // What names an order is its seller's, whoever has the customer.
    ofWangWei(fact('CaseReported', { ...reported.data, ...unknown, orderId }))
      .when(asked({ type: 'EditCase', caseId, customerId }))
      .then(fact('CaseEdited', { ...whom, sellerId: undefined, by: 'luo.jia', changes: { customerId } }));
  });
  it('says that an import has told its past, once, and never that a live one has more of it', () => {
    const imported = fact('CaseReported', { ...reported.data, moreToTell: true });
    const told = { type: 'EditCase', caseId, moreToTell: false } as const;
    given(imported)
      .when(asked(told, byImport(monday)))
      .then(fact('CaseEdited', { ...whom, by: 'luo.jia', changes: { moreToTell: false } }));
    given(reported)
      .when(asked(told, byImport(monday)))
      .thenNothing();
    given(reported)
      .when(asked({ ...told, moreToTell: true }))
      .thenRefuses('data-quality-is-for-imports');
  });
  it('stays quiet when nothing differs', () => given(reported, edited).when(asked(edit)).thenNothing());
  it('refuses what there is not: a seller, a case, one that lives on in another', () => {
    given(reported)
      .when(asked({ ...edit, sellerId: 'nobody' }))
      .thenRefuses('seller-unknown');
    given().when(asked(edit)).thenRefuses('case-not-found');
    given(reported, merged).when(asked(edit)).thenRefuses('case-merged');
  });
});

describe('ChangeCasePriority', () => {
  const change = { type: 'ChangeCasePriority', caseId, impact: 1, urgency: 1, reason: '產線停擺' } as const;
  it('makes impact and urgency the priority of the policy', () =>
    given(reported).when(asked(change)).then(priorityChanged));
  it('brings along what was missed by then', () =>
    given(reported)
      .when(asked(change, by('luo.jia', minutes(61))))
      .then(breach(response), escalated(response, 'he.ping'), priorityChanged));
  it('stays quiet when it has both already', () =>
    given(reported, priorityChanged)
      .when(asked({ ...change, reason: undefined }))
      .thenNothing());
  it('refuses a case that is over', () => {
    given(reported, responded, resolved, confirmed, closed).when(asked(change)).thenRefuses('case-closed');
    given(reported, merged).when(asked(change)).thenRefuses('case-merged');
  });
});

describe('MergeCase', () => {
  const merge = { type: 'MergeCase', caseId, into: otherCaseId, reason: '同一故障' } as const;
  it('stops every clock that runs', () =>
    given(reported)
      .when(asked(merge, by('luo.jia')))
      .then(merged));
  it('leaves those that stand as they are, in a wait and in a resolution', () => {
    given(reported, responded, solutionGiven, waited)
      .when(asked(merge, by('luo.jia', minutes(200))))
      .then(fact('CaseMerged', { ...whom, into: otherCaseId, by: 'luo.jia', reason: '同一故障' }));
    given(reported, responded, solutionGiven, resolved)
      .when(asked(merge, by('luo.jia', minutes(400))))
      .then(
        fact('CaseMerged', {
          ...{ ...whom, into: otherCaseId, by: 'luo.jia', reason: '同一故障' },
          clocks: [paused('silence', 400, 'merged', 100)],
        }),
      );
  });
  it('stays quiet when it is merged into that one', () => given(reported, merged).when(asked(merge)).thenNothing());
  it('refuses another one, itself, and a case that is closed', () => {
    const into = 'd1b9f602-8e6f-4c1b-8d47-2d3e4f5a6b7c';
    given(reported, merged)
      .when(asked({ ...merge, into }))
      .thenRefuses('case-merged');
    given(reported)
      .when(asked({ ...merge, into: caseId }))
      .thenRefuses('merged-into-itself');
    given(reported, responded, resolved, confirmed, closed).when(asked(merge)).thenRefuses('case-closed');
  });
});

describe('UnmergeCase', () => {
  const undo = { type: 'UnmergeCase', caseId, reason: '並非同一故障' } as const;
  it('lets every clock go on with the time that was left', () =>
    given(reported, merged)
      .when(asked(undo, by('luo.jia', minutes(60))))
      .then(unmerged));
  it('leaves a wait and a resolution as they were before', () => {
    given(reported, responded, solutionGiven, waited, fact('CaseMerged', { ...whom, into: otherCaseId, by: 'luo.jia' }))
      .when(asked(undo, by('luo.jia', minutes(300))))
      .then(fact('CaseUnmerged', { ...whom, from: otherCaseId, by: 'luo.jia', reason: undo.reason }));
    given(
      ...[reported, responded, solutionGiven, resolved],
      fact('CaseMerged', {
        ...{ ...whom, into: otherCaseId, by: 'luo.jia' },
        clocks: [paused('silence', 400, 'merged', 100)],
      }),
    )
      .when(asked(undo, by('luo.jia', minutes(500))))
      .then(
        fact('CaseUnmerged', {
          ...{ ...whom, from: otherCaseId, by: 'luo.jia', reason: undo.reason },
          clocks: [resumed('silence', 500, silence.limitMs / 60_000 - 100)],
        }),
      );
  });
  it('comes back to the superior of who has left meanwhile', () => {
    const left = specification(caseDecider, companyWith({ 'luo.jia': { active: false } }));
    left(reported, merged)
      .when(asked(undo, by('he.ping', minutes(60))))
      .then(
        fact('CaseUnmerged', { ...unmerged.data, by: 'he.ping' }),
        fact('CaseAssigned', {
          ...{ ...whom, ownerId: 'he.ping', from: 'luo.jia', to: 'he.ping', by: 'he.ping' },
          clocks: (['response', 'solution', 'closing'] as const).map((id) => ({
            ...{ change: 'given', clock: id, to: 'he.ping' },
          })),
        }),
      );
  });
  it('stays quiet when it was undone for that reason', () =>
    given(reported, merged, unmerged).when(asked(undo)).thenNothing());
  it('refuses a case that is not merged', () => {
    given(reported).when(asked(undo)).thenRefuses('case-not-merged');
    given(reported, merged, unmerged)
      .when(asked({ ...undo, reason: '另一原因' }))
      .thenRefuses('case-not-merged');
  });
});
