import { isDay, startOfDay } from '@dealtrail/calendar';
import { derivedId } from '@dealtrail/event-sourcing';
import type { Money } from '@dealtrail/money';
import { codeOf } from './code-of.js';
import type { Fields, StepOf, Told } from './map-rows.js';
import type { RowProblem } from './mapping.js';

/** What an opportunity refers to, by name. */
export interface CrmKnown {
  /** Staff codes. */
  readonly agents: ReadonlyMap<string, string>;
  /** Customer ids. */
  readonly accounts: ReadonlyMap<string, string>;
  /** List prices. */
  readonly products: ReadonlyMap<string, Money>;
  readonly dollars: (text: string) => Money;
}

/** How the pipeline writes products that the price list writes otherwise. */
const spellings: Readonly<Record<string, string>> = { GTXPro: 'GTX Pro' };

const stages = ['Prospecting', 'Engaging', 'Won', 'Lost'];

/** One opportunity as a deal's story: registered, engaged, won or lost, each on its day at 00:00 in Shanghai. */
export function dealTold(fields: Fields, known: CrmKnown): Told {
  const {
    opportunity_id = '',
    sales_agent = '',
    account = '',
    deal_stage = '',
    engage_date = '',
    close_date = '',
  } = fields;
  const product = spellings[fields['product'] ?? ''] ?? fields['product'] ?? '';
  const ownerId = known.agents.get(sales_agent);
  const customerId = known.accounts.get(account);
  const listPrice = known.products.get(product);
  const closed = deal_stage === 'Won' || deal_stage === 'Lost';

  const problems: RowProblem[] = [];
  const check = (fine: boolean, field: string, code: string, message: string): void => {
    if (!fine) problems.push({ field, code, message });
  };
  check(ownerId !== undefined, 'sales_agent', 'unknown-agent', `"${sales_agent}" is not in sales_teams.csv`);
  check(listPrice !== undefined, 'product', 'unknown-product', `"${fields['product']}" is not in products.csv`);
  check(
    account === '' || customerId !== undefined,
    'account',
    'unknown-account',
    `"${account}" is not in accounts.csv`,
  );
  check(stages.includes(deal_stage), 'deal_stage', 'unknown-stage', `"${deal_stage}" is none of ${stages.join(', ')}`);
  check(engage_date === '' || isDay(engage_date), 'engage_date', 'not-a-day', `"${engage_date}" is no day`);
  if (closed) {
    check(isDay(close_date), 'close_date', 'not-a-day', `a closed deal needs its day, not "${close_date}"`);
    check(
      !isDay(close_date) || engage_date <= close_date,
      'close_date',
      'close-before-engage',
      `${close_date} is before ${engage_date}`,
    );
  }
  if (problems.length > 0) return { problems };

  const dealId = derivedId('crm-pipeline', 'opportunity', opportunity_id);
  const engaged = engage_date && { occurredAt: startOfDay(engage_date) };
  const dataQuality = [...(customerId ? [] : ['no-account']), ...(engage_date ? [] : ['no-date'])];
  const registered: StepOf = {
    step: 'register',
    ...engaged,
    command: {
      type: 'RegisterDeal',
      dealId,
      title: account ? `${product} · ${account}` : product,
      productId: codeOf(product),
      productName: product,
      listPrice,
      ownerId,
      ...(customerId && { customerId }),
      ...(engage_date && { registeredOn: engage_date }),
      ...(dataQuality.length > 0 && { dataQuality }),
    },
  };
  const advanced: StepOf = {
    step: 'engage',
    ...engaged,
    command: { type: 'AdvanceDeal', dealId, stage: 'consideration' },
  };
  if (deal_stage === 'Prospecting') return { steps: [registered] };
  if (!closed) return { steps: [registered, advanced] };
  return { steps: [registered, advanced, closing(deal_stage, dealId, close_date, fields['close_value'] ?? '', known)] };
}

const closing = (stage: string, dealId: string, day: string, value: string, { dollars }: CrmKnown): StepOf => ({
  step: 'close',
  occurredAt: startOfDay(day),
  command:
    stage === 'Won'
      ? { type: 'WinDeal', dealId, amount: dollars(value), wonOn: day }
      : { type: 'LoseDeal', dealId, lostOn: day },
});
