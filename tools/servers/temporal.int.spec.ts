import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
const { INDEXED_VALUE_TYPE_BOOL, INDEXED_VALUE_TYPE_DATETIME, INDEXED_VALUE_TYPE_KEYWORD } =
  temporal.api.enums.v1.IndexedValueType;

describe('the Temporal server as every start prepares it', () => {
  let connection: Connection;
  beforeAll(async () => (connection = await Connection.connect({ address })));
  afterAll(() => connection.close());

  it('keeps closed runs for thirty days and knows the five search attributes', async () => {
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600);
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(customAttributes).toMatchObject({
      Customer: INDEXED_VALUE_TYPE_KEYWORD,
      Owner: INDEXED_VALUE_TYPE_KEYWORD,
      Stage: INDEXED_VALUE_TYPE_KEYWORD,
      NextDue: INDEXED_VALUE_TYPE_DATETIME,
      Overdue: INDEXED_VALUE_TYPE_BOOL,
    });
  });

  it('is prepared again without a change', async () => {
    const file = JSON.stringify(pathToFileURL(join(__dirname, 'temporal-namespace.mjs')).href);
    const script = `import { prepareNamespace } from ${file}; await prepareNamespace(process.argv[1], { seconds: 0 });`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, address]);
    await expect(run).resolves.toEqual({ stdout: '', stderr: '' });
  });
});
