import { Client, Connection } from '@temporalio/client';
import type { Cluster } from './cluster.js';
import type { Company } from './company.js';
import { until } from './until.js';

export interface ProcessesFound {
  readonly right: boolean;
  /** Rounds ever submitted, by the log; each is one workflow, unless it was over before its turn came. */
  readonly submitted: number;
  /** Rounds that were over before their workflow would have begun. */
  readonly overBefore: number;
  /** Rounds that are open, by the log; each is a running one. */
  readonly open: number;
  readonly running: number;
  /** Open rounds without a running workflow. */
  readonly missing: number;
  /** Workflows of no round, second ones of a round, and those that run for one that is over. */
  readonly surplus: number;
  /** What `reconcile` would still do, over all kinds of process. */
  readonly toReconcile: number;
  /** How long after the load all of it was right, ms. */
  readonly rightAfterMs: number;
}

/** Holds the approvals in Temporal against the log, once they had time to come to the same. */
export async function processes(cluster: Cluster, company: Company): Promise<ProcessesFound> {
  const connection = await Connection.connect({ address: cluster.temporalAddress });
  try {
    const client = new Client({ connection });
    const compare = (): Promise<Omit<ProcessesFound, 'rightAfterMs'>> => compared(cluster, company, client);
    let last: Omit<ProcessesFound, 'rightAfterMs'> | undefined;
    const compareAndKeep = async () => (last = await compare());
    const { ms } = await until('Temporal is as the log', compareAndKeep, ({ right }) => right, 300, 2_000).catch(
      (error: unknown) => {
        if (!last) throw error;
        return { ms: Number.NaN };
      },
    );
    if (!last) throw new Error('Temporal was not compared');
    return { ...last, rightAfterMs: ms };
  } finally {
    await connection.close();
  }
}

async function compared(
  cluster: Cluster,
  company: Company,
  client: Client,
): Promise<Omit<ProcessesFound, 'rightAfterMs'>> {
  const rounds = await cluster.query<{ id: string; open: boolean }>(
    `select 'contractApproval/' || (data::json ->> 'contractId') || '/' || (data::json ->> 'round') as id,
       not exists (select 1 from dealtrail.events over where over.stream = events.stream and over.type = 'ContractApproved') as open
     from dealtrail.events where type = 'ContractSubmitted'`,
  );
  const runs: { id: string; running: boolean }[] = [];
  for await (const { workflowId, status } of client.workflow.list({ query: "WorkflowType = 'contractApproval'" }))
    runs.push({ id: workflowId, running: status.name === 'RUNNING' });
  const byId = new Map<string, boolean[]>();
  for (const { id, running } of runs) byId.set(id, [...(byId.get(id) ?? []), running]);
  const open = new Map(rounds.map((round) => [round.id, round.open]));
  const missing = rounds.filter((round) => round.open && !byId.get(round.id)?.includes(true));
  const surplus = [...byId].filter(
    ([id, all]) => all.length > 1 || !open.has(id) || (all.includes(true) && !open.get(id)),
  );
  // Asked only when all else is right: it folds the whole log.
  const toReconcile = missing.length + surplus.length === 0 ? await leftToReconcile(company) : Number.NaN;
  return {
    right: toReconcile === 0,
    submitted: rounds.length,
    overBefore: rounds.filter((round) => !round.open && !byId.has(round.id)).length,
    open: rounds.filter((round) => round.open).length,
    running: runs.filter(({ running }) => running).length,
    missing: missing.length,
    surplus: surplus.length,
    toReconcile,
  };
}

async function leftToReconcile(company: Company): Promise<number> {
  const { processes: kinds } = (await company.done('/operations/reconcile', 'admin', { dryRun: true })) as {
    processes?: readonly { started: number; ended: number; refreshed: number; failed: number }[];
  };
  return (kinds ?? []).reduce((sum, kind) => sum + kind.started + kind.ended + kind.refreshed + kind.failed, 0);
}
