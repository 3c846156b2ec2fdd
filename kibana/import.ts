import tls from 'node:tls';
import { readConfig } from '../shared/config/read.ts';
import { describeProblems } from '../shared/service.ts';
import { trust } from '../shared/tls.ts';
import { importConfiguration } from './import/config.ts';
import { runImport } from './import/run.ts';

/** sysexits.h */
const exConfig = 78;

const read = readConfig(importConfiguration, process.env);
if ('problems' in read) {
  process.stderr.write(describeProblems('import', read.problems));
  process.exitCode = exConfig;
} else {
  const { ca } = trust(read.config.kibana.ca);
  // For every connection of this process, which speaks to the site's servers only.
  if (ca) tls.setDefaultCACertificates(ca);
  process.exitCode = await runImport(read.config, (line) => process.stdout.write(`${line}\n`));
}
