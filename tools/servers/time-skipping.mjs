import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../steps.mjs';
import { cached, obtain } from './cache.mjs';
import { onPath } from './temporal-binaries.mjs';

const version = '1.32.0';
const name = `temporal-test-server-${version}`;

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dealtrail</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;

/** The flags save about a second per start: the server lives for one spec file only. */
const wrapper = `#!/bin/sh
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * The path for `createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`: given by
 * `TEMPORAL_TEST_SERVER`, or fetched once with Maven to run on Java; nothing where the SDK's own download must do.
 */
export async function timeSkippingServer(log) {
  const given = process.env.TEMPORAL_TEST_SERVER;
  if (given) return given;
  if (!onPath('java') || (!existsSync(cached(name)) && !onPath('mvn'))) return undefined;
  try {
    const folder = await obtain(name, fetchWithMaven, log);
    return join(folder, 'temporal-test-server');
  } catch (error) {
    log(`the time-skipping server could not be fetched with Maven: ${error.message}`);
    return undefined;
  }
}

async function fetchWithMaven(folder) {
  writeFileSync(join(folder, 'pom.xml'), pom);
  const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const options = ['-DincludeScope=runtime', `-DoutputDirectory=${join(folder, 'lib')}`];
  await run('mvn', ['-q', '-B', copy, ...options], { cwd: folder });
  const script = join(folder, 'temporal-test-server');
  writeFileSync(script, wrapper);
  chmodSync(script, 0o755);
}
