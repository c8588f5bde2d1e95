export { EventStoreDouble, type EventStoreDoubleOptions } from './eventstore-double.js';
export { type CallKind, Faults, type LostAnswer, type Refusal } from './faults.js';
export { type LoggedEvent, type ProposedEvent } from './log.js';
