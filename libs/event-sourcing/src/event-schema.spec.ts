import { eventSchema, EventTypes, type Upcasts } from './event-schema.js';
import type { Event } from './message.js';

type ParcelEvent = Event<'ParcelSent', { weight: { grams: number } }> | Event<'ParcelLost', object>;

const parcelUpcasts = {
  ParcelSent: {
    1: ({ kilos }: { kilos: number }) => ({ grams: kilos * 1000 }),
    2: ({ grams }: { grams: number }) => ({ weight: { grams } }),
  },
} satisfies Upcasts;

const types = new EventTypes([
  eventSchema<ParcelEvent>('parcel', {
    ParcelSent: { version: 3, upcast: parcelUpcasts.ParcelSent },
    ParcelLost: { version: 1 },
  }),
]);

describe('event schema', () => {
  it('reads every version ever written in today’s shape', () => {
    const today = { weight: { grams: 2000 } };
    expect(types.upcast('ParcelSent', 1, { kilos: 2 })).toEqual(today);
    expect(types.upcast('ParcelSent', 2, { grams: 2000 })).toEqual(today);
    expect(types.upcast('ParcelSent', 3, today)).toBe(today);
  });

  it('stops at an event it does not know, and at one from a newer release', () => {
    expect(() => types.of('ParcelEaten')).toThrow('unknown type ParcelEaten');
    expect(() => types.upcast('ParcelLost', 2, {})).toThrow('version 2');
  });

  it('refuses one name in two schemas, and a category with a dash', () => {
    const schema = eventSchema<ParcelEvent>('parcel', { ParcelSent: { version: 1 }, ParcelLost: { version: 1 } });
    expect(() => new EventTypes([schema, { ...schema, category: 'other' }])).toThrow('in two schemas');
    expect(() => eventSchema('lost-parcel', {})).toThrow('without a dash');
  });
});
