import {
  decider,
  ensure,
  eventSchema,
  reactions,
  send,
  signal,
  start,
  type Command,
  type CommandMetadata,
  type Event,
  type PartedProcess,
  type Process,
} from '@dealtrail/event-sourcing';

/** A small domain for the specs of the runners: a parcel is watched from the day it is sent until it arrives. */
export type ParcelEvent =
  | Event<'ParcelSent', { parcelId: string; to: string }>
  | Event<'ParcelRedirected', { parcelId: string; to: string }>
  | Event<'ParcelArrived', { parcelId: string }>
  | Event<'ParcelThanked', { parcelId: string; for: string }>;

export class ThankForParcel implements Command {
  readonly type = 'ThankForParcel' as const;
  readonly parcelId!: string;
  readonly for!: string;
  readonly metadata!: CommandMetadata;
}

export interface Parcel {
  readonly to?: string;
  readonly arrived: boolean;
  readonly thanked: boolean;
}

export const parcelEvents = eventSchema<ParcelEvent>('parcel', {
  ParcelSent: { version: 1 },
  ParcelRedirected: { version: 1 },
  ParcelArrived: { version: 1 },
  ParcelThanked: { version: 1 },
});

export const parcel = decider<ThankForParcel, ParcelEvent, Parcel>({
  events: parcelEvents,
  id: ({ parcelId }) => parcelId,
  subject: () => ({ owners: [] }),
  initialState: { arrived: false, thanked: false },
  decide: {
    ThankForParcel: ({ parcelId, for: what }, { arrived }) => {
      ensure(arrived, 'parcel-not-arrived');
      return [{ type: 'ParcelThanked', data: { parcelId, for: what } }];
    },
  },
  evolve: {
    ParcelSent: (state, { data: { to } }) => ({ ...state, to }),
    ParcelRedirected: (state, { data: { to } }) => ({ ...state, to }),
    ParcelArrived: (state) => ({ ...state, arrived: true }),
    ParcelThanked: (state) => ({ ...state, thanked: true }),
  },
});

export interface ParcelWatch {
  readonly parcelId: string;
  readonly to: string;
  readonly closed: boolean;
  readonly position: number;
}

export const parcelWatch: Process<Parcel, ParcelWatch> = {
  name: 'parcelWatch',
  of: parcel,
  open: ({ to, arrived }, { id, position }) =>
    to === undefined || arrived
      ? undefined
      : { workflowId: `parcelWatch/${id}`, input: { parcelId: id, to, closed: false, position } },
  signal: 'parcelWatchEvent',
  describe: ({ parcelId, to }) => ({ summary: `parcel ${parcelId}`, owner: to, overdue: false }),
};

/** The same as a process of two parts: who sent a parcel hears of it until it is thanked for, who gets it until it arrives. */
export const parcelNews: PartedProcess<Parcel, ParcelWatch> = {
  name: 'parcelNews',
  of: parcel,
  open: ({ to, arrived, thanked }, { id, position }) =>
    to === undefined
      ? []
      : [...(thanked ? [] : ['sender']), ...(arrived ? [] : ['receiver'])].map((part) => ({
          workflowId: `parcelNews/${id}/${part}`,
          input: { parcelId: id, to, closed: false, position },
        })),
  signal: 'parcelNewsEvent',
  describe: ({ parcelId, to }) => ({ summary: `news of parcel ${parcelId}`, owner: to, overdue: false }),
};

export const parcelReactions = reactions<ParcelEvent>({
  name: 'parcelWatch',
  react: {
    ParcelSent: ({ data: { parcelId } }) => [start(parcelWatch, parcelId)],
    ParcelRedirected: (event) => [signal(parcelWatch, event.data.parcelId, event)],
    ParcelArrived: (event) => [
      signal(parcelWatch, event.data.parcelId, { ...event, data: { closed: true } }),
      send<ThankForParcel>({ type: 'ThankForParcel', parcelId: event.data.parcelId, for: 'the parcel' }),
    ],
  },
});
