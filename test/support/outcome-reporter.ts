/**
 * Says at the end which tests were skipped, and why; writes what `.ci/run` counts and names to the file of
 * PKW_TEST_SUMMARY. Under PKW_REQUIRE_ALL=1 a skipped test is a failure, except for want of the captures in `../shared`.
 */
import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { Reporter, TestModule } from 'vitest/node';

interface Skipped {
  readonly name: string;
  readonly reason: string;
}

export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    const failures = errors.map((error) => `outside of a test: ${(error as Partial<Error> | undefined)?.message ?? inspect(error)}`);
    const skipped: Skipped[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) failures.push(module.relativeModuleId);
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed++;
        else if (result.state === 'failed')
          failures.push(`${module.relativeModuleId} > ${test.fullName}: ${result.errors[0]?.message.split('\n')[0]}`);
        else
          skipped.push({
            name: `${module.relativeModuleId} > ${test.fullName}`,
            reason: (result.state === 'skipped' && result.note) || 'no reason given',
          });
      }
      for (const suite of module.children.allSuites())
        if (suite.errors().length > 0) failures.push(`${module.relativeModuleId} > ${suite.fullName}`);
    }
    const refused = process.env['PKW_REQUIRE_ALL'] === '1' ? skipped.filter(({ reason }) => !reason.includes('../shared')) : [];
    this.#tell(skipped, refused);
    failures.push(...refused.map(({ name }) => `skipped: ${name}`));
    if (refused.length > 0) process.exitCode = 1;
    const summary = process.env['PKW_TEST_SUMMARY'];
    if (summary !== undefined) writeFileSync(summary, JSON.stringify({ passed, failures, skipped: skipped.length - refused.length }));
  }

  #tell(skipped: readonly Skipped[], refused: readonly Skipped[]): void {
    const byReason = new Map<string, string[]>();
    for (const { name, reason } of skipped) byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
    for (const [reason, names] of byReason) {
      console.log(`skipped ${names.length}: ${reason}`);
      for (const name of names.slice(0, 3)) console.log(`  ${name}`);
      if (names.length > 3) console.log(`  and ${names.length - 3} more`);
    }
    for (const { name } of refused) console.log(`refused (PKW_REQUIRE_ALL=1): ${name}`);
  }
}
