import { expect, test } from 'vitest';
import { isOutdated } from './keep.ts';

test.each([
  ['finemeca-air-canary-2026', false],
  ['finemeca-air-canary-2025', false],
  ['finemeca-air-canary-2024', true],
  ['finemeca-canary-2019', true],
  // Whoever makes such an index has a reason.
  ['finemeca-canary-old', false],
])('in 2026, %s is outdated: %s', (index, outdated) => expect(isOutdated(index, 2026)).toBe(outdated));
