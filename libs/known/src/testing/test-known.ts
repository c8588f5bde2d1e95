import { fold, type Role } from '@dealtrail/event-sourcing';
import {
  policyFold,
  policyKind,
  policyKindIds,
  type PolicyContent,
  type PolicyEvent,
  type PolicyKindId,
} from '@dealtrail/policies';
import { staffFold, type PersonEvent, type UnitEvent, type UnitKind } from '@dealtrail/staff';
import type { Known } from '../known.js';

/** A person as a spec tells it; active unless said otherwise. */
export interface TestPerson {
  readonly staffId: string;
  readonly roles: readonly Role[];
  readonly unitId?: string;
  readonly superior?: string;
  readonly deputy?: string;
  readonly active?: boolean;
  /** On leave that has begun. */
  readonly away?: boolean;
}

export interface TestUnit {
  readonly unitId: string;
  readonly kind: UnitKind;
  readonly parent?: string;
  readonly head?: string;
}

/** A policy version beyond the first, which every kind has with its built-in content. */
export interface TestPolicy<K extends PolicyKindId = PolicyKindId> {
  readonly kind: K;
  readonly version: number;
  readonly content: PolicyContent<K>;
  readonly effectiveFrom: string;
}

/** What a decision knows in a spec: built by the real folds from the facts that would have led there. */
export function testKnown(given: {
  readonly people?: readonly TestPerson[];
  readonly units?: readonly TestUnit[];
  readonly policies?: readonly TestPolicy[];
}): Known {
  const { people = [], units = [], policies = [] } = given;
  const first = policyKindIds.map((kind) => ({
    kind,
    version: 1,
    content: policyKind(kind).first as PolicyContent,
    effectiveFrom: '0001-01-01T00:00:00.000Z',
  }));
  return {
    staff: fold(staffFold, [...units.flatMap(unitFacts), ...people.flatMap(personFacts)]),
    policies: fold(policyFold, [...first, ...policies].map(policyFact)),
  };
}

const unitFacts = ({ unitId, kind, parent, head }: TestUnit): UnitEvent[] => [
  { type: 'UnitRegistered', data: { unitId, kind, name: unitId, ...(parent && { parent }) } },
  ...(head ? [{ type: 'UnitHeadAppointed' as const, data: { unitId, head } }] : []),
];

const march = {
  from: '2026-03-02',
  until: '2026-03-06',
  beginsAt: '2026-03-01T16:00:00.000Z',
  endsAt: '2026-03-06T16:00:00.000Z',
};

const personFacts = ({ staffId, roles, unitId, superior, deputy, active = true, away }: TestPerson): PersonEvent[] => [
  {
    type: 'PersonRegistered',
    data: { staffId, name: staffId, roles, ...(unitId && { unitId }), ...(superior && { superior }) },
  },
  ...(deputy ? [{ type: 'DeputyAppointed' as const, data: { staffId, deputy } }] : []),
  ...(away ? [{ type: 'LeaveBegun' as const, data: { staffId, leaveId: staffId, round: 1, ...march } }] : []),
  ...(active
    ? []
    : [{ type: 'PersonDeactivated' as const, data: { staffId, round: 1, reason: '離職', handOverTo: 'admin' } }]),
];

const policyFact = ({ kind, version, content, effectiveFrom }: TestPolicy): PolicyEvent => ({
  type: 'PolicyPublished',
  data: { kind, version, draft: version, content, effectiveFrom, draftedBy: 'admin', publishedBy: 'director' },
});
