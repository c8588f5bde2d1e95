import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart } from '../steps.mjs';

const namespace = 'default';
const retentionSeconds = 30 * 24 * 3600;
const searchAttributes = {
  Customer: 'KEYWORD',
  Owner: 'KEYWORD',
  Stage: 'KEYWORD',
  NextDue: 'DATETIME',
  Overdue: 'BOOL',
};
const probe = "Customer = '' and Owner = '' and Stage = '' and NextDue is null and Overdue = false";
const notFound = 5;
const alreadyExists = 6;

/** Runs `work(connection)` on a connection to this address that is closed again after. */
async function connected(address, work, connectTimeout = 2000) {
  const { Connection } = createRequire(import.meta.url)('@temporalio/client');
  const connection = await Connection.connect({ address, connectTimeout });
  try {
    return await connection.withDeadline(Date.now() + 10_000, () => work(connection));
  } finally {
    await connection.close();
  }
}

/** Whether a Temporal front end serves there. */
export function serves(address) {
  return connected(address, () => true, 500).catch(() => false);
}

/**
 * Makes the namespace, its retention and the five search attributes what the processes rely on. Says what to do once in
 * however many starts; a server that is just coming up is asked again until the seconds are over.
 */
export async function prepareNamespace(address, { seconds }) {
  for (const end = Date.now() + seconds * 1000; ; await delay(200)) {
    try {
      return await connected(address, prepare);
    } catch (error) {
      if (error instanceof CannotStart) throw error;
      if (Date.now() > end)
        throw new CannotStart(`Temporal at ${address} could not be prepared: ${error.details ?? error.message}`);
    }
  }
}

async function prepare({ workflowService, operatorService }) {
  const { temporal } = createRequire(import.meta.url)('@temporalio/proto');
  const typeOf = temporal.api.enums.v1.IndexedValueType;
  const workflowExecutionRetentionPeriod = { seconds: retentionSeconds };

  const found = await workflowService.describeNamespace({ namespace }).catch(unless(notFound));
  if (!found)
    await workflowService
      .registerNamespace({ namespace, workflowExecutionRetentionPeriod })
      .catch(unless(alreadyExists));
  else if (Number(found.config?.workflowExecutionRetentionTtl?.seconds) !== retentionSeconds)
    await workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: workflowExecutionRetentionPeriod },
    });

  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = {};
  for (const [name, type] of Object.entries(searchAttributes)) {
    const wanted = typeOf[`INDEXED_VALUE_TYPE_${type}`];
    const present = customAttributes?.[name];
    if (present === undefined || present === null) missing[name] = wanted;
    else if (present !== wanted)
      throw new CannotStart(`Temporal's search attribute ${name} is a ${typeOf[present]}, but must be a ${type}.`);
  }
  if (Object.keys(missing).length > 0)
    await operatorService.addSearchAttributes({ namespace, searchAttributes: missing });
  // A new attribute is known to the services some moments after it is stored; until then this question is refused.
  await workflowService.listWorkflowExecutions({ namespace, query: probe, pageSize: 1 });
}

const unless = (code) => (error) => {
  if (error.code !== code) throw error;
  return undefined;
};
