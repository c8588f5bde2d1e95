import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Caller } from './caller.js';
import type { Company } from './company.js';
import type { Ledger } from './ledger.js';

interface Acknowledged {
  readonly streamId: string;
}

/** One caller: sends one command after another, each with a key of its own, and writes down what it is told. */
class Clerk {
  /** Contracts that wait for their approval. */
  readonly submitted: { readonly path: string; readonly at: number }[] = [];
  private lostAnswers = 0;

  constructor(
    private readonly caller: Caller,
    private readonly company: Company,
    private readonly ledger: Ledger,
    private readonly over: () => boolean,
  ) {}

  /** Nothing when it was refused, or when what became of it stays open. Of lost answers two in three are asked for again. */
  async send(staffId: string, path: string, fact: string, body: unknown): Promise<Acknowledged | undefined> {
    const key = randomUUID();
    const asking = { token: this.company.token(staffId), key, body };
    let open = false;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.caller.ask('POST', path, asking);
      if (answer) this.ledger.latencies.push(answer.ms);
      if (answer && answer.status < 300) {
        const { streamId, revision } = answer.body as { streamId: string; revision: number };
        this.ledger.note(staffId, key, fact, { outcome: 'acknowledged', streamId, revision });
        return { streamId };
      }
      const later = answer?.status === 429 || answer?.status === 503;
      const isOpen = !answer || answer.body['code'] === 'append-outcome-unknown';
      if (answer && !later) {
        if (answer.status >= 500) this.ledger.faults.push(`${path} ${answer.status} ${JSON.stringify(answer.body)}`);
        // A 500 promises nothing either way.
        const outcome = answer.status >= 500 ? 'unknown' : 'refused';
        this.ledger.note(staffId, key, fact, { outcome });
        return undefined;
      }
      open ||= isOpen;
      const givenUp = (isOpen && this.lostAnswers++ % 3 === 2) || (this.over() && attempt > 100);
      if (givenUp) {
        this.ledger.note(staffId, key, fact, { outcome: open ? 'unknown' : 'refused' });
        return undefined;
      }
      if (isOpen) this.ledger.repeated++;
      else this.ledger.turnedAway++;
      await delay(Math.min(50 * attempt, 500));
    }
  }
}

const idOf = ({ streamId }: Acknowledged): string => streamId.slice(streamId.indexOf('-') + 1);
const reviewed = { paymentTerms: '30 日', breachLiability: '日 0.05%', deliveryPlan: '5 月' };
const checks = ['payment-terms', 'breach-liability'];

/** So long a submitted contract waits before it is approved, ms: its process must have a chance to begin. */
const reviewTime = 5_000;

/** A deal and its contract: every second one is approved later, so that its process ends; the others wait for their reviewers. */
async function contract(clerk: Clerk, company: Company, toApprove: boolean): Promise<void> {
  const deal = await clerk.send('li.na', '/deals', 'DealRegistered', { title: 'GTX' });
  if (!deal) return;
  const draft = await clerk.send('li.na', '/contracts', 'ContractDrafted', {
    dealId: idOf(deal),
    title: '銷售合同',
    parties: [{ role: 'buyer', name: '明遠科技有限公司' }],
    amount: { amount: 100_00, currency: 'CNY' },
    text: company.text,
    ...reviewed,
  });
  if (!draft) return;
  const path = `/contracts/${idOf(draft)}`;
  const reviewers = { legal: 'fang.yuan', finance: 'qin.tao' };
  if (!(await clerk.send('li.na', `${path}/submit`, 'ContractSubmitted', { reviewers }))) return;
  await clerk.send('li.na', `${path}/approve`, 'ContractReviewApproved', { round: 1, checks }); // her own: refused
  if (toApprove) clerk.submitted.push({ path, at: Date.now() });
}

async function approvals(clerk: Clerk): Promise<void> {
  for (let next = clerk.submitted[0]; next && Date.now() - next.at > reviewTime; next = clerk.submitted[0]) {
    clerk.submitted.shift();
    for (const reviewer of ['fang.yuan', 'qin.tao'])
      await clerk.send(reviewer, `${next.path}/approve`, 'ContractReviewApproved', { round: 1, checks });
  }
}

async function deals(clerk: Clerk): Promise<void> {
  for (const title of ['RTX', 'MG', 'GTK']) await clerk.send('li.na', '/deals', 'DealRegistered', { title });
  await clerk.send('fang.yuan', '/deals', 'DealRegistered', { title: 'not hers to sell' }); // refused
}

async function customers(clerk: Clerk): Promise<void> {
  for (const name of ['Konex', 'Betatech', 'Zoomit'])
    await clerk.send('li.na', '/customers', 'CustomerRegistered', { name: `${name} ${randomUUID()}` });
  await clerk.send('li.na', '/customers', 'CustomerRegistered', { name: '' }); // refused
}

/** Callers who send mixed commands until told to stop; resolves `stop()` when each has an end. */
export function load(port: number, company: Company, ledger: Ledger, callers: number): { stop(): Promise<void> } {
  const caller = new Caller(port);
  let stopped = false;
  const stories = [
    (clerk: Clerk) => contract(clerk, company, true),
    deals,
    (clerk: Clerk) => contract(clerk, company, false),
    customers,
  ];
  const working = Array.from({ length: callers }, async (_, n) => {
    const clerk = new Clerk(caller, company, ledger, () => stopped);
    for (let turn = n; !stopped; turn++) {
      await approvals(clerk);
      await stories[turn % stories.length]?.(clerk);
    }
  });
  return {
    stop: async () => {
      stopped = true;
      await Promise.all(working);
      caller.close();
    },
  };
}
