import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isSecret } from './values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with one variable. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
}

/** A service's configuration: the schema whose keys are the environment's names, and what it is turned into. */
export interface ConfigDefinition<Shape extends z.ZodRawShape, Config> {
  readonly variables: z.ZodObject<Shape>;
  readonly build: (values: z.output<z.ZodObject<Shape>>) => Config;
  /** What is wrong between variables that are right by themselves: one that another one needs. */
  readonly check: (values: z.output<z.ZodObject<Shape>>) => readonly ConfigProblem[];
}

export const defineConfig = <Shape extends z.ZodRawShape, Config>(
  shape: Shape,
  build: (values: z.output<z.ZodObject<Shape>>) => Config,
  check: (values: z.output<z.ZodObject<Shape>>) => readonly ConfigProblem[] = () => [],
): ConfigDefinition<Shape, Config> => ({ variables: z.object(shape), build, check });

/**
 * Reads a configuration from an environment. Pure but for the files that `NAME_FILE` variables point to.
 * All problems are reported at once.
 */
export function readConfig<Shape extends z.ZodRawShape, Config>(
  definition: ConfigDefinition<Shape, Config>,
  environment: Environment,
): { config: Config } | { problems: ConfigProblem[] } {
  const problems: ConfigProblem[] = [];
  const given: Record<string, string> = {};
  for (const [name, schema] of Object.entries(definition.variables.shape)) {
    const value = isSecret(schema as z.ZodType) ? readSecret(name, environment, problems) : environment[name];
    // Compose files write VAR=${VAR:-}: an empty variable is a missing one.
    if (value !== undefined && value !== '') given[name] = value;
  }
  const parsed = definition.variables.safeParse(given);
  const unread = new Set(problems.map((problem) => problem.variable));
  for (const issue of parsed.error?.issues ?? []) {
    const variable = String(issue.path[0]);
    if (unread.has(variable)) continue;
    const missing = issue.code === 'invalid_type' && given[variable] === undefined;
    problems.push({ variable, problem: missing ? 'is missing' : issue.message });
  }
  if (parsed.success) problems.push(...definition.check(parsed.data));
  if (!parsed.success || problems.length > 0) return { problems };
  return { config: definition.build(parsed.data) };
}

function readSecret(name: string, environment: Environment, problems: ConfigProblem[]): string | undefined {
  const file = environment[`${name}_FILE`];
  if (!file) return environment[name];
  if (environment[name]) {
    problems.push({ variable: name, problem: `and ${name}_FILE are both given: keep one` });
    return undefined;
  }
  try {
    // Editors and `echo` end a file with a line feed that is not part of the secret.
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    problems.push({ variable: `${name}_FILE`, problem: `cannot be read: ${(error as Error).message}` });
    return undefined;
  }
}
