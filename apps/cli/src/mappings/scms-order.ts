import { startOfDay, type Day } from '@dealtrail/calendar';
import { derivedId } from '@dealtrail/event-sourcing';
import { addMoney, parseMoney } from '@dealtrail/money';
import type { StepOf } from './map-rows.js';
import { ofOrder, type ScmsColumn, type ScmsLine } from './scms-lines.js';

/** Who stands for the owner the source does not name; a seller without a unit, so that no lead or review ever comes to them. */
export const scmsOwner = { staffId: 'scms.owner', name: 'SCMS 負責人 (not named in the source)' } as const;

const currency = 'USD';

type Lines = readonly [ScmsLine, ...ScmsLine[]];

/**
 * An order of the source as its story: placed, each delivery scheduled, each delivered. When a delivery was scheduled the source
 * does not say, nor that the customer signed for it: what is delivered is delivered.
 */
export function orderTold(order: string, lines: Lines): readonly StepOf[] {
  const orderId = derivedId('shipments', 'order', order);
  const deliveries = deliveriesOf(lines);
  const [first] = lines;
  const since = startOfDay(knownSince(lines));
  const story: readonly StepOf[] = [
    {
      step: 'place',
      occurredAt: since,
      command: {
        type: 'PlaceOrder',
        orderId,
        ownerId: scmsOwner.staffId,
        orderNumber: order,
        ...(first.orderedOn && { placedOn: first.orderedOn }),
        lines: lines.map(orderLine),
        value: lines.map(({ value }) => parseMoney(value, currency)).reduce(addMoney),
        dataQuality: flagsOf(lines),
        moreToTell: true,
        source: sourceOf(first, ofOrder),
      },
    },
    ...deliveries.map((those, index): StepOf => {
      const [{ note, promisedOn }] = those;
      return {
        step: `schedule-${note}`,
        occurredAt: since,
        command: {
          type: 'ScheduleDelivery',
          orderId,
          delivery: index + 1,
          note,
          scheduledOn: promisedOn,
          lines: those.map((line) => ({
            lineId: line.id,
            quantity: Number(line.quantity),
            ...(line.promisedOn !== promisedOn && { promisedOn: line.promisedOn }),
          })),
        },
      };
    }),
    ...deliveries.flatMap(([{ note, deliveredOn, recordedOn }], index): StepOf[] =>
      deliveredOn === undefined
        ? []
        : [
            {
              step: `deliver-${note}`,
              occurredAt: startOfDay(deliveredOn),
              command: {
                type: 'RecordDelivery',
                orderId,
                delivery: index + 1,
                happenedAt: startOfDay(deliveredOn),
                ...(recordedOn && { recordedOn }),
                dataQuality: [
                  'no-sign-off',
                  ...(isBefore(deliveredOn, first.quotedOn) ? ['delivered-before-quoted'] : []),
                ],
              },
            },
          ],
    ),
  ];
  // A step of its own: a delivery that a later file has goes on from there.
  return [
    ...story,
    { step: 'told', occurredAt: story.at(-1)?.occurredAt ?? since, command: { type: 'EndOrderImport', orderId } },
  ];
}

/** By the number on the delivery note, in the order in which they were delivered, those that were not last. */
function deliveriesOf(lines: Lines): readonly Lines[] {
  const notes = new Map<string, [ScmsLine, ...ScmsLine[]]>();
  for (const line of lines) {
    const those = notes.get(line.note);
    if (those) those.push(line);
    else notes.set(line.note, [line]);
  }
  const order = ([{ deliveredOn, promisedOn }]: Lines): string => `${deliveredOn ?? '~'} ${promisedOn}`;
  return [...notes.values()].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/**
 * The first day the order is heard of: its own, or where the source has none the earliest of its days; never after a delivery, for
 * a past is told in its order. What contradicts that stands among the facts with its flag.
 */
function knownSince(lines: Lines): Day {
  const [{ orderedOn, quotedOn, promisedOn }] = lines;
  const delivered = lines.flatMap(({ deliveredOn = [] }) => deliveredOn);
  const own = orderedOn === undefined ? [quotedOn ?? promisedOn, promisedOn] : [orderedOn];
  return [...own, ...delivered].sort()[0] ?? promisedOn;
}

const isBefore = (day: Day, other: Day | undefined): boolean => other !== undefined && day < other;

/** What the source lacks of an order; that days of a delivery contradict each other or the order's, the rules find themselves. */
function flagsOf(lines: Lines): readonly string[] {
  const [{ orderedOn }] = lines;
  return [
    'no-customer', // it names the country and the project, not who bought
    ...(orderedOn === undefined ? ['no-order-date'] : []),
    ...(lines.some(({ weight }) => !isNumber(weight) && !isReference(weight)) ? ['no-weight'] : []),
    ...(lines.some(({ freight }) => unknownFreight.includes(freight)) ? ['no-freight'] : []),
    ...([...knownReferences(lines)].includes(false) ? ['unknown-reference'] : []),
  ];
}

/** Freight that is a part of the price is known; that which was invoiced elsewhere is not. */
const unknownFreight: readonly string[] = ['', 'Invoiced Separately'];

const reference = /^See ((?:DN|ASN)-\d+) \(ID#:(\d+)\)$/;
const isNumber = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);
const isReference = (text: string): boolean => reference.test(text);

/** Of each reference from one line to another, whether there is such a line in the order and it is of the delivery named. */
function* knownReferences(lines: Lines): Generator<boolean> {
  const noteOf = new Map(lines.map(({ id, note }) => [id, note]));
  for (const { weight, freight } of lines)
    for (const text of [weight, freight]) {
      const [, note, id = ''] = reference.exec(text) ?? [];
      if (note !== undefined) yield noteOf.get(id) === note;
    }
}

const orderLine = (line: ScmsLine): object => ({
  lineId: line.id,
  description: line.item,
  category: line.productGroup.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
  quantity: Number(line.quantity),
  value: parseMoney(line.value, currency),
  source: sourceOf(line, ofLine),
});

/** Word for word, references to other lines included; what is empty is left out. */
const sourceOf = (line: ScmsLine, columns: readonly ScmsColumn[]): Record<string, string> =>
  Object.fromEntries(columns.filter((name) => line[name] !== '').map((name) => [name, line[name]]));

const ofLine = [
  ...(['productGroup', 'subClassification', 'molecule', 'brand', 'dosage', 'dosageForm', 'unitsPerPack'] as const),
  ...(['packPrice', 'unitPrice', 'site', 'firstLine', 'weight', 'freight', 'insurance'] as const),
];
