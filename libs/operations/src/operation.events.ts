import { eventSchema, type Event, type Position } from '@dealtrail/event-sourcing';

/** What set an event aside. */
export type ParkedBy = 'projection' | 'reaction';

export type OperationEvent = Event<
  'ParkedEventSkipped',
  {
    operationId: string;
    by: ParkedBy;
    /** Of the projection or reaction. */
    name: string;
    /** The row of the projection, or the stream of the reaction. */
    key: string;
    position: Position;
    reason: string;
    skippedBy: string;
  }
>;

/** Everything an operation's stream (`operation-<uuid>`) has ever held: what operators did to the machinery, and why. */
export const operationEvents = eventSchema<OperationEvent>('operation', { ParkedEventSkipped: { version: 1 } });
