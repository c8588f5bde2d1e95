import {
  SearchAttributeType,
  defineSearchAttributeKey,
  type SearchAttributePair,
  type TypedSearchAttributes,
} from '@temporalio/common';
import type { ProcessDescription } from '@dealtrail/event-sourcing';

/** What a run shows of itself: a description without its summary line, which never changes. */
export type Shown = Omit<ProcessDescription, 'summary'>;

const keys = {
  customer: defineSearchAttributeKey('Customer', SearchAttributeType.KEYWORD),
  owner: defineSearchAttributeKey('Owner', SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey('Stage', SearchAttributeType.KEYWORD),
  nextDue: defineSearchAttributeKey('NextDue', SearchAttributeType.DATETIME),
  overdue: defineSearchAttributeKey('Overdue', SearchAttributeType.BOOL),
};

/** The same by name, typed as Temporal's API numbers types (2 Keyword, 5 Bool, 6 Datetime): what a namespace must have. */
export const searchAttributeTypes = { Customer: 2, Owner: 2, Stage: 2, NextDue: 6, Overdue: 5 };

/** The five search attributes a run is started with. */
export function attributesOf({ customer, owner, stage, nextDue, overdue }: Shown): SearchAttributePair[] {
  return [
    ...(customer === undefined ? [] : [{ key: keys.customer, value: customer }]),
    ...(owner === undefined ? [] : [{ key: keys.owner, value: owner }]),
    ...(stage === undefined ? [] : [{ key: keys.stage, value: stage }]),
    ...(nextDue === undefined ? [] : [{ key: keys.nextDue, value: new Date(nextDue) }]),
    { key: keys.overdue, value: overdue },
  ];
}

/** The same, read back from Temporal's list. */
export function shownOf(attributes: TypedSearchAttributes): Shown {
  const customer = attributes.get(keys.customer);
  const owner = attributes.get(keys.owner);
  const stage = attributes.get(keys.stage);
  const nextDue = attributes.get(keys.nextDue)?.toISOString();
  return {
    ...(customer !== undefined && { customer }),
    ...(owner !== undefined && { owner }),
    ...(stage !== undefined && { stage }),
    ...(nextDue !== undefined && { nextDue }),
    overdue: attributes.get(keys.overdue) ?? false,
  };
}
