import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { testServer } from '@dealtrail/event-sourcing/testing';
import { searchAttributeTypes } from '@dealtrail/process-runner';

/** A namespace of one spec's own on the server of `TEST_TEMPORAL_ADDRESS`, so that specs see only their own processes. */
export async function testNamespace(): Promise<{ readonly address: string; readonly namespace: string }> {
  const address = testServer('TEST_TEMPORAL_ADDRESS');
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    // Servers learn of a new namespace some seconds later; until then they answer that there is none.
    const until = Date.now() + 60_000;
    for (;;)
      try {
        await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: searchAttributeTypes });
        await connection.workflowService.listWorkflowExecutions({ namespace, query: 'Overdue = true' });
        return { address, namespace };
      } catch (error) {
        if (Date.now() > until) throw error;
        await delay(250);
      }
  } finally {
    await connection.close();
  }
}
