import '../shared/small-heap.ts';

const [, , ...args] = process.argv;

if (args.length === 0) {
  await import('../shared/collect.ts');
  const [{ runService }, { createAlerter }, { alerterConfiguration }] = await Promise.all([
    import('../shared/service.ts'),
    import('./alerter.ts'),
    import('./config.ts'),
  ]);
  await runService({ name: 'alerter', configuration: alerterConfiguration, create: createAlerter });
} else {
  // `… | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const { runCommand } = await import('./command/run.ts');
  process.exitCode = await runCommand(args, process.env, {
    print: (text) => process.stdout.write(`${text}\n`),
    tell: (text) => process.stderr.write(`${text}\n`),
  });
}
