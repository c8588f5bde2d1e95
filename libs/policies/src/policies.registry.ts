import { policyDrafts } from './policy-drafts.projection.js';
import { policyRegister } from './policy-register.projection.js';
import { PolicyChanges, PolicyDraft, PolicyInForce, PolicyRegister } from './policy.queries.js';

/** What this context adds to an application, besides its event schema and its commands. */
export const policyQueries = [PolicyRegister, PolicyInForce, PolicyChanges, PolicyDraft] as const;
export const policyProjections = [policyRegister, policyDrafts] as const;
