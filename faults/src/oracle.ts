import type { Cluster } from './cluster.js';
import type { Company } from './company.js';
import { coldFold } from './cold-fold.js';
import type { Ledger } from './ledger.js';
import { processes } from './processes.js';

interface Logged {
  readonly command: string;
  readonly stream: string;
  readonly type: string;
  readonly revision: number;
}

export interface Verdict {
  readonly passed: boolean;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  readonly lost: number;
  readonly doubled: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Holds the log against what clients were told, the read models against a fold from nothing, and Temporal against the log. */
export async function judge(cluster: Cluster, company: Company, ledger: Ledger): Promise<Verdict> {
  const log = await logged(cluster);
  const wrong = { lost: [] as string[], doubled: [] as string[] };
  for (const { commandId, fact, outcome, streamId, revision } of ledger.entries) {
    const all = log.get(commandId) ?? [];
    const facts = all.filter(({ type }) => type === fact);
    if (facts.length > 1 || new Set(all.map(({ stream }) => stream)).size > 1) wrong.doubled.push(commandId);
    if (outcome === 'refused' && all.length > 0) wrong.doubled.push(commandId);
    const asAnswered = all.some((event) => event.stream === streamId && event.revision === revision);
    if (outcome === 'acknowledged' && (facts.length === 0 || !asAnswered)) wrong.lost.push(commandId);
  }
  const [dense] = await cluster.query<{ holes: boolean; broken: number; events: number }>(
    `select count(*) <> coalesce(max(position), 0) as holes, count(*)::int as events,
       (select count(*)::int from (select 1 from dealtrail.events group by stream having count(*) <> max(revision) + 1) gaps) as broken
     from dealtrail.events`,
  );
  const found = await processes(cluster, company);
  const folded = await coldFold(cluster, company);
  const sound = !dense?.holes && dense?.broken === 0;
  return {
    passed:
      wrong.lost.length + wrong.doubled.length + ledger.faults.length + folded.different.length === 0 &&
      ledger.count('acknowledged') > 0 &&
      sound &&
      found.right,
    acknowledged: ledger.count('acknowledged'),
    refused: ledger.count('refused'),
    unknown: ledger.count('unknown'),
    lost: wrong.lost.length,
    doubled: wrong.doubled.length,
    details: {
      events: dense?.events,
      positionsDense: sound,
      readModels: folded,
      workflows: found,
      repeatedByKey: ledger.repeated,
      turnedAway: ledger.turnedAway,
      latencyMs: { p50: ledger.latency(0.5), p99: ledger.latency(0.99), max: ledger.latency(1) },
      ...(ledger.faults.length > 0 && { faults: ledger.faults.slice(0, 5), faultCount: ledger.faults.length }),
      ...(wrong.lost.length > 0 && { lostCommands: wrong.lost.slice(0, 5) }),
      ...(wrong.doubled.length > 0 && { doubledCommands: wrong.doubled.slice(0, 5) }),
    },
  };
}

/** What each command left, by its id. */
async function logged(cluster: Cluster): Promise<ReadonlyMap<string, readonly Logged[]>> {
  const rows = await cluster.query<Logged>(
    `select metadata::json ->> 'commandId' as command, stream, type, revision from dealtrail.events order by position`,
  );
  const byCommand = new Map<string, Logged[]>();
  for (const row of rows) {
    const same = byCommand.get(row.command);
    if (same) same.push(row);
    else byCommand.set(row.command, [row]);
  }
  return byCommand;
}
